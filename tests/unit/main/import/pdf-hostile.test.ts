import { deflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPdf } from "../../../../main/import/pdf";
import { guestCommand } from "../../../../main/worker/guest-command";
import { type Guest, startGuest } from "../../../../main/worker/guest-host";
import { line, pdfOf, stream } from "../../../samples/pdf";

/* What somebody may send on purpose. What may hang or grow is read by the guest, as in the app; see out/main. */

const known = { fileName: "hostile.pdf" };
const words = line(60, 700, "The harbour is closed.");

const outcome = async (bytes: Uint8Array): Promise<string> => {
  const result = await readPdf(bytes, known);
  if (!result.ok) return result.error.message;
  return result.value.kind === "articles" ? (result.value.articles[0]?.text ?? "") : "";
};

describe("a hostile PDF", () => {
  it("runs no code from the matrix of a font (CVE-2024-4367)", async () => {
    const scope = globalThis as Record<string, unknown>;
    scope["canary"] = "unset";
    const code = "1\\); globalThis.canary = 'set'; //";
    const program = `%!PS-AdobeFont-1.0: Evil\n/FontName /Evil def /FontMatrix [0.001 0 0 0.001 0 (${code})] readonly def /Encoding StandardEncoding def currentfile eexec`;
    const bytes = pdfOf([{ content: line(60, 700, "The harbour is closed.", 12, "X") }], {
      objects: [
        `<< /Type /Font /Subtype /Type1 /BaseFont /Evil /FirstChar 32 /LastChar 126 /Widths [${"500 ".repeat(95)}] /FontDescriptor 11 0 R /FontMatrix [0.001 0 0 0.001 0 (${code})] /Encoding /WinAnsiEncoding >>`,
        `<< /Type /FontDescriptor /FontName /Evil /Flags 4 /FontBBox [0 0 1000 1000] /FontMatrix [1 2 3 4 5 (${code})] /FontFile 12 0 R >>`,
        stream(program, false, `/Length1 ${program.length} /Length2 0 /Length3 0`),
        `<< /Type /Font /Subtype /Type3 /FontMatrix [0.001 0 0 0.001 0 (${code})] /FontBBox [0 0 1 1] /CharProcs << /a 14 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [500] >>`,
        stream("500 0 d0"),
      ],
      fonts: { X: "10 0 R", Y: "13 0 R" },
      catalog:
        "/OpenAction << /S /JavaScript /JS (globalThis.canary = 'set') >> /AA << /WC << /S /JavaScript /JS (globalThis.canary = 'set') >> >> /Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (globalThis.canary = 'set') >>] >> >>",
    });
    await outcome(bytes);
    await new Promise((resume) => setTimeout(resume, 20));
    expect(scope["canary"]).toBe("unset");
    delete scope["canary"];
  });

  it("starts no program, opens no link and unpacks no file that it carries", async () => {
    const annotations =
      "/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 600 800] /A << /S /URI /URI (https://evil.example/) >> >> << /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (calc.exe) >> >> << /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS << /Type /Filespec /F (a.exe) /EF << /F 10 0 R >> >> >>]";
    const bytes = pdfOf([{ content: words, extra: annotations }], {
      objects: [stream("MZ", false, "/Type /EmbeddedFile")],
      catalog:
        "/Names << /EmbeddedFiles << /Names [(a.exe) << /Type /Filespec /F (a.exe) /EF << /F 10 0 R >> >>] >> >>",
    });
    expect(await outcome(bytes)).toBe("The harbour is closed.");
  });

  it("does not make the reader go round in circles: tables, page trees, forms, fonts that point at themselves", async () => {
    const plain = Buffer.from(pdfOf([{ content: words }])).toString("latin1");
    const start = /startxref\n(\d+)/.exec(plain)?.[1];
    const loops = {
      table: Buffer.from(plain.replace("/Root", `/Prev ${start} /XRefStm ${start} /Root`), "latin1"),
      tree: pdfOf([{ content: words }], {
        pageTree: "<< /Type /Pages /Count 3 /Kids [2 0 R 2 0 R 10 0 R] >>",
      }),
      parent: pdfOf([{ content: words }], {
        pageTree: "<< /Type /Pages /Parent 2 0 R /Count 1 /Kids [10 0 R] >>",
      }),
      form: pdfOf(
        [
          {
            content: `${words} /Loop Do`,
            extra: "/Resources << /XObject << /Loop 10 0 R >> /Font << /F1 5 0 R >> >>",
          },
        ],
        {
          objects: [
            stream(
              "/Loop Do",
              false,
              "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Loop 10 0 R >> >>",
            ),
          ],
        },
      ),
      font: pdfOf([{ content: line(60, 700, "aa", 12, "X") }], {
        objects: [
          "<< /Type /Font /Subtype /Type3 /FontMatrix [0.001 0 0 0.001 0 0] /FontBBox [0 0 1 1] /CharProcs << /a 11 0 R >> /Resources << /Font << /X 10 0 R >> >> /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [500] >>",
          stream("500 0 d0 BT /X 9 Tf (a) Tj ET"),
        ],
        fonts: { X: "10 0 R" },
      }),
      length: pdfOf([{ content: words }], {
        objects: ["<< /Length 10 0 R >>\nstream\nabc\nendstream"],
        catalog: "/Metadata 10 0 R",
      }),
    };
    for (const bytes of Object.values(loops)) {
      const began = performance.now();
      expect(await outcome(bytes)).toMatch(/harbour is closed|damaged|scan|^aa$/);
      expect(performance.now() - began).toBeLessThan(8_000);
    }
  });

  it("is refused when it has more pages than anybody reads, and not believed when it lies about them", async () => {
    const page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>";
    const kids = Array.from({ length: 6_000 }, (_, at) => `${10 + at} 0 R`).join(" ");
    const many = pdfOf([], {
      objects: Array.from({ length: 6_000 }, () => page),
      pageTree: `<< /Type /Pages /Count 6000 /Kids [${kids}] >>`,
    });
    expect(await outcome(many)).toMatch(/has 6000 pages; up to 5000 are read/);
    const lying = pdfOf([{ content: words }], {
      pageTree: "<< /Type /Pages /Count 4000000 /Kids [10 0 R] >>",
    });
    expect(await outcome(lying)).toMatch(/harbour is closed|pages/);
  });

  it("may nest and name things as it likes", async () => {
    const deep = 20_000;
    const nested = pdfOf([
      { content: `${"[".repeat(deep)}${"]".repeat(deep)} 0 d ${"q ".repeat(deep)}${words}` },
    ]);
    expect(await outcome(nested)).toMatch(/harbour is closed|damaged|scan/);
    const proto = pdfOf([{ content: words }], {
      info: { __proto__: "<< /Title (x) >>", constructor: "(x)", toString: "(x)" },
    });
    expect(await outcome(proto)).toBe("The harbour is closed.");
  });
});

