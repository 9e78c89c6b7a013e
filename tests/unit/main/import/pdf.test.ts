import { describe, expect, it } from "vitest";
import { readPdf } from "../../../../main/import/pdf";
import {
  line,
  lines,
  type PdfOptions,
  type PdfPage,
  pdfOf,
  samples,
  stream,
  wrap,
} from "../../../samples/pdf";

const read = async (pages: readonly (string | PdfPage)[], options: PdfOptions = {}) => {
  const bytes = pdfOf(
    pages.map((page) => (typeof page === "string" ? { content: page } : page)),
    options,
  );
  const result = await readPdf(bytes, { fileName: "report.pdf" });
  if (!result.ok) throw new Error(result.error.message);
  const article = result.value.kind === "articles" ? result.value.articles[0] : undefined;
  if (article === undefined) throw new Error("no article");
  return {
    ...article,
    paragraphs: article.blocks.map(({ start, end }) => article.text.slice(start, end)),
    kinds: article.blocks.map(({ kind, level }) => `${kind}${level ?? ""}`),
    setAside: article.asides.map(({ reason, text }) => `${reason}: ${text}`),
  };
};
const problem = async (bytes: Uint8Array) => {
  const result = await readPdf(bytes, { fileName: "report.pdf" });
  return result.ok ? "read" : result.error.message;
};

const left =
  "The harbour of Lindvik was closed on Monday after a barge ran aground at the northern mole, the port authority said. Twelve boats were waiting outside and nobody was hurt.";
const right =
  "Engineers expect that the channel will be open again within two days. The council warned that a storm might delay the work, and asked owners to stay away from the mole.";

describe("the text of a PDF", () => {
  it("is read column by column under the headline that spans them", async () => {
    const { paragraphs, kinds } = await read([
      [
        line(50, 780, "Barge blocks the harbour of Lindvik for days", 22, "F2"),
        lines(50, 740, wrap(left, 40)),
        lines(310, 740, wrap(right, 40)),
      ].join("\n"),
    ]);
    expect(kinds).toEqual(["heading1", "paragraph", "paragraph"]);
    expect(paragraphs.slice(1)).toEqual([left, right]);
  });

  it("is read by its places, whatever the order in which the file draws it", async () => {
    const drawn = [
      ...wrap(left, 40).map((text, at) => line(50, 740 - at * 12, text)),
      ...wrap(right, 40).map((text, at) => line(310, 740 - at * 12, text)),
    ];
    const shuffled = drawn
      .map((one, at) => ({ one, key: (at * 7) % drawn.length }))
      .sort((a, b) => a.key - b.key);
    const { paragraphs } = await read([shuffled.map(({ one }) => one).join("\n")]);
    expect(paragraphs).toEqual([left, right]);
  });

  it("goes on with a line across the page between two parts of columns", async () => {
    const { paragraphs } = await read([
      [
        lines(50, 780, wrap(left, 40)),
        lines(310, 780, wrap(right, 40)),
        line(
          50,
          690,
          "A line of a notice that reaches over both of the columns of this page stands here.",
          13,
          "F2",
        ),
        lines(50, 660, wrap(`Below: ${left}`, 40)),
        lines(310, 660, wrap(`Below: ${right}`, 40)),
      ].join("\n"),
    ]);
    expect(paragraphs).toEqual([
      left,
      right,
      "A line of a notice that reaches over both of the columns of this page stands here.",
      `Below: ${left}`,
      `Below: ${right}`,
    ]);
  });

  it("goes from paragraphs across the page, set wider, into columns below them", async () => {
    const wide = [`First. ${left}`, `Second. ${right}`].map((text) => wrap(text, 96));
    const { paragraphs } = await read([
      [
        lines(50, 780, wide[0] ?? [], 10, 15),
        lines(50, 735, wide[1] ?? [], 10, 15),
        lines(50, 690, wrap(left, 40), 10, 11),
        lines(310, 690, wrap(right, 40), 10, 11),
      ].join("\n"),
    ]);
    expect(paragraphs).toEqual([`First. ${left}`, `Second. ${right}`, left, right]);
  });

  it("keeps the rows of a table together", async () => {
    const rows = ["Port", "Lindvik", "Holm", "Vik", "Sund"];
    const { text } = await read([
      rows
        .map((name, at) =>
          [
            line(50, 700 - at * 14, name),
            line(200, 700 - at * 14, `${at * 4}`),
            line(350, 700 - at * 14, "open"),
          ].join("\n"),
        )
        .join("\n"),
    ]);
    expect(text).toContain("Lindvik 4 open");
    expect(text).toContain("Sund 16 open");
  });

  it("falls into paragraphs by room between them, by indents, and by short last lines", async () => {
    const [a, b, c] = [wrap(left, 80), wrap(right, 80), wrap(left, 80)];
    const room = await read([[lines(60, 780, a), lines(60, 780 - a.length * 12 - 8, b)].join("\n")]);
    expect(room.paragraphs).toEqual([left, right]);
    const indented = await read([
      [...a, ...b, ...c]
        .map((text, at) => line([a.length, a.length + b.length].includes(at) ? 74 : 60, 780 - at * 12, text))
        .join("\n"),
    ]);
    expect(indented.paragraphs).toEqual([left, right, left]);
    const short = await read([lines(60, 780, [...wrap(left, 70), ...wrap(right, 70)])]);
    expect(short.paragraphs).toEqual([left, right]);
  });

  it("has headings by size, their levels by rank, and items by their bullets", async () => {
    const { kinds, paragraphs } = await read([
      [
        line(60, 790, "Ports of the north", 24, "F2"),
        lines(60, 760, wrap(left, 80)),
        line(60, 700, "What is planned", 14, "F2"),
        lines(60, 680, ["• A new mole in the north", "• Two tugs, of which one is here", "already"]),
      ].join("\n"),
    ]);
    expect(kinds).toEqual(["heading1", "paragraph", "heading2", "list-item", "list-item"]);
    expect(paragraphs.at(-1)).toBe("• Two tugs, of which one is here already");
  });
});

