import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { detectFormat } from "../../../../main/import/detect-format";
import { samples as csvSamples } from "../../../samples/csv";
import { samples as jsonlSamples } from "../../../samples/jsonl";
import { samples as warcSamples } from "../../../samples/warc";
import { aZip, samples as zipSamples } from "../../../samples/zip";

const detect = async (bytes: Uint8Array | string): Promise<string> => {
  const format = await detectFormat(Buffer.from(bytes as Uint8Array));
  return format.ok ? format.value : format.error.message;
};
const latin1 = (text: string) => Buffer.from(text, "latin1");

const sentence = "The council met on Tuesday, and the mayor, who was ill, sent a letter. ";
const pdf = "%PDF-1.7\n1 0 obj<<>>endobj\nxref\ntrailer<<>>\nstartxref\n9\n%%EOF\n";
const word = [
  { name: "[Content_Types].xml", bytes: "<Types/>" },
  { name: "word/document.xml", bytes: "<w:document/>" },
];
const typed = (type: string) =>
  aZip([
    { name: "mimetype", bytes: type, isStored: true },
    { name: "content.xml", bytes: "<x/>" },
  ]);

test.each([
  ["a PDF", "pdf", pdf],
  ["a PDF behind a mark and blanks", "pdf", `\ufeff \r\n${pdf}`],
  [
    "a PDF behind a kilobyte of something else",
    "pdf",
    Buffer.concat([Buffer.alloc(1000, 7), Buffer.from(pdf)]),
  ],
  ["an article about PDF headers", "text", `${sentence}A file begins with %PDF-1.7 then. ${sentence}`],
  ["a PDF stored in a ZIP", "zip", aZip([{ name: "a.pdf", bytes: pdf, isStored: true }])],
  ["a DOCX, whatever it is called", "docx", aZip(word)],
  ["a DOCX without its end", "docx", aZip(word).subarray(0, -40)],
  ["an ODT", "odt", typed("application/vnd.oasis.opendocument.text")],
  [
    "an ODT without a type",
    "odt",
    aZip([
      { name: "META-INF/manifest.xml", bytes: "" },
      { name: "content.xml", bytes: "" },
    ]),
  ],
  ["an EPUB", "epub", typed("application/epub+zip")],
  ["an EPUB with a blank after its type", "epub", typed("application/epub+zip\n")],
  ["an unpacked DOCX in a folder of a ZIP", "zip", aZip([{ name: "x/word/document.xml", bytes: "" }])],
  [
    "a ZIP behind a program",
    "zip",
    Buffer.concat([Buffer.alloc(300, 0x90), aZip([{ name: "a.txt", bytes: "x" }])]),
  ],
  ["RTF behind a mark", "rtf", "\ufeff{\\rtf1\\ansi words}"],
  [
    "HTML called .txt",
    "html",
    "<!-- saved from url=(0014)about:internet -->\n<!DOCTYPE html>\n<html><body><p>x</p></body></html>",
  ],
  [
    "XHTML",
    "html",
    '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml"/>',
  ],
  ["HTML in UTF-16", "html", Buffer.from("\ufeff<html><body><p>x</p></body></html>", "utf16le")],
  [
    "HTML in UTF-16 without a mark",
    "html",
    Buffer.from("<html><body><p>some words</p></body></html>", "utf16le"),
  ],
  ["a part of a page", "html", "<div class=story><p>One.</p><p>Two.</p></div>"],
  [
    "a page under a line of something else",
    "html",
    "Saved by a script\n<html><head><title>x</title></head><p>y</html>",
  ],
  ["an article that quotes a tag", "text", `<b> is a tag, said the teacher. ${sentence}`],
  [
    "a saved page of Blink",
    "mhtml",
    'From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html"\r\n\r\n',
  ],
  ["a saved page of Word", "mhtml", "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x"],
  [
    "a mail with pictures in it",
    "eml",
    "From: a@x.example\nTo: b@x.example\nContent-Type: multipart/related; boundary=x\n\n--x",
  ],
  [
    "a mail",
    "eml",
    "Received: from a\r\n\tby b; now\r\nDelivered-To: b@x.example\r\nDate: Sat, 11 May 2024 08:00:00 +0000\r\n\r\nWords",
  ],
  [
    "a mail from a mailbox",
    "eml",
    "From a@x.example Sat May 11 08:00:00 2024\nFrom: a@x.example\nSubject: x\n\nWords",
  ],
  ["an article with a colon", "text", `Date: unknown\n${sentence}`],
  [
    "an article with two colons in its first lines",
    "text",
    `From: the editor\nsays\nTo: the readers, ${sentence}`,
  ],
  [
    "RSS",
    "feed",
    '<?xml version="1.0"?><!-- <html> --><?xml-stylesheet href="x"?>\n<rss version="2.0"><channel/></rss>',
  ],
  ["Atom", "feed", '<feed xmlns="http://www.w3.org/2005/Atom"></feed>'],
  ["RSS 1.0", "feed", '\ufeff<?xml version="1.0"?>\n<rdf:RDF xmlns="http://purl.org/rss/1.0/"/>'],
  ["JSON by line", "jsonl", '{"a":"words"}\n{"a":"more"}\n'],
  ["a list of JSON", "jsonl", '\n[ {"a": "words"} ]'],
  ["JSON without words", "text", '{"a":1}\n{"a":2}\n'],
  ["a footnote in brackets", "text", `[1] ${sentence}`],
  ["braces that are no JSON", "text", `{note} ${sentence}`],
  ["a date line and prose", "text", `date 2024-04-21\n\n${sentence.repeat(20)}`],
  ["prose in Windows-1252", "text", latin1(`Caf\u00e9 \u0096 ${sentence}`)],
  ["prose in UTF-16", "text", Buffer.from(`\ufeff${sentence}`, "utf16le")],
  ["prose with one stray NUL", "text", `${sentence.repeat(10)}\u0000`],
  [
    "prose with mustard at the place where an archive has its name",
    "text",
    `${"x".repeat(256)}mustard gas. ${sentence}`,
  ],
  ["prose that begins like a program", "text", `MZ is a name. ${sentence}`],
])("%s is %s", async (_name, format, bytes) => {
  expect(await detect(bytes)).toBe(format);
});

