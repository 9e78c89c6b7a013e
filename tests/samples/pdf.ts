import { deflateSync } from "node:zlib";

/** A page: its content stream, and what differs from an upright A4 sheet in Helvetica. */
export type PdfPage = {
  readonly content: string;
  readonly rotate?: number;
  /** Further entries of the page's dictionary, as they stand in the file. */
  readonly extra?: string;
};

export type PdfOptions = {
  /** Entries of the Info dictionary, as PDF values: { Title: "(A report)" }. */
  readonly info?: Readonly<Record<string, string>>;
  readonly isCompressed?: boolean;
  /** Asks for a password before anything can be read. */
  readonly isEncrypted?: boolean;
  /** Further objects from number 10 on, each whole, as "<< ... >>"; fonts and streams of a test's own. */
  readonly objects?: readonly (string | Uint8Array)[];
  /** Fonts by the name that content streams use; references or dictionaries. */
  readonly fonts?: Readonly<Record<string, string>>;
  /** Further entries of the trailer and of the catalog. */
  readonly trailer?: string;
  readonly catalog?: string;
  readonly pageTree?: string;
};

const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");

/* Windows-1252 beyond Latin-1, which is what WinAnsiEncoding is. */
const winAnsi: Readonly<Record<string, number>> = {
  "€": 0x80,
  "‘": 0x91,
  "’": 0x92,
  "“": 0x93,
  "”": 0x94,
  "•": 0x95,
  "–": 0x96,
  "—": 0x97,
  "…": 0x85,
};

const escaped = (text: string): string =>
  text
    .replace(/[^\0-\xff]/g, (sign) => String.fromCharCode(winAnsi[sign] ?? 0x3f))
    .replace(/[\\()]/g, "\\$&");

/** A line of text at a place (points from the lower left corner). Font F1 is Helvetica, F2 bold, F3 Times. */
export const line = (x: number, y: number, text: string, size = 10, font = "F1"): string =>
  `BT /${font} ${size} Tf 1 0 0 1 ${x} ${y} Tm (${escaped(text)}) Tj ET`;

/** Lines under one another, the first at `y`; an empty one leaves its place empty. */
export const lines = (
  x: number,
  y: number,
  texts: readonly string[],
  size = 10,
  leading = size * 1.2,
): string => texts.map((text, at) => (text === "" ? "" : line(x, y - at * leading, text, size))).join("\n");

/** Breaks prose into lines of at most so many letters. */
export const wrap = (text: string, width: number): string[] => {
  const broken: string[] = [""];
  for (const word of text.split(" ")) {
    const last = broken.length - 1;
    if (`${broken[last]} ${word}`.length > width && broken[last] !== "") broken.push(word);
    else broken[last] = broken[last] === "" ? word : `${broken[last]} ${word}`;
  }
  return broken;
};

/** A stream object of bytes or text. */
export const stream = (body: string | Uint8Array, isCompressed = false, entries = ""): Uint8Array => {
  const plain = typeof body === "string" ? latin1(body) : body;
  const bytes = isCompressed ? deflateSync(plain) : plain;
  return Buffer.concat([
    latin1(
      `<< /Length ${bytes.length} ${isCompressed ? "/Filter /FlateDecode" : ""} ${entries} >>\nstream\n`,
    ),
    bytes,
    latin1("\nendstream"),
  ]);
};