describe("a PDF that would take all time or memory", () => {
  let guest: Guest;
  beforeAll(() => {
    // Ten seconds in the app; the patience itself is tested with the guest.
    guest = startGuest(guestCommand, { silence: 4_000 });
  });
  afterAll(() => guest.stop());

  /** Read by the guest: what it says, and that it says so in time. */
  const inGuest = async (bytes: Uint8Array): Promise<string> => {
    const began = performance.now();
    const result = await guest.read(bytes, known);
    // The silence that is allowed, and the time that a busy machine takes to start a guest.
    expect(performance.now() - began).toBeLessThan(15_000);
    return result.ok ? "read" : result.error.message;
  };
  const given = /^read$|took too long|takes more memory|damaged|scan|more text/;

  it("by content that unpacks to hundreds of megabytes", async () => {
    let bomb = Buffer.alloc(400_000_000, " ");
    bomb.write("BT /F1 9 Tf (x) Tj ET");
    const packed = deflateSync(bomb, { level: 1 });
    bomb = Buffer.alloc(0);
    const twice = deflateSync(packed);
    const bytes = pdfOf([{ content: "", extra: "/Contents 10 0 R" }], {
      objects: [
        Buffer.concat([
          Buffer.from(`<< /Length ${twice.length} /Filter [/FlateDecode /FlateDecode] >>\nstream\n`),
          twice,
          Buffer.from("\nendstream"),
        ]),
      ],
    });
    expect(bytes.length).toBeLessThan(3_000_000);
    expect(await inGuest(bytes)).toMatch(given);
  });

  it("by forms that draw one another a billion times", async () => {
    const levels = 9;
    const objects = Array.from({ length: levels }, (_, at) =>
      stream(
        at === levels - 1 ? words : "/N Do ".repeat(10),
        false,
        `/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /Font << /F1 5 0 R >> ${at === levels - 1 ? "" : `/XObject << /N ${11 + at} 0 R >>`} >>`,
      ),
    );
    const bytes = pdfOf([{ content: "/N Do", extra: "/Resources << /XObject << /N 10 0 R >> >>" }], {
      objects,
    });
    expect(await inGuest(bytes)).toMatch(given);
  });

  it("or one of whose pages is gone, which PDF.js says twice, once to nobody", async () => {
    const pages = ["One", "Two", "Three"].map((word) => ({
      content: line(60, 700, `${word} harbour is closed.`),
    }));
    const whole = Buffer.from(pdfOf(pages)).toString("latin1");
    const bytes = Buffer.from(whole.replace("\n12 0 obj", "\n99 0 obj"), "latin1");
    const result = await guest.read(bytes, known);
    const article = result.ok && result.value.kind === "articles" ? result.value.articles[0] : undefined;
    expect(article?.text).toBe("One harbour is closed.");
    expect(article?.doubts).toContain("text");
    expect(article?.remarks).toContain("page 2 could not be read");
    expect(article?.remarks).toContain(
      "the file is damaged: of the 3 pages that it should have, 2 could be found",
    );
    expect(await inGuest(Buffer.from(whole.replace("\n10 0 obj", "\n99 0 obj"), "latin1"))).toMatch(
      /damaged/,
    );
  });

  it("and the file after it is read as if nothing had been", async () => {
    expect(await inGuest(pdfOf([{ content: words }]))).toBe("read");
  });
});