describe("words parted at a line's end", () => {
  const hyphened = async (texts: readonly string[]) => read([lines(60, 780, texts)]);

  it("are joined, and the import says how many", async () => {
    const { text, steps } = await hyphened([
      "Engineers expect that the chan-",
      "nel will be open again, and that the har-",
      "bour will be.",
    ]);
    expect(text).toBe("Engineers expect that the channel will be open again, and that the harbour will be.");
    expect(steps).toContain("2 words parted at a line's end joined without the hyphen");
  });

  it("keep a hyphen that is their own: written so elsewhere, made of two words of the text, or before a capital", async () => {
    expect((await hyphened(["It is a well-known port. The well-", "known port is shut."])).text).toContain(
      "The well-known port",
    );
    expect((await hyphened(["A deep port, and sea of ice: the deep-", "sea cable is cut."])).text).toContain(
      "the deep-sea cable",
    );
    expect((await hyphened(["Nothing will move before mid-", "September, they said."])).text).toContain(
      "mid-September,",
    );
  });

  it("keep a dash that is no hyphen", async () => {
    expect((await hyphened(["They left the port -", "nobody knows why."])).text).toBe(
      "They left the port - nobody knows why.",
    );
  });
});

describe("what stands round the pages of a PDF", () => {
  const bodies = [left, right, left, right].map((text, at) => `Part ${"abcd"[at]}. ${text}`);
  const withFurniture = (head: (at: number) => string, foot: (at: number) => string) =>
    bodies.map((body, at) =>
      [line(60, 815, head(at), 8), lines(60, 760, wrap(body, 80)), line(290, 30, foot(at), 8)].join("\n"),
    );

  it("is set aside: running heads and page numbers, at the place where they stood", async () => {
    const { paragraphs, setAside, asides, pages } = await read(
      withFurniture(
        (at) => (at % 2 === 0 ? "The Lindvik Courier" : `${at + 7} Monday edition`),
        (at) => `- ${at + 7} -`,
      ),
    );
    expect(paragraphs).toEqual(bodies);
    expect(setAside.filter((one) => one.startsWith("page-number"))).toEqual(
      [7, 8, 9, 10].map((at) => `page-number: - ${at} -`),
    );
    expect(setAside.filter((one) => one.startsWith("running-head"))).toHaveLength(4);
    expect(asides[0]).toMatchObject({ at: 0, reason: "running-head" });
    expect(asides.at(-1)?.at).toBe(paragraphs.join("\n\n").length);
    expect(pages).toEqual(bodies.map((body) => paragraphs.join("\n\n").indexOf(body)));
  });

  it("is text when it changes from page to page, or is a number that does not count pages", async () => {
    const { text } = await read(
      withFurniture(
        (at) => ["Alpha", "Berta", "Cesar", "Dora"][at] ?? "",
        (at) => ["1945", "17", "2024", "3"][at] ?? "",
      ),
    );
    for (const word of ["Alpha", "Berta", "Cesar", "Dora", "1945", "17", "2024"])
      expect(text).toContain(word);
  });

  it("is set aside where it runs across the page", async () => {
    const side = "BT /F1 14 Tf 0 1 -1 0 30 300 Tm (arXiv:2405.01234 11 May) Tj ET";
    const { text, setAside } = await read([[side, lines(60, 760, wrap(left, 80))].join("\n")]);
    expect(text).toBe(left);
    expect(setAside).toEqual(["other: arXiv:2405.01234 11 May"]);
  });

  it("is set aside as a footnote when it is smaller, below, and has a mark", async () => {
    const { text, setAside } = await read([
      [
        lines(60, 760, wrap(left, 80), 11),
        lines(60, 90, ["1 The statement was sent by letter on Tuesday,", "and read out in the council."], 8),
      ].join("\n"),
    ]);
    expect(text).toBe(left);
    expect(setAside).toEqual([
      "footnote: 1 The statement was sent by letter on Tuesday, and read out in the council.",
    ]);
  });
});

