import type { Result } from "../../shared/result";
import type { Piece } from "../import/build-article";
import { readRtfDocument } from "../import/rtf";
import { framed } from "./frame";
import { beginTag, escapeHtml, newSink } from "./markup";

const textOf = (text: string): string => escapeHtml(text.trim()).replace(/\r\n?|\n/g, "<br>");

const element = (name: string, text: string, className = ""): string =>
  `${beginTag(name, [["dir", "auto"], ...(className === "" ? [] : [["class", className] as const])])}${textOf(text)}</${name}>`;

/** The cells of a row, which the reader joins by bars. */
const rowOf = (text: string): string =>
  `<tr>${text
    .split(" | ")
    .map((cell) => element("td", cell))
    .join("")}</tr>`;

const markupOf = ({ kind, text, level, aside }: Piece): string => {
  if (aside === "footnote") return element("p", text, "footnote");
  if (aside === "caption" || kind === "caption") return element("p", text, "caption");
  switch (kind) {
    case "heading":
      return element(`h${Math.min(6, Math.max(1, level ?? 1))}`, text);
    case "list-item":
      return element("li", text);
    case "quote":
      return `<blockquote>${element("p", text)}</blockquote>`;
    case "table-row":
      return rowOf(text);
    default:
      return element("p", text);
  }
};

/** What stands round a run of pieces of a kind. */
const runs: Readonly<Partial<Record<Piece["kind"], string>>> = { "list-item": "ul", "table-row": "table" };

const runOf = ({ kind, aside }: Piece): string => (aside === undefined ? (runs[kind] ?? "") : "");

const times = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? `${one} is` : `${many} are`} left out.`;

const stepOfAlive = 1000;

/** The page of an RTF document. Fails as `readRtf` does. */
export const pageOfRtf = (bytes: Uint8Array, alive: () => void): Result<string> => {
  const document = readRtfDocument(bytes);
  if (!document.ok) return document;
  const { memory, isCutOff } = document.value;
  const sink = newSink();
  let run = "";
  for (const [at, piece] of memory.build.pieces.entries()) {
    if (at % stepOfAlive === 0) alive();
    if (piece.text.trim() === "") continue;
    const next = runOf(piece);
    if (next !== run) {
      if (run !== "") sink.push(`</${run}>`);
      if (next !== "") sink.push(`<${next}>`);
    }
    run = next;
    sink.push(markupOf(piece));
  }
  if (run !== "") sink.push(`</${run}>`);
  const { pictures, hasRunningHeads, deletions, comments, isHiddenLeftOut, unknownPages } = memory;
  return framed(sink, {
    isExact: true,
    format: "RTF document",
    shown:
      "Its text, headings, lists and tables as they stand in the file, without bold and italics, pictures and the layout of its pages.",
    remarks: [
      ...(isCutOff ? ["The file ends in the middle of the document."] : []),
      ...(pictures > 0 ? [times(pictures, "picture", "pictures")] : []),
      ...(hasRunningHeads ? ["Headers and footers are left out."] : []),
      ...(deletions > 0 ? [times(deletions, "tracked deletion", "tracked deletions")] : []),
      ...(comments > 0 ? [times(comments, "comment", "comments")] : []),
      ...(isHiddenLeftOut ? ["Text that was formatted as hidden is left out."] : []),
      ...[...unknownPages].map(
        (page) => `Characters in code page ${page}, which Assay does not know, are shown as Western ones.`,
      ),
    ],
  });
};
