import type { AppError } from "../../shared/errors";
import type { Result } from "../../shared/result";
import type { FileContent, ImportedArticle, Known, Member } from "../import/imported-article";
import type { Guest } from "../worker/guest-host";

/** A file to be read. Its bytes are fetched when its turn comes, so that no folder stands in memory as a whole. */
export type FileToRead = { readonly known: Known; readonly bytes: () => Result<Uint8Array> };

/** One thing that became of a file: an article, a table that asks for names, or a failure. */
export type Read = { readonly fileName: string; readonly bytes: Uint8Array } & (
  | { readonly kind: "article"; readonly article: ImportedArticle; readonly isOnlyOne: boolean }
  | { readonly kind: "table"; readonly table: Extract<FileContent, { kind: "table" }>["table"] }
  | { readonly kind: "failed"; readonly part: string; readonly error: AppError }
);

/** What is sent to the guest ahead of its answers, in files and in bytes: it goes on while a batch is stored. */
const mostAhead = { files: 600, bytes: 32_000_000 };

/** An archive within an archive is opened; one within that is not. */
const deepest = 2;

const noBytes = new Uint8Array(0);

type Sent = {
  readonly known: Known;
  readonly bytes: Uint8Array;
  readonly depth: number;
  readonly answer: Promise<Result<FileContent>>;
};

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

const readsOf = ({ known: { fileName }, bytes }: Sent, content: FileContent): Read[] => {
  if (content.kind === "table") return [{ kind: "table", fileName, bytes, table: content.table }];
  const unread = content.unread.map(({ part, error }) => failedRead(fileName, error, part));
  if (content.kind === "archive") return unread;
  const isOnlyOne = content.articles.length === 1 && unread.length === 0;
  return [
    ...content.articles.map((article): Read => ({ kind: "article", fileName, bytes, article, isOnlyOne })),
    ...unread,
  ];
};

const fromMember =
  (archive: Known, depth: number) =>
  (member: Member): FileToRead & { readonly depth: number } => ({
    known: {
      ...archive,
      fileName: `${archive.fileName}/${member.name}`,
      proposals: [...(archive.proposals ?? []), ...member.proposals],
      steps: member.steps,
      ...(member.encoding === undefined ? {} : { encoding: member.encoding }),
    },
    bytes: () => ({ ok: true, value: member.bytes }),
    depth,
  });

/**
 * Reads files one after another in the guest process, some ahead of what was taken. Members of an archive follow the
 * files that were on their way already. `fileDone` is called once for each file that was given.
 */
export async function* readInOrder(
  guest: Guest,
  files: Iterable<FileToRead>,
  fileDone: () => void = () => {},
): AsyncGenerator<Read> {
  const given = files[Symbol.iterator]();
  const members: (FileToRead & { readonly depth: number })[] = [];
  const sent: Sent[] = [];
  let held = 0;

  /** The next file goes to the guest; a file that could not even be opened is answered at once. */
  const sendNext = (): Read | "sent" | "none" => {
    const member = members.shift();
    const next = member ?? given.next().value;
    if (next === undefined) return "none";
    const bytes = next.bytes();
    if (!bytes.ok) {
      if (member === undefined) fileDone();
      return failedRead(next.known.fileName, bytes.error);
    }
    held += bytes.value.length;
    const { known } = next;
    sent.push({
      known,
      bytes: bytes.value,
      depth: member?.depth ?? 0,
      answer: guest.read(bytes.value, known),
    });
    return "sent";
  };

  for (;;) {
    while (sent.length < mostAhead.files && (sent.length === 0 || held < mostAhead.bytes)) {
      const one = sendNext();
      if (one === "none") break;
      if (one !== "sent") yield one;
    }
    const first = sent.shift();
    if (first === undefined) return;
    const content = await first.answer;
    held -= first.bytes.length;
    if (first.depth === 0) fileDone();
    if (!content.ok) yield failedRead(first.known.fileName, content.error);
    else {
      yield* readsOf(first, content.value);
      if (content.value.kind !== "archive") continue;
      if (first.depth === deepest) yield failedRead(first.known.fileName, tooDeep);
      else members.unshift(...content.value.members.map(fromMember(first.known, first.depth + 1)));
    }
  }
}