describe("the pages of a PDF", () => {
  it("begin inside a paragraph that goes on over the end of a page, also within a word", async () => {
    const { paragraphs, pages, text } = await read([
      lines(60, 300, [
        "A first paragraph stands here and is complete in itself, as they are.",
        "",
        ...wrap(left, 70).slice(0, 1),
        "Twelve boats were waiting at the north-",
      ]),
      lines(60, 780, [
        "ern mole for the tide to come in and lift them, the owners said, and",
        "nobody was hurt.",
      ]),
      lines(60, 780, ["Another day began."]),
    ]);
    expect(paragraphs).toHaveLength(3);
    expect(paragraphs[1]).toContain("at the northern mole for the tide");
    expect(pages).toEqual([0, text.indexOf("ern mole"), text.indexOf("Another")]);
  });

  it("that hold no text begin where the next one does, and are named", async () => {
    const { pages, remarks, text } = await read([
      lines(60, 780, wrap(left, 80)),
      "q Q",
      lines(60, 780, ["The end of it."]),
    ]);
    expect(pages).toEqual([0, text.indexOf("The end"), text.indexOf("The end")]);
    expect(remarks).toContain("no text on page 2");
  });

  it("are read upright, whichever way they are turned", async () => {
    for (const rotate of [0, 90, 180, 270]) {
      const { text } = await read([{ content: lines(60, 700, wrap(left, 60)), rotate }]);
      expect(text).toBe(left);
    }
  });

  it("are reported one by one", async () => {
    let times = 0;
    const bytes = pdfOf([1, 2, 3].map((page) => ({ content: line(60, 700, `Page ${page} of the report`) })));
    await readPdf(bytes, { fileName: "report.pdf" }, () => {
      times += 1;
    });
    expect(times).toBe(3);
  });
});

