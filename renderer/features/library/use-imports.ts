import { create } from "zustand";
import type { ImportOutcome } from "../../../shared/domain/article";
import { count } from "../../parts/dates";
import { act, type Input } from "../../query";
import { showError, showToast } from "../../ui/toasts";
import { openArticle, showOverlay } from "../../ui-state";
import { readDroppedFiles } from "./read-dropped-files";

type ImportState = {
  /** One line for each file of the latest import. */
  readonly report: readonly ImportOutcome[];
  /** Text that the "New article" sheet starts with. */
  readonly draftText: string;
};

/** What the latest import brought, and the text a new article starts with. */
export const useImports = create<ImportState>(() => ({ report: [], draftText: "" }));

/** As the import of files by name (`largestFile`): the same file must not be taken one way and refused the other. */
const greatestFile = 50_000_000;
const portion = { files: 50, bytes: 40_000_000 };

/** Outcomes in words: "3 imported, 1 already in the project, 1 not read". */
export const summarise = (outcomes: readonly ImportOutcome[]): string => {
  const parts = [
    ["imported", "imported"],
    ["already-there", "already in the project"],
    ["failed", "not read"],
  ] as const;
  return parts
    .map(([outcome, words]) => [outcomes.filter((one) => one.outcome === outcome).length, words] as const)
    .filter(([n]) => n > 0)
    .map(([n, words]) => `${n.toLocaleString("en-GB")} ${words}`)
    .join(", ");
};

const present = (outcomes: readonly ImportOutcome[]): void => {
  const [first] = outcomes;
  if (first === undefined) return;
  useImports.setState({ report: outcomes });
  const isClear = outcomes.every((one) => one.outcome === "imported" && one.remarks.length === 0);
  if (outcomes.length === 1 && first.articleId !== null && first.outcome !== "failed") {
    openArticle(first.articleId);
    showToast(
      first.outcome === "imported"
        ? `“${first.title}” imported`
        : `“${first.title}” is already in the project`,
      first.remarks.length === 0
        ? undefined
        : { label: count(first.remarks.length, "remark"), run: () => showOverlay("import-report") },
    );
    return;
  }
  if (isClear && outcomes.length > 20) {
    // Nothing in hundreds of clear lines needs reading; the report is one click away.
    showToast(`${count(outcomes.length, "article")} imported`, {
      label: "Show report",
      run: () => showOverlay("import-report"),
    });
    return;
  }
  showOverlay("import-report");
};

const failed = (fileName: string, remark: string): ImportOutcome => ({
  fileName,
  outcome: "failed",
  articleId: null,
  title: fileName,
  publishedOn: null,
  characters: 0,
  remarks: [remark],
});

/** Asks for files in the system's dialog and imports them. */
export const importFromDialog = async (): Promise<void> => {
  const answer = await act("files", "importArticles", undefined);
  if (answer?.value) present(answer.value);
};

/**
 * Why a file is not even read. A project must not be: the browser's half of the app reads it inside the process that
 * has it open, and closing it again drops SQLite's lock on it (POSIX), after which two programs could write to it.
 */
const problemBeforeReading = ({ name, size }: File): string | null => {
  if (/\.assay(-journal|-wal|-shm)?$/i.test(name))
    return "It is an Assay project, not an article. Use Open project to open it.";
  if (size > greatestFile) return "It is larger than 50 MB. Split it, or import the part that matters.";
  return null;
};

/**
 * Imports files that were dropped or pasted. They travel in portions, so that a large folder never stands in
 * memory as a whole; a portion that fails is reported file by file and the next ones go on.
 */
export const importFiles = async (files: readonly File[]): Promise<void> => {
  const outcomes: ImportOutcome[] = [];
  let batch: { name: string; bytes: Uint8Array<ArrayBuffer> }[] = [];
  let size = 0;
  const send = async () => {
    if (batch.length === 0) return;
    const sent = batch;
    batch = [];
    size = 0;
    const answer = await act("articles", "createFromFiles", { files: sent });
    outcomes.push(
      ...(answer?.value ?? sent.map(({ name }) => failed(name, "Not imported. Try this file on its own."))),
    );
  };
  for (const file of files) {
    const problem = problemBeforeReading(file);
    if (problem !== null) {
      outcomes.push(failed(file.name, problem));
      continue;
    }
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      if (batch.length >= portion.files || size + bytes.length > portion.bytes) await send();
      batch.push({ name: file.name, bytes });
      size += bytes.length;
    } catch {
      outcomes.push(
        failed(file.name, "Could not be read. Check that the file still exists and may be opened."),
      );
    }
  }
  await send();
  if (outcomes.length === 0) showToast("Nothing to import: no files were found in what was dropped");
  present(outcomes);
};

/** Imports what was dropped on the window, folders included. Call it before the event handler returns. */
export const importDrop = async (transfer: DataTransfer): Promise<void> => {
  try {
    await importFiles(await readDroppedFiles(transfer));
  } catch {
    showError({
      kind: "file-unreadable",
      message: "What was dropped could not be read.",
      advice: "Check that the files still exist and may be opened, or use Import.",
    });
  }
};

/** Opens the sheet for pasted or typed text. */
export const startNewArticle = (text = ""): void => {
  useImports.setState({ draftText: text });
  showOverlay("new-article");
};

/** Makes an article of pasted or typed text. True when it is in the project. */
export const createArticleFromText = async (
  article: Input<"articles", "createFromText">,
): Promise<boolean> => {
  const answer = await act("articles", "createFromText", article);
  if (answer === null) return false;
  if (answer.value.outcome === "failed") {
    showToast(answer.value.remarks.join(" ") || "The text could not be imported");
    return false;
  }
  present([answer.value]);
  return true;
};
