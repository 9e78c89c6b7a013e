import type { ImportOutcome } from "../../../shared/domain/article";
import { count } from "../../parts/dates";

/** A file as the window knows it: its bytes are read when it is its turn. */
export type SentFile = Pick<File, "name" | "size" | "arrayBuffer">;

/** What no kind of file may exceed; the lower limit of a single document is told when it is read. */
const greatestFile = 200_000_000;
/** So many files and bytes go at once at most. */
type Portion = { readonly files: number; readonly bytes: number };

/**
 * How much goes at once: about a second's work, so that progress is seen and cancelling is quick. Notes begin with many;
 * of books, whose number says little of the work in them, each goes by itself until it is known that they are quick.
 */
const portions: Readonly<Record<"first" | "least" | "most", Portion>> = {
  first: { files: 25, bytes: 1_000_000 },
  least: { files: 1, bytes: 100_000 },
  most: { files: 200, bytes: 20_000_000 },
};

const times = ({ files, bytes }: Portion, factor: number): Portion => {
  const { least, most } = portions;
  const within = (value: number, name: keyof Portion) =>
    Math.max(least[name], Math.min(most[name], Math.floor(value * factor)));
  return { files: within(files, "files"), bytes: within(bytes, "bytes") };
};

/** The next portion, after one that took so long (ms): a thousand notes are few writes, a shelf of books is many. */
const nextPortion = (portion: Portion, took: number): Portion => {
  if (took < 700) return times(portion, 2);
  return took > 2000 ? times(portion, 0.5) : portion;
};

const failed = (fileName: string, remark: string): ImportOutcome => ({
  fileName,
  part: "",
  outcome: "failed",
  articleId: null,
  title: fileName,
  publishedOn: null,
  source: "",
  characters: 0,
  steps: [],
  remarks: [remark],
  proposals: [],
  revisionOf: null,
  table: null,
});

/**
 * Why a file is not even read. A project must not be: the browser's half of the app reads it inside the process that
 * has it open, and closing it again drops SQLite's lock on it (POSIX), after which two programs could write to it.
 */
const problemBeforeReading = ({ name, size }: Pick<SentFile, "name" | "size">): string | null => {
  if (/\.assay(-journal|-wal|-shm)?$/i.test(name))
    return "It is an Assay project, not an article. Use Open project to open it.";
  if (size > greatestFile) return "It is larger than 200 MB. Split it, or import the part that matters.";
  return null;
};

type Sent = { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };

/** What says how many files a cancelled import left: no file's name, as when the main process says so. */
const cancelled = (left: number): ImportOutcome =>
  failed(
    "",
    `the import was cancelled: ${count(left, "file")} ${left === 1 ? "was" : "were"} not read. What was read before is kept.`,
  );

const bytesOf = async (file: SentFile): Promise<Uint8Array<ArrayBuffer> | null> => {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    return null;
  }
};

/**
 * Sends files to be imported, in portions, so that a large folder never stands in memory as a whole. A portion that
 * fails (null) is reported file by file and the next ones go on. Cancelled, it says how many files were not read.
 */
export const sendFiles = async (
  files: readonly SentFile[],
  {
    send,
    isCancelled,
    onProgress,
  }: {
    readonly send: (files: Sent[]) => Promise<readonly ImportOutcome[] | null>;
    readonly isCancelled: () => boolean;
    readonly onProgress: (done: number) => void;
  },
): Promise<readonly ImportOutcome[]> => {
  const outcomes: ImportOutcome[] = [];
  let batch: Sent[] = [];
  let size = 0;
  let done = 0;
  let most = portions.first;
  const flush = async () => {
    if (batch.length === 0) return;
    const sent = batch;
    batch = [];
    size = 0;
    const start = performance.now();
    const answer = await send(sent);
    most = nextPortion(most, performance.now() - start);
    // A folder of archives may answer with more outcomes than a call takes arguments.
    for (const one of answer ??
      sent.map(({ name }) => failed(name, "not imported. Try this file on its own.")))
      outcomes.push(one);
    done += sent.length;
    onProgress(done);
  };
  const refuse = (file: SentFile, problem: string) => {
    outcomes.push(failed(file.name, problem));
    done += 1;
  };
  for (const [index, file] of files.entries()) {
    if (isCancelled()) {
      await flush();
      return [...outcomes, cancelled(files.length - index)];
    }
    const problem = problemBeforeReading(file);
    const bytes = problem === null ? await bytesOf(file) : null;
    if (problem !== null) refuse(file, problem);
    else if (bytes === null)
      refuse(file, "Could not be read. Check that the file still exists and may be opened.");
    else {
      if (batch.length >= most.files || size + bytes.length > most.bytes) await flush();
      batch.push({ name: file.name, bytes });
      size += bytes.length;
    }
  }
  await flush();
  return outcomes;
};