/** A font whose codes mean what is said, as subsets in PDFs do. */
const fontFor = (
  codes: Readonly<Record<string, string>>,
): { objects: (string | Uint8Array)[]; fonts: Record<string, string> } => {
  const hex = (text: string) =>
    [...text].map((one) => (one.codePointAt(0) ?? 0).toString(16).padStart(4, "0")).join("");
  const map = Object.entries(codes).map(
    ([code, text]) => `<${code.charCodeAt(0).toString(16).padStart(2, "0")}> <${hex(text)}>`,
  );
  const cmap = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def 1 begincodespacerange <00> <ff> endcodespacerange ${map.length} beginbfchar ${map.join("\n")} endbfchar endcmap end end`;
  return {
    objects: [
      stream(cmap),
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 10 0 R >>",
    ],
    fonts: { X: "11 0 R" },
  };
};

describe("letters of a PDF", () => {
  it("that are printed as one are written as what they stand for, and nothing else is normalised", async () => {
    const { text, steps } = await read(
      [line(60, 700, "The o!ce of the #nance council met at the caf$", 10, "X")],
      fontFor({ "!": "\ufb03", "#": "\ufb01", $: "e\u0301" }),
    );
    expect(text).toBe("The office of the finance council met at the cafe\u0301");
    expect(steps).toContain("2 ligatures written as letters");
  });

  it("without a meaning make the text doubtful", async () => {
    const { doubts, remarks } = await read(
      [line(60, 700, "xyz xyz xyz zyx", 10, "X")],
      fontFor({ x: "\ue001", y: "\ue002", z: "\ue003" }),
    );
    expect(doubts).toContain("text");
    expect(remarks.join()).toContain("do not say which letters");
  });

  it("of Hebrew are in the order in which they are read", async () => {
    // Drawn from left to right, as PDFs have it: the last letter first.
    const { text } = await read(
      [line(60, 700, "cba fed", 12, "X")],
      fontFor({ a: "ש", b: "ל", c: "ם", d: "ע", e: "ו", f: "ל" }),
    );
    expect(text).toBe("עול שלם");
  });

  it("of Chinese in a font that is not in the file are known by the tables beside the code", async () => {
    const codes = [..."港口星期一关闭"].map((sign) => (sign.codePointAt(0) ?? 0).toString(16)).join("");
    const { text } = await read([`BT /X 12 Tf 1 0 0 1 60 700 Tm <${codes}> Tj ET`], {
      objects: [
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [11 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> >>",
      ],
      fonts: { X: "10 0 R" },
    });
    expect(text).toBe("港口星期一关闭");
  });

  it("printed twice for a bold look, or hidden over themselves, are taken once", async () => {
    const twice = line(60, 700, "The harbour is closed to all ships.");
    const { text, steps } = await read([
      [twice, line(60.4, 700, "The harbour is closed to all ships."), twice.replace("BT", "BT 3 Tr")].join(
        "\n",
      ),
    ]);
    expect(text).toBe("The harbour is closed to all ships.");
    expect(steps).toContain("2 runs of text printed or hidden over itself taken once");
  });

  it("that an OCR program laid invisibly under a picture are read", async () => {
    const { text } = await read([
      `q 400 0 0 400 50 50 cm 0.5 g 0 0 1 1 re f Q ${line(60, 700, "Recognised words of a scan.").replace("BT", "BT 3 Tr")}`,
    ]);
    expect(text).toBe("Recognised words of a scan.");
  });
});

describe("what a PDF says of itself", () => {
  const page = [line(60, 780, "Barge blocks the harbour", 20, "F2"), lines(60, 740, wrap(left, 80))].join(
    "\n",
  );
  const proposals = async (info: Readonly<Record<string, string>>, options: PdfOptions = {}) =>
    (await read([page], { info, ...options })).proposals.map(
      ({ field, value, strength }) => `${field} ${strength}: ${value}`,
    );

  it("is proposed: a title that fits the text, an author, and its day as a guess", async () => {
    expect(
      await proposals(
        {
          Title: "(Barge blocks the harbour)",
          Author: "(Runa Dahl)",
          CreationDate: "(D:20240511083000+02'00')",
          ModDate: "(D:20240512)",
        },
        { catalog: "/Lang (en-GB)" },
      ),
    ).toEqual(
      expect.arrayContaining([
        "title stated: Barge blocks the harbour",
        "byline stated: Runa Dahl",
        "publishedOn guessed: 2024-05-11",
        "modifiedOn guessed: 2024-05-12",
        "language stated: en-GB",
      ]),
    );
  });

  it.each([
    "Microsoft Word - barge-final2.doc",
    "untitled",
    "Layout 1",
    "C:\\\\texts\\\\barge.indd",
    "PowerPoint Presentation",
  ])("is no title when it is only %s", async (title) => {
    const found = await proposals({ Title: `(${title})`, Author: "(Administrator)" });
    expect(found).toContain("title stated: Barge blocks the harbour");
    expect(found.join()).not.toContain(title.slice(0, 8));
    expect(found.join()).not.toContain("byline");
  });

  it("is only a guess when the title has nothing to do with the text", async () => {
    const found = await proposals({ Title: "(Annual accounts of the parish)" });
    expect(found).toContain("title guessed: Annual accounts of the parish");
    expect(found).toContain("title stated: Barge blocks the harbour");
  });
});

describe("a PDF that cannot be read", () => {
  it("says so in one line: protected, a scan, too many pages, damaged", async () => {
    expect(await problem(pdfOf([{ content: line(60, 700, "Secret") }], { isEncrypted: true }))).toBe(
      "The PDF is protected with a password",
    );
    expect(await problem(pdfOf([{ content: "0.5 g 50 50 400 400 re f" }, { content: "" }]))).toMatch(
      /scan without a text layer/,
    );
    expect(await problem(new TextEncoder().encode("%PDF-1.7\nnothing of the kind"))).toMatch(/damaged/);
    expect(await problem(new Uint8Array())).toMatch(/damaged/);
    expect(await problem(pdfOf([], {}))).toMatch(/damaged/);
  });

  it("is read as far as possible when it is cut off or its table of objects is wrong", async () => {
    const whole = pdfOf([{ content: lines(60, 700, wrap(left, 60)) }]);
    const wrong = Uint8Array.from(
      Buffer.from(
        Buffer.from(whole)
          .toString("latin1")
          .replace(/startxref\n\d+/, "startxref\n99"),
        "latin1",
      ),
    );
    expect(await problem(wrong)).toBe("read");
    expect(await problem(whole.slice(0, whole.length - 12))).toBe("read");
    expect(await problem(whole.slice(0, whole.length / 2))).toMatch(/damaged/);
  });

  it("never changes the bytes that it was given, and takes them as a Buffer too", async () => {
    expect(await problem(Buffer.from(samples[0]?.bytes ?? []))).toBe("read");
    for (const { bytes } of samples) {
      expect(await problem(Buffer.from(bytes))).toBe(await problem(bytes));
      const before = Uint8Array.from(bytes);
      await readPdf(bytes, { fileName: "report.pdf" });
      expect(bytes).toEqual(before);
    }
  });
});
