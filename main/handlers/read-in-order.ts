import type { ColumnMap } from "../../shared/domain/article";
import type { AppError } from "../../shared/errors";
import type { Result } from "../../shared/result";
import { mostMembers, mostUnpacked, tooMuchWithin } from "../import/archive-limits";
import type { FileContent, ImportedArticle, Known, Member } from "../import/imported-article";
import { type Guest, mostAhead } from "../worker/guest-host";

/** A file to be read. Its bytes are fetched when its turn comes, so that no folder stands in memory as a whole. */
export type FileToRead = {
  readonly known: Known;
  readonly bytes: () => Result<Uint8Array>;
  /** Where it lies on the disk; "" for what came as bytes. */
  readonly path: string;
};

/** One thing that became of a file: an article, a table that asks for names, or a failure. */
export type Read = { readonly fileName: string; readonly bytes: Uint8Array } & (
  | { readonly kind: "article"; readonly article: ImportedArticle; readonly isOnlyOne: boolean }
  | {
      readonly kind: "table";
      readonly table: Extract<FileContent, { kind: "table" }>["table"];
      /** Of the file that was given, with the table in it. */
      readonly path: string;
    }
  | { readonly kind: "failed"; readonly part: string; readonly error: AppError }
);

/** How many things were read of how many that are known so far. A file gives way to what turns out to be in it. */
export type Tally = { done: number; total: number };

type Options = {
  readonly tally?: Tally;
  /** Asked again and again while the guest is at work. Cancelled, nothing more comes. */
  readonly look?: () => Promise<"go-on" | "cancelled">;
  /** Passes over everything but the tables that ask for these columns. */
  readonly columns?: { readonly key: string; readonly map: ColumnMap } | undefined;
  /** Told of the bytes of each file when they go to the guest. */
  readonly sending?: (bytes: Uint8Array) => void;
};

/** Between two looks, in milliseconds. */
const lookEvery = 100;

/** More files are fetched when the guest has done with so many: what goes to it at once goes in one writing. */
const lot = 32;

/** An archive within an archive is opened; one within that is not. */
const deepest = 2;

const noBytes = new Uint8Array(0);

/** What may still come out of a file that was given, with the archives in it. */
type Budget = { readonly fileName: string; bytes: number; members: number; isSpent: boolean };

type Queued = FileToRead & {
  readonly depth: number;
  readonly budget: Budget | null;
  /** A table that is read again, with the names of its columns. */
  readonly isNamed: boolean;
};

type Sent = Omit<Queued, "bytes" | "budget"> & {
  readonly bytes: Uint8Array;
  readonly budget: Budget;
  readonly answer: Promise<Result<FileContent>>;
};

/** What became of one file: what is to be told, and what is to be read next. */
type Unfolded = { readonly reads: readonly Read[]; readonly inner: readonly Queued[] };
const nothing: Unfolded = { reads: [], inner: [] };

const tooDeep = {
  kind: "invalid-input",
  message: "It is an archive within an archive within an archive",
  advice: "Unpack it first.",
} as const;

const failedRead = (fileName: string, error: AppError, part = ""): Read => ({
  kind: "failed",
  fileName,
  bytes: noBytes,
  part,
  error,
});

const readsOf = ({ known: { fileName }, bytes, path }: Sent, content: FileContent): Read[] => {
  if (content.kind === "table") return [{ kind: "table", fileName, bytes, path, table: content.table }];
  const unread = content.unread.map(({ part, error }) => failedRead(fileName, error, part));
  if (content.kind === "archive") return unread;
  const isOnlyOne = content.articles.length === 1 && unread.length === 0;
  return [
    ...content.articles.map((article): Read => ({ kind: "article", fileName, bytes, article, isOnlyOne })),
    ...unread,
  ];
};

const fromMember =
  ({ known: archive, path, depth, budget }: Sent) =>
  (member: Member): Queued => ({
    known: {
      ...archive,
      fileName: `${archive.fileName}/${member.name}`,
      proposals: [...(archive.proposals ?? []), ...member.proposals],
      steps: member.steps,
      ...(member.encoding === undefined ? {} : { encoding: member.encoding }),
    },
    bytes: () => ({ ok: true, value: member.bytes }),
    path,
    depth: depth + 1,
    budget,
    isNamed: false,
  });

