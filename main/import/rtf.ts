import type { Doubt } from "../../shared/domain/article";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { finishDrafts } from "./finish-drafts";
import type { FileContent, Known } from "./imported-article";
import { newsExportOf } from "./news-export";
import { proposalsOfFacts } from "./office-facts";
import { officeSteps } from "./office-steps";
import { addByte, addBytes, closeGroup, type Day, type Memory, newMemory, openGroup } from "./rtf/memory";
import { plainFormat } from "./rtf/paragraphs";
import { readTokens } from "./rtf/tokens";
import { obey } from "./rtf/words";

/*
 * A reader of our own. Of the libraries on npm, rtf-parser (2021) knows no footnotes, tracked changes or double-byte
 * code pages, rtf.js draws pages in a browser, and rtf-stream-parser unpacks mail; none limits what it is given.
 * The format's tokens are simple, so this is a tokenizer that reads each byte once and tables of what words mean.
 */

const mediaType = "application/rtf";
const importer = "RTF 1";

const dayOf = ({ year, month, day }: Day): string | undefined =>
  year === 0 ? undefined : `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;

/** What was read of an RTF: its pieces are in `memory.build`. */
type RtfDocument = { readonly memory: Memory; readonly isCutOff: boolean };

const read = (bytes: Uint8Array): RtfDocument => {
  const memory = newMemory();
  const open = readTokens(bytes, {
    open: () => openGroup(memory),
    close: () => closeGroup(memory),
    word: (name, value) => obey(memory, name, value),
    byte: (value) => addByte(memory, value),
    text: (start, end) => addBytes(memory, bytes.subarray(start, end)),
  });
  for (let group = 0; group < open; group += 1) closeGroup(memory);
  memory.build.end(plainFormat);
  return { memory, isCutOff: open > 0 };
};

const times = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const remarksOn = (
  { deletions, comments, isHiddenLeftOut, unknownPages }: Memory,
  isCutOff: boolean,
): string[] => [
  ...(isCutOff ? ["the file ends in the middle of the document"] : []),
  ...(deletions > 0
    ? [`${times(deletions, "tracked deletion", "tracked deletions")} left out of the text`]
    : []),
  ...(comments > 0 ? [`${times(comments, "comment", "comments")} left out`] : []),
  ...(isHiddenLeftOut ? ["text that was formatted as hidden was left out"] : []),
  ...[...unknownPages].map(
    (page) => `characters in code page ${page}, which Assay does not know, were read as Western`,
  ),
];

/** Reads the text of an RTF, and counts what is in it besides. */
export const readRtfDocument = (bytes: Uint8Array): Result<RtfDocument> => {
  const start = Buffer.from(bytes.subarray(0, 1024)).toString("latin1").indexOf("{\\rtf");
  if (start === -1)
    return fail("invalid-input", "This is no RTF document", "Import it under its own format.");
  const found = read(bytes.subarray(start));
  return found.memory.isTooDeep
    ? fail(
        "damaged",
        "The document cannot be read: its parts are nested more than 10,000 deep",
        "Open it in a word processor and save it again, or import its text.",
      )
    : ok(found);
};

/** Reads an RTF document, or each article of a news database's export in that format. */
export const readRtf = (bytes: Uint8Array, known: Known): Result<FileContent> => {
  const document = readRtfDocument(bytes);
  if (!document.ok) return document;
  const { memory, isCutOff } = document.value;
  const { pieces } = memory.build;
  const isDoubtful = memory.unknownPages.size > 0 || pieces.some(({ text }) => text.includes("\ufffd"));
  const doubts: Doubt[] = [
    ...(isCutOff ? (["text"] as const) : []),
    ...(isDoubtful ? (["encoding"] as const) : []),
  ];
  const file = {
    mediaType,
    importer,
    pieces,
    doubts,
    steps: officeSteps("the RTF document", memory.pictures, memory.hasRunningHeads),
    remarks: remarksOn(memory, isCutOff),
  };
  const facts = {
    title: memory.title,
    creator: memory.author,
    created: dayOf(memory.created),
    modified: dayOf(memory.saved),
  };
  const proposals = proposalsOfFacts(facts, "document properties");
  return finishDrafts(newsExportOf(file) ?? [{ ...file, proposals }], known);
};
