import type { ImportOutcome } from "../../shared/domain/article";
import type { AppError } from "../../shared/errors";
import { err, ok, type Result } from "../../shared/result";
import { type Packer, startPacker } from "../worker/packer";
import type { Context, NamedColumns, Progress } from "./context";
import { leftOutcome, unstoredOutcome } from "./import-outcomes";
import type { Given } from "./prepare-article";
import { type FileToRead, type Read, readInOrder, type Tally } from "./read-in-order";
import { storeReads } from "./store-reads";

/**
 * What was read is stored, as an edit of its own, when so many articles wait, or so much text (some third of a second of
 * work), or so many bytes of files. In bytes.
 */
const mostWaiting = { articles: 500, texts: 8_000_000, files: 64_000_000 };

/** Between two reports of progress, in milliseconds; a few files are reported one by one. */
const progressPause = 50;
const fewFiles = 100;

/** A table that asks which of its columns is which: what tells tables of its make, and the file that holds it. */
export type AskingTable = { readonly key: string; readonly path: string };

/** What an import brought: an outcome for each file or article, and the tables that ask. */
export type Imported = { readonly outcomes: ImportOutcome[]; readonly asking: readonly AskingTable[] };

/** What was read and is not stored yet. The articles of one file share its bytes, which are counted once. */
const waitingRoom = () => {
  let reads: Read[] = [];
  let files = new Set<Uint8Array>();
  const size = { texts: 0, files: 0 };
  return {
    take: (read: Read): void => {
      reads.push(read);
      if (read.kind !== "article") return;
      size.texts += 2 * read.article.text.length;
      size.files += files.has(read.bytes) ? 0 : read.bytes.length;
      files.add(read.bytes);
    },
    isFull: () =>
      reads.length >= mostWaiting.articles ||
      size.texts >= mostWaiting.texts ||
      size.files >= mostWaiting.files,
    leave: (): Read[] => {
      const left = reads;
      reads = [];
      files = new Set();
      size.texts = 0;
      size.files = 0;
      return left;
    },
  };
};

/** Asks whether to go on, with how far it is. */
const createReporter = (progress: Progress, tally: Tally) => {
  let told = 0;
  let isCancelled = false;
  const look = async (): Promise<"go-on" | "cancelled"> => {
    told = Date.now();
    if ((await progress(tally.done, tally.total)) === "cancelled") isCancelled = true;
    return isCancelled ? "cancelled" : "go-on";
  };
  return {
    look,
    /** As `look`, when it is time for it. */
    glance: async () =>
      tally.total > fewFiles && Date.now() - told < progressPause ? ("go-on" as const) : look(),
    isCancelled: () => isCancelled,
  };
};

/** Bytes and texts are packed beside the storing once there are many: a thread takes a while to start. */
const createPacking = (tally: Tally): Packer => {
  let packer: Packer | null = null;
  return {
    begin: (bytes) => {
      if (tally.total > fewFiles) packer ??= startPacker();
      packer?.begin(bytes);
    },
    beginText: (article) => packer?.beginText(article),
    done: async (things) => packer?.done(things),
    packed: (bytes) => packer?.packed(bytes),
    facts: (article) => packer?.facts(article),
    stop: () => packer?.stop(),
  };
};

type Options = {
  readonly given?: Given;
  readonly progress?: Progress;
  /** Reads nothing but the tables that ask for these columns. */
  readonly columns?: NamedColumns | undefined;
};

/**
 * Reads files and stores them in batches. Cancelled, or when a batch cannot be stored, it keeps what was stored before
 * and says what was not read.
 */
export const importAll = async (
  context: Context,
  files: Iterable<FileToRead>,
  total: number,
  { given = {}, progress = () => Promise.resolve("go-on"), columns }: Options = {},
): Promise<Result<Imported>> => {
  const outcomes: ImportOutcome[] = [];
  const asking: AskingTable[] = [];
  const tally = { done: 0, total };
  const waiting = waitingRoom();
  const reporter = createReporter(progress, tally);
  const packing = createPacking(tally);

  const storeWaiting = async (): Promise<AppError | null> => {
    const reads = waiting.leave();
    await packing.done(reads.flatMap((read) => (read.kind === "article" ? [read.bytes, read.article] : [])));
    const stored = storeReads(context, reads, { ...given, beforehand: packing });
    const answer = stored.ok ? stored.value : reads.map((read) => unstoredOutcome(read, stored.error));
    if (!stored.ok && outcomes.length === 0) return stored.error;
    for (const outcome of answer) outcomes.push(outcome);
    return stored.ok ? null : stored.error;
  };

  const readAndStore = async (): Promise<AppError | null> => {
    const reading = { tally, look: reporter.look, columns, sending: packing.begin };
    for await (const read of readInOrder(context.guest, files, reading)) {
      waiting.take(read);
      if (read.kind === "article") packing.beginText(read.article);
      if (read.kind === "table") asking.push({ key: read.table.key, path: read.path });
      if (waiting.isFull()) {
        await context.guest.handed();
        const problem = await storeWaiting();
        if (problem !== null) return problem;
      }
      if ((await reporter.glance()) === "cancelled") break;
    }
    return storeWaiting();
  };

  await reporter.look();
  const problem = await readAndStore().finally(packing.stop);
  if (problem !== null && outcomes.length === 0) return err(problem);
  const left = tally.total - tally.done;
  if (left > 0) outcomes.push(leftOutcome(problem === null ? "cancelled" : "broken off", left));
  else if (problem === null && !reporter.isCancelled()) await reporter.look();
  return ok({ outcomes, asking });
};