/** Each archive keeps the limits by itself; the budget is for an archive together with those in it. */
const openArchive = (archive: Sent, content: Extract<FileContent, { kind: "archive" }>): Unfolded => {
  const { budget, depth, known } = archive;
  const reads = readsOf(archive, content);
  if (depth === deepest) return { reads: [...reads, failedRead(known.fileName, tooDeep)], inner: [] };
  if (budget.isSpent) return nothing;
  budget.members -= content.members.length + content.unread.length;
  budget.bytes -= content.members.reduce((sum, { bytes }) => sum + bytes.length, 0);
  budget.isSpent = budget.members < 0 || budget.bytes < 0;
  return budget.isSpent
    ? { reads: [failedRead(budget.fileName, tooMuchWithin)], inner: [] }
    : { reads, inner: content.members.map(fromMember(archive)) };
};

const unfold = (sent: Sent, content: Result<FileContent>): Unfolded => {
  if (!content.ok) return { reads: [failedRead(sent.known.fileName, content.error)], inner: [] };
  return content.value.kind === "archive"
    ? openArchive(sent, content.value)
    : { reads: readsOf(sent, content.value), inner: [] };
};

/** As `unfold`, where all but the tables that ask for `columns` is passed over. */
const unfoldAsking = (
  sent: Sent,
  content: Result<FileContent>,
  { key, map }: NonNullable<Options["columns"]>,
): Unfolded => {
  const { known, bytes, depth } = sent;
  if (sent.isNamed || (!content.ok && depth === 0)) return unfold(sent, content);
  if (!content.ok) return nothing;
  if (content.value.kind === "archive") return { reads: [], inner: unfold(sent, content).inner };
  if (content.value.kind !== "table" || content.value.table.key !== key) return nothing;
  const columns = { ...known.columns, [key]: map };
  const again = { ...sent, known: { ...known, columns }, bytes: () => ({ ok: true, value: bytes }) as const };
  return { reads: [], inner: [{ ...again, isNamed: true }] };
};

/** The answer to what was sent; null when the wait for it was cancelled. */
const answerOf = async (
  { answer }: Sent,
  look: NonNullable<Options["look"]>,
): Promise<Result<FileContent> | null> => {
  for (;;) {
    let timer: NodeJS.Timeout | undefined;
    const pause = new Promise<null>((resume) => {
      timer = setTimeout(() => resume(null), lookEvery);
    });
    const content = await Promise.race([answer, pause]);
    clearTimeout(timer);
    if (content !== null) return content;
    if ((await look()) === "cancelled") return null;
  }
};

/**
 * Reads files one after another in the guest process, some ahead of what was taken. Members of an archive follow the
 * files that were on their way already. Whoever takes no more frees the guest of what was sent ahead.
 */
export async function* readInOrder(
  guest: Guest,
  files: Iterable<FileToRead>,
  { tally = { done: 0, total: 0 }, look = () => Promise.resolve("go-on"), columns, sending }: Options = {},
): AsyncGenerator<Read> {
  const owner = Symbol("import");
  const given = files[Symbol.iterator]();
  const inner: Queued[] = [];
  const sent: Sent[] = [];
  let held = 0;

  const next = (): Queued | undefined => {
    const file: FileToRead | undefined = inner.length > 0 ? undefined : given.next().value;
    return file === undefined ? inner.shift() : { ...file, depth: 0, budget: null, isNamed: false };
  };

  /** A file goes to the guest; one that could not even be opened is answered at once. */
  const send = (file: Queued): Read | null => {
    const { known } = file;
    const bytes = file.bytes();
    if (!bytes.ok) return failedRead(known.fileName, bytes.error);
    held += bytes.value.length;
    sending?.(bytes.value);
    sent.push({
      ...file,
      bytes: bytes.value,
      budget: file.budget ?? {
        fileName: known.fileName,
        bytes: mostUnpacked(bytes.value.length),
        members: mostMembers,
        isSpent: false,
      },
      answer: guest.read(bytes.value, known, owner),
    });
    return null;
  };

  try {
    for (;;) {
      const isLow = sent.length <= mostAhead.files - lot;
      while (isLow && sent.length < mostAhead.files && (sent.length === 0 || held < mostAhead.bytes)) {
        const file = next();
        if (file === undefined) break;
        const failed = send(file);
        if (failed === null) continue;
        tally.done += 1;
        yield failed;
      }
      const first = sent.shift();
      if (first === undefined) return;
      const content = await answerOf(first, look);
      if (content === null) return;
      held -= first.bytes.length;
      const unfolded = columns === undefined ? unfold(first, content) : unfoldAsking(first, content, columns);
      inner.unshift(...unfolded.inner);
      tally.total += unfolded.reads.length + unfolded.inner.length - 1;
      for (const read of unfolded.reads) {
        tally.done += 1;
        yield read;
      }
    }
  } finally {
    guest.drop(owner);
  }
}
