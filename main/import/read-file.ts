import { ok, type Result } from "../../shared/result";
import { documentTooLarge, largestDocument } from "./archive-limits";
import { detectFormat, type Format } from "./detect-format";
import type { FileContent, Known } from "./imported-article";

type Read = (
  bytes: Uint8Array,
  known: Known,
  alive: () => void,
) => Result<FileContent> | Promise<Result<FileContent>>;

/** Each reader is loaded when it is first needed: most imports need one or two of them. */
const readers: Readonly<Record<Format, () => Promise<Read>>> = {
  text: async () => (await import("./text")).readText,
  markdown: async () => (await import("./markdown")).readMarkdown,
  html: async () => (await import("./html/read-html")).readHtml,
  mhtml: async () => (await import("./mhtml")).readMhtml,
  eml: async () => (await import("./eml")).readEml,
  feed: async () => (await import("./feed")).readFeed,
  docx: async () => (await import("./docx")).readDocx,
  odt: async () => (await import("./odt")).readOdt,
  epub: async () => (await import("./epub")).readEpub,
  rtf: async () => (await import("./rtf")).readRtf,
  pdf: async () => (await import("./pdf")).readPdf,
  csv: async () => (await import("./csv")).readCsv,
  jsonl: async () => (await import("./jsonl")).readJsonl,
  zip: async () => {
    const { readZip } = await import("./zip-archive");
    return (bytes, _known, alive) => readZip(bytes, alive);
  },
  warc: async () => {
    const { readWarc } = await import("./warc");
    return (bytes, _known, alive) => readWarc(bytes, alive);
  },
  wacz: async () => {
    const { readWacz } = await import("./warc");
    return (bytes, _known, alive) => readWacz(bytes, alive);
  },
};

/** What holds documents, each of which is measured by itself. */
const archives: readonly Format[] = ["zip", "warc", "wacz"];

/** What was done before the file was read goes before what was done to read it. */
const withSteps = (content: FileContent, steps: readonly string[]): FileContent =>
  content.kind === "articles"
    ? {
        ...content,
        articles: content.articles.map((article) => ({ ...article, steps: [...steps, ...article.steps] })),
      }
    : content;

/** Whether a text is the table that a person has described: its first line names the column that holds the text. */
const isDescribedTable = (bytes: Uint8Array, { columns }: Known): boolean => {
  const named = columns?.["*"]?.text;
  if (named === undefined) return false;
  const [head = ""] = Buffer.from(bytes.subarray(0, 8192))
    .toString("utf8")
    .split(/[\r\n]/, 1);
  return head.includes(named);
};

/**
 * Reads the bytes of a file of any kind that Assay knows; what kind is told by the bytes, never by the name. Runs in
 * the guest process. `alive` says that a long work is getting on.
 */
export const readFile = async (
  bytes: Uint8Array,
  known: Known,
  alive: () => void,
): Promise<Result<FileContent>> => {
  const found = known.format === undefined ? await detectFormat(bytes) : ok(known.format);
  if (!found.ok) return found;
  const isProse = found.value === "text" || found.value === "markdown";
  const format = isProse && isDescribedTable(bytes, known) ? ok("csv" as const) : found;
  if (bytes.length > largestDocument && !archives.includes(format.value)) return documentTooLarge;
  const read = await readers[format.value]();
  const content = await read(bytes, known, alive);
  return content.ok && known.steps !== undefined ? ok(withSteps(content.value, known.steps)) : content;
};