const standardFont = (name: string): string =>
  `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;

/** Writes a PDF with a cross-reference table. Objects: 1 catalog, 2 page tree, 3 Info, 4 Encrypt, 5-7 fonts, 10... own, then pages. */
export const pdfOf = (pages: readonly PdfPage[], options: PdfOptions = {}): Uint8Array => {
  const { info = {}, isCompressed = false, isEncrypted = false, objects = [], fonts = {} } = options;
  const first = 10 + objects.length;
  const fontList = Object.entries({ F1: "5 0 R", F2: "6 0 R", F3: "7 0 R", ...fonts })
    .map(([name, value]) => `/${name} ${value}`)
    .join(" ");
  const kids = pages.map((_, at) => `${first + 2 * at} 0 R`).join(" ");
  const bodies = new Map<number, string | Uint8Array>([
    [1, `<< /Type /Catalog /Pages 2 0 R ${options.catalog ?? ""} >>`],
    [2, options.pageTree ?? `<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`],
    [
      3,
      `<< ${Object.entries(info)
        .map(([key, value]) => `/${key} ${value}`)
        .join(" ")} >>`,
    ],
    [4, `<< /Filter /Standard /V 1 /R 2 /O <${"41".repeat(32)}> /U <${"42".repeat(32)}> /P -44 >>`],
    [5, standardFont("Helvetica")],
    [6, standardFont("Helvetica-Bold")],
    [7, standardFont("Times-Roman")],
  ]);
  for (const [at, body] of objects.entries()) bodies.set(10 + at, body);
  for (const [at, { content, rotate = 0, extra = "" }] of pages.entries()) {
    const number = first + 2 * at;
    bodies.set(
      number,
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate ${rotate} /Contents ${number + 1} 0 R /Resources << /Font << ${fontList} >> >> ${extra} >>`,
    );
    bodies.set(number + 1, stream(content, isCompressed));
  }
  const parts: Buffer[] = [latin1("%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")];
  let length = parts[0]?.length ?? 0;
  const places: string[] = ["0000000000 65535 f "];
  const count = Math.max(...bodies.keys()) + 1;
  for (let number = 1; number < count; number += 1) {
    const body = bodies.get(number);
    if (body === undefined) {
      places.push("0000000000 65535 f ");
      continue;
    }
    places.push(`${String(length).padStart(10, "0")} 00000 n `);
    const part = Buffer.concat([
      latin1(`${number} 0 obj\n`),
      typeof body === "string" ? latin1(body) : body,
      latin1("\nendobj\n"),
    ]);
    parts.push(part);
    length += part.length;
  }
  const encrypt = isEncrypted ? `/Encrypt 4 0 R /ID [<${"43".repeat(16)}> <${"43".repeat(16)}>]` : "";
  parts.push(
    latin1(
      `xref\n0 ${count}\n${places.join("\n")}\ntrailer\n<< /Size ${count} /Root 1 0 R /Info 3 0 R ${encrypt} ${options.trailer ?? ""} >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  );
  return Uint8Array.from(Buffer.concat(parts));
};

const story = [
  "The harbour of Lindvik was closed on Monday after a barge ran aground at the northern mole, the port authority said in a statement.",
  "Twelve boats were waiting outside. Nobody was hurt, and the crew of the barge remained on board until the evening.",
  "Engineers expect the channel to be open again within two days, though the council warned that a storm might delay the work.",
];

/** Two pages as a newspaper sets them: a headline over two columns, heads and page numbers. */
const newspaper = (): Uint8Array => {
  const column = wrap(story.join(" "), 44);
  const page = (number: number): PdfPage => ({
    content: [
      line(50, 810, "THE LINDVIK COURIER", 8),
      line(50, 30, `${number}`, 8),
      number === 1 ? line(50, 770, "Barge blocks the harbour of Lindvik", 20, "F2") : "",
      lines(50, 730, column),
      lines(310, 730, column),
    ].join("\n"),
  });
  return pdfOf([page(1), page(2), page(3)], {
    info: {
      Title: "(Barge blocks the harbour of Lindvik)",
      Author: "(Runa Dahl)",
      CreationDate: "(D:20240511083000+02'00')",
    },
    isCompressed: true,
  });
};

/** Documents of the kinds that the reader knows, and two that it cannot read. */
export const samples: readonly { readonly name: string; readonly bytes: Uint8Array }[] = [
  {
    name: "report.pdf",
    bytes: pdfOf([
      {
        content: [
          line(60, 760, "Barge aground", 18, "F2"),
          lines(
            60,
            720,
            story.flatMap((one) => [...wrap(one, 80), ""]),
          ),
        ].join("\n"),
      },
    ]),
  },
  { name: "newspaper.pdf", bytes: newspaper() },
  { name: "protected.pdf", bytes: pdfOf([{ content: line(60, 700, "Secret") }], { isEncrypted: true }) },
  { name: "scan.pdf", bytes: pdfOf([{ content: "q 400 0 0 400 50 50 cm 0.5 g 0 0 1 1 re f Q" }]) },
];
