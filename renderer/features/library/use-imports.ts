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
import { reportAfter } from "./report-after";
import { type SentFile, sendFiles } from "./send-files";

type ImportState = {
  /** One line for each file of the latest import, or for each article in it, and what was added while some failed. */
  readonly report: readonly ImportOutcome[];
  /** What took the place of an article when its text was replaced; an undo brings the one before back. */
  readonly successors: Readonly<Record<ArticleId, ArticleId>>;
  /** Which import of this session the report is of. */
  readonly number: number;
  /** The files of the report that were dropped. */
  readonly files: readonly SentFile[];
  /** Files of the report came from a dialog: the main process has those. */
  readonly isFromDialog: boolean;
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
  files: [],
  isFromDialog: false,
  pasted: nothingPasted,
  progress: null,
}));

/** Forgets the latest import: another project was opened. */
export const resetImports = (): void => {
  cancelImport();
  useImports.setState({
    report: [],
    successors: {},
    files: [],
    isFromDialog: false,
    pasted: nothingPasted,
  });
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

/** Where what came in was: files dropped on the window, a dialog of the main process, or text. */
type Origin = { readonly files?: readonly SentFile[]; readonly isFromDialog?: boolean };

const present = (
  outcomes: readonly ImportOutcome[],
  { files = [], isFromDialog = false }: Origin = {},
): void => {
  if (outcomes.length === 0) return;
  useImports.setState((before) => {
    const report = reportAfter(before.report, outcomes);
    return report === outcomes
      ? { report, files, isFromDialog }
      : { report, files: [...before.files, ...files], isFromDialog: before.isFromDialog || isFromDialog };
  });
  show(outcomes);
};

const show = (outcomes: readonly ImportOutcome[]): void => {
  const [first] = outcomes;
  if (first === undefined) return;
  useImports.setState(({ number }) => ({ number: number + 1 }));
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
  if (answer.value.length === 0) showToast("Nothing to import: no files were found there");
  present(answer.value, { isFromDialog: true });
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
    present(await sendAll(files), { files });
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
  const { report, files, isFromDialog } = useImports.getState();
  const isMeant = (one: ImportOutcome) => one.table?.key === columns.key;
  const names = new Set(report.filter(isMeant).map(({ fileName }) => fileName));
  // A table in an archive is named behind it. What has the same name and asks for nothing is passed over when it is read.
  const given = new Set([...names].map((name) => name.split("/", 1)[0]));
  const again = files.filter(({ name }) => given.has(name));
  const known = isFromDialog ? (await act("files", "importTables", columns))?.value : [];
  if (known === undefined) return false;
  const outcomes = again.length === 0 ? known : [...known, ...(await sendAll(again, columns))];
  if (outcomes.length === 0) {
    showToast("These tables were not found again. Their columns are known now: import them once more.");
    return false;
  }
  const place = report.findIndex(isMeant);
  const isOther = (one: ImportOutcome) => !isMeant(one);
  useImports.setState({
    report: [...report.slice(0, place).filter(isOther), ...outcomes, ...report.slice(place).filter(isOther)],
  });
  showOverlay("none");
  if (report.length === 1) show(outcomes);
  else goTo("review");
  showToast(`${[...names].join(", ")}: ${summarise(outcomes)}`);
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
