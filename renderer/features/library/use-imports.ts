import { create } from "zustand";
import type { ImportOutcome } from "../../../shared/domain/article";
import type { AppError } from "../../../shared/errors";
import type { ArticleId } from "../../../shared/ids";
import type { Result } from "../../../shared/result";
import { count } from "../../parts/dates";
import { asSentence } from "../../parts/import-words";
import { act, attempt, type Input } from "../../query";
import { isTyping } from "../../ui/is-typing";
import { showError, showToast } from "../../ui/toasts";
import { goTo, openArticle, showOverlay, useUi } from "../../ui-state";
import { oneInWords, summarise } from "./outcome-words";
import type { Pasted } from "./read-clipboard";
import { readDroppedFiles } from "./read-dropped-files";
import { type SentFile, sendFiles } from "./send-files";

type ImportState = {
  /** One line for each file of the latest import, or for each article in it. */
  readonly report: readonly ImportOutcome[];
  /** What took the place of an article when its text was replaced; an undo brings the one before back. */
  readonly successors: Readonly<Record<ArticleId, ArticleId>>;
  /** Which import of this session the report is of. */
  readonly number: number;
  /** Where the latest import came from: the main process has the files of a dialog, the window those of a drop. */
  readonly files: readonly SentFile[] | "dialog";
  /** What the "New article" sheet starts with. */
  readonly pasted: Pasted;
  /** How far an import of dropped files is; null when none is under way. */
  readonly progress: { readonly done: number; readonly total: number } | null;
};

const nothingPasted: Pasted = { text: "", html: null, url: "", title: "" };

/** What the latest import brought, and what a new article starts with. */
export const useImports = create<ImportState>(() => ({
  report: [],
  successors: {},
  number: 0,
  files: "dialog",
  pasted: nothingPasted,
  progress: null,
}));

/** Forgets the latest import: another project was opened. */
export const resetImports = (): void => {
  cancelImport();
  useImports.setState({ report: [], successors: {}, files: "dialog", pasted: nothingPasted });
};

/** An article's text was replaced (read again, or a piece put back): the lines of the import follow it. */
export const followArticle = (from: ArticleId, to: ArticleId): void => {
  if (from !== to) useImports.setState(({ successors }) => ({ successors: { ...successors, [from]: to } }));
};

/** True while somebody writes something that the review must not take out of their hands; a search is not lost by it. */
const isOccupied = (): boolean => {
  const at = document.activeElement;
  const isSearch = at instanceof HTMLInputElement && at.type === "search";
  return useUi.getState().overlay !== "none" || (isTyping(at) && !isSearch);
};

const sayProblem = ({ fileName, remarks: [problem = "", ...advice] }: ImportOutcome): void =>
  showError({
    kind: "file-unreadable",
    message: fileName === "" ? asSentence(problem) : `“${fileName}” was not imported. ${asSentence(problem)}`,
    ...(advice.length === 0 ? {} : { advice: advice.map(asSentence).join(" ") }),
  });

const presentOne = (one: ImportOutcome): void => {
  if (one.outcome === "needs-columns") showOverlay("columns");
  else if (one.articleId === null) sayProblem(one);
  else presentArticle(one, one.articleId);
};

const presentArticle = (one: ImportOutcome, articleId: ArticleId): void => {
  openArticle(articleId);
  const action =
    one.outcome === "needs-look"
      ? { label: "Review", run: () => goTo("review") }
      : one.remarks.length > 0 && one.outcome !== "already-there"
        ? { label: count(one.remarks.length, "remark"), run: () => goTo("review") }
        : undefined;
  showToast(oneInWords(one), action);
};

const present = (outcomes: readonly ImportOutcome[]): void => {
  const [first] = outcomes;
  if (first === undefined) return;
  useImports.setState(({ number }) => ({ report: outcomes, number: number + 1 }));
  if (outcomes.length === 1) presentOne(first);
  else if (isOccupied()) {
    showToast(`Import: ${summarise(outcomes)}`, { label: "Review", run: () => goTo("review") });
  } else {
    goTo("review");
    const rest = outcomes.find((one) => one.outcome === "failed" && one.fileName === "");
    if (rest !== undefined) showToast(rest.remarks.map(asSentence).join(" "));
    if (outcomes.some((one) => one.outcome === "needs-columns")) showOverlay("columns");
  }
};

const fromDialog = (answer: Result<readonly ImportOutcome[] | null>): void => {
  if (!answer.ok) {
    sayFailure(answer.error);
    return;
  }
  if (answer.value === null) return;
  useImports.setState({ files: "dialog" });
  if (answer.value.length === 0) showToast("Nothing to import: no files were found there");
  present(answer.value);
};

const sayFailure = (error: AppError): void => {
  if (error.kind === "cancelled") showToast("Import cancelled. What came in before is kept.");
  else showError(error);
};

/** Asks for files in the system's dialog and imports them. */
export const importFromDialog = async (): Promise<void> =>
  fromDialog(await attempt("files", "importArticles", undefined));

/** Asks for a folder and imports everything in it. */
export const importFolder = async (): Promise<void> =>
  fromDialog(await attempt("files", "importFolder", undefined));

let isCancelled = false;

/** Ends an import of dropped files after the ones that are being read; what came in is kept. */
export const cancelImport = (): void => {
  isCancelled = true;
};

const sendAll = async (files: readonly SentFile[], columns?: Input<"files", "importTables">) => {
  isCancelled = false;
  useImports.setState({ progress: { done: 0, total: files.length } });
  const outcomes = await sendFiles(files, {
    send: async (sent) => {
      const input = { files: sent, ...(columns === undefined ? {} : { columns }) };
      return (await act("articles", "createFromFiles", input))?.value ?? null;
    },
    isCancelled: () => isCancelled,
    onProgress: (done) => useImports.setState({ progress: { done, total: files.length } }),
  });
  useImports.setState({ progress: null });
  return outcomes;
};

/** Imports files that were dropped or pasted. */
export const importFiles = async (files: readonly SentFile[]): Promise<void> => {
  if (useImports.getState().progress !== null)
    showToast("An import is under way. Drop these again when it is done.");
  else if (files.length === 0) showToast("Nothing to import: no files were found in what was dropped");
  else {
    const outcomes = await sendAll(files);
    useImports.setState({ files });
    present(outcomes);
  }
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

/**
 * Reads tables of the latest import again, now that their columns have names; their lines in the report give way to
 * what became of them. True when that was done.
 */
export const importTables = async (columns: Input<"files", "importTables">): Promise<boolean> => {
  const { report, files } = useImports.getState();
  const isMeant = (one: ImportOutcome) => one.table?.key === columns.key;
  const names = new Set(report.filter(isMeant).map(({ fileName }) => fileName));
  const again = files === "dialog" ? [] : files.filter(({ name }) => names.has(name));
  const outcomes =
    files === "dialog" ? (await act("files", "importTables", columns))?.value : await sendAll(again, columns);
  if (outcomes === undefined) return false;
  const rest = report.filter((one) => !isMeant(one));
  useImports.setState({ report: [...rest, ...outcomes] });
  showOverlay("none");
  if (report.length === 1) present(outcomes);
  else goTo("review");
  if (outcomes.length > 0) showToast(`${[...names].join(", ")}: ${summarise(outcomes)}`);
  return true;
};

/** Opens the sheet for pasted or typed text. */
export const startNewArticle = (pasted: Pasted = nothingPasted): void => {
  useImports.setState({ pasted });
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
  useImports.setState({ pasted: nothingPasted });
  present([answer.value]);
  return true;
};