test.each([
  ...csvSamples.map((sample) => ({ ...sample, format: "csv" })),
  ...jsonlSamples.map((sample) => ({ ...sample, format: "jsonl" })),
  ...zipSamples.map((sample) => ({ ...sample, format: "zip" })),
  ...warcSamples.map((sample) => ({ ...sample, format: sample.name.endsWith("wacz") ? "wacz" : "warc" })),
])("$name is $format", async ({ bytes, format }) => {
  expect(await detect(bytes)).toBe(format);
});

const png = latin1("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR");

test.each([
  ["a picture (PNG)", png],
  ["a picture (JPEG)", latin1("\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF")],
  ["a picture (WebP)", latin1("RIFF\u0010\0\0\0WEBPVP8 ")],
  ["a picture (SVG)", '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'],
  ["a picture (SVG)", '<svg xmlns="http://www.w3.org/2000/svg"></svg>'],
  ["a picture (BMP)", latin1("BM\u0036\0\0\0\0\0")],
  [
    "a picture and an archive in one",
    Buffer.concat([png, aZip([{ name: "a.txt", bytes: "x" }])]),
    "a picture (PNG)",
  ],
  [
    "an Excel table (XLSX)",
    aZip([
      { name: "[Content_Types].xml", bytes: "" },
      { name: "xl/workbook.xml", bytes: "" },
    ]),
  ],
  ["a PowerPoint presentation (PPTX)", aZip([{ name: "ppt/presentation.xml", bytes: "" }])],
  ["a table (ODS)", typed("application/vnd.oasis.opendocument.spreadsheet")],
  [
    "an old Word document (DOC)",
    Buffer.concat([
      latin1("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1"),
      Buffer.from("WordDocument", "utf16le"),
    ]),
  ],
  [
    "an office document that is protected by a password",
    Buffer.concat([
      latin1("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1"),
      Buffer.from("EncryptedPackage", "utf16le"),
    ]),
  ],
  ["an old office document (DOC, XLS)", latin1("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1\0\0")],
  ["a compressed file (gzip)", gzipSync(sentence)],
  ["a compressed file (7z)", latin1("7z\u00bc\u00af\u0027\u001c\0")],
  ["a compressed file (RAR)", latin1("Rar!\u001a\u0007\0")],
  ["an archive (tar)", Buffer.concat([Buffer.alloc(257, "a"), Buffer.from("ustar\0" + "00")])],
  ["a database (SQLite)", latin1("SQLite format 3\0\u0010\0")],
  ["a sound recording (MP3)", latin1("ID3\u0004\0")],
  ["a video (MP4)", latin1("\0\0\0\u0018ftypmp42")],
  ["a program", latin1("MZ\u0090\0\u0003\0\0\0")],
  ["a program", latin1("\u007fELF\u0002\u0001\u0001\0")],
  ["an XML file of a kind that Assay does not know (nitf)", '<?xml version="1.0"?><nitf><body/></nitf>'],
])("%s is refused with its name and what to do", async (name, bytes, otherName?: string) => {
  const format = await detectFormat(Buffer.from(bytes as Uint8Array));
  expect(format).toMatchObject({
    ok: false,
    error: {
      message: `It is ${otherName ?? name}, which holds no text that Assay reads`,
      advice: expect.stringMatching(/^.{10,}\.$/),
    },
  });
});

test("An empty file and one of noise are no text", async () => {
  expect(await detect("")).toBe("The file is empty");
  const noise = Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * at * 31 + at * 7) & 255));
  expect(await detect(noise)).toContain("This does not look like text");
  expect(await detect(Buffer.alloc(5000))).toContain("This does not look like text");
});

test("A few bytes of a program are no text, and a small text with a stray character is one", async () => {
  expect(await detect(Buffer.from([0, 1, 2, 3, 0xff, 0xfe, 0, 7]))).toContain("This does not look like text");
  expect(await detect(Buffer.from("The council\u0001 met."))).toBe("text");
});

test("A beginning that goes on without end is told at once", async () => {
  const start = performance.now();
  for (const part of [
    "<!---->",
    "<!--",
    "<?x ?>",
    "<!DOCTYPE x [",
    "From: x\n",
    '{"a":',
    "a,b\n",
    "<",
    "%PDF-",
    "\n\n",
    "WARC/",
    "[[",
    '"',
    "PK\u0005\u0006",
  ])
    await detect(part.repeat(3_000_000 / part.length));
  expect(performance.now() - start).toBeLessThan(8000);
});
