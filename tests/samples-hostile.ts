import { deflateSync, gzipSync } from "node:zlib";
import { anAnswer, aRecord } from "./samples/warc";
import { aZip } from "./samples/zip";

/** Files that are made to blow the stack, the memory or the time of what reads them; never kept, built when needed. */
export type HostileFile = { readonly name: string; readonly bytes: () => Uint8Array };

const twice = (times: number, open: string, inside: string, close: string): string =>
  open.repeat(times) + inside + close.repeat(times);

const word = (body: string): Uint8Array =>
  aZip([
    {
      name: "[Content_Types].xml",
      bytes:
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    },
    {
      name: "_rels/.rels",
      bytes:
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    },
    {
      name: "word/document.xml",
      bytes: `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    },
  ]);

/** A PDF with one page whose content is packed blanks. */
const pdfBomb = (): Uint8Array => {
  let content: Uint8Array = Buffer.concat([Buffer.alloc(150_000_000, " "), Buffer.from("BT (x) Tj ET")]);
  content = deflateSync(content);
  const head = `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n4 0 obj<</Length ${content.length}/Filter/FlateDecode>>stream\n`;
  return Buffer.concat([
    Buffer.from(head),
    content,
    Buffer.from("\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"),
  ]);
};

/** A PDF whose tables of what is where point at each other, and whose pages are their own parents and children. */
const pdfLoop = (): Uint8Array => {
  const objects =
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Parent 2 0 R/Count 1000000>>endobj\n";
  const start = `%PDF-1.4\n${objects}`;
  return Buffer.from(
    `${start}xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 3/Prev ${start.length}>>\nstartxref\n${start.length}\n%%EOF`,
  );
};

const page = (body: string): Uint8Array =>
  Buffer.from(`<!doctype html><html><head><title>x</title></head><body>${body}</body></html>`);

/** Row 27 of the test matrix and what is like it in other formats. */
export const hostileFiles: readonly HostileFile[] = [
  { name: "pdf whose content is a bomb", bytes: pdfBomb },
  { name: "pdf whose tables and pages are loops", bytes: pdfLoop },
  { name: "html nested 100,000 deep", bytes: () => page(twice(100_000, "<div>", "words", "</div>")) },
  { name: "html with 100,000 tags that nobody closes", bytes: () => page("<b><p><table><a>".repeat(25_000)) },
  {
    name: "html with an attribute of 10 MB",
    bytes: () => page(`<p title="${"x".repeat(10_000_000)}">words</p>`),
  },
  {
    name: "html with a comment that does not end",
    bytes: () => page(`<p>words</p>${"<!-- ".repeat(500_000)}`),
  },
  {
    name: "docx nested 20,000 deep",
    bytes: () =>
      word(`<w:p>${twice(20_000, "<w:smartTag>", "<w:r><w:t>words</w:t></w:r>", "</w:smartTag>")}</w:p>`),
  },
  {
    name: "docx with tables 3,000 deep",
    bytes: () =>
      word(
        twice(
          3000,
          "<w:tbl><w:tr><w:tc>",
          "<w:p><w:r><w:t>words</w:t></w:r></w:p>",
          "</w:tc></w:tr></w:tbl>",
        ),
      ),
  },
  {
    name: "rtf with a million groups",
    bytes: () => Buffer.from(`{\\rtf1 ${twice(1_000_000, "{", "words", "}")}}`),
  },
  {
    name: "rtf with a huge number",
    bytes: () => Buffer.from(`{\\rtf1 \\bin2147483647 ${"\\u99999999 ".repeat(100_000)} words}`),
  },
  {
    name: "feed whose entities grow",
    bytes: () =>
      Buffer.from(
        `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "${"x".repeat(1000)}">${Array.from({ length: 9 }, (_, at) => `<!ENTITY ${"bcdefghij"[at]} "${`&${"abcdefghi"[at]};`.repeat(20)}">`).join("")}]><rss><channel><item><title>x</title><description>&j;</description></item></channel></rss>`,
      ),
  },
  {
    name: "mail nested 5,000 deep",
    bytes: () =>
      Buffer.from(
        `From: a@x.example\nTo: b@x.example\n${"Content-Type: multipart/mixed; boundary=x\n\n--x\n".repeat(5000)}Content-Type: text/plain\n\nwords`,
      ),
  },
  {
    name: "mail with a header of 5 MB",
    bytes: () =>
      Buffer.from(`From: a@x.example\nTo: ${"b@x.example, ".repeat(400_000)}\nSubject: x\n\nwords`),
  },
  {
    name: "json nested a million deep",
    bytes: () => Buffer.from(`[{"text": ${twice(1_000_000, "[", "1", "]")}}]`),
  },
  {
    name: "csv that is one open quotation",
    bytes: () => Buffer.from(`title,text\nx,"${"words, and ".repeat(1_000_000)}`),
  },
  {
    name: "csv with a million columns",
    bytes: () => Buffer.from(`title,text\nx,"${"words ".repeat(50)}"\n${",".repeat(1_000_000)}\n`),
  },
  {
    name: "web archive that is a bomb in a bomb",
    bytes: () =>
      gzipSync(
        aRecord({
          type: "response",
          url: "https://a.example/",
          body: anAnswer(gzipSync(Buffer.alloc(300_000_000)), { fields: ["Content-Encoding: gzip"] }),
        }),
      ),
  },
  { name: "text that is one line of 20 MB", bytes: () => Buffer.from("words and ".repeat(2_000_000)) },
  { name: "text of a million lines", bytes: () => Buffer.from("A line of words.\n".repeat(1_000_000)) },
  {
    name: "text with 100,000 marks on one letter",
    bytes: () => Buffer.from(`a${"\u0301".repeat(100_000)} words`),
  },
  {
    name: "markdown nested 50,000 deep",
    bytes: () =>
      Buffer.from(
        `# Words\n\n${"> ".repeat(50_000)}words\n\n${"[".repeat(50_000)}\n\n${"*a ".repeat(50_000)}`,
      ),
  },
];
