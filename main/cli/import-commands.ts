import { z } from "zod";
import { ColumnMap, type ImportOutcome } from "../../shared/domain/article";
import { SourceName } from "../../shared/domain/source";
import { fail } from "../../shared/errors";
import { ArticleId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { findArticle } from "./annotation-run";
import { type Command, type Work, wordOf } from "./command";
import { count, oneLine, table } from "./print";

const outcomeWords: Readonly<Record<ImportOutcome["outcome"], string>> = {
  imported: "imported",
  "needs-look": "wants a look",
  revision: "revision",
  "already-there": "already there",
  "needs-columns": "NEEDS COLUMNS",
  failed: "FAILED",
};

const isUnread = ({ outcome }: ImportOutcome): boolean => outcome === "failed" || outcome === "needs-columns";

/** The name of a file with the part of it that is meant. */
const nameOf = ({ fileName, part }: ImportOutcome): string =>
  part === "" ? fileName : `${fileName}, ${part}`;

/** What the text of an outcome says besides its title: proposals that wait, and remarks. */
const notesOf = (one: ImportOutcome): string[] => [
  ...(one.source === "" ? [] : [`source ${one.source}`]),
  ...one.proposals
    .filter(({ field, strength }) => field === "source" || (field === "byline" && strength === "guessed"))
    .filter(({ field, value }) => !(field === "source" && value === one.source))
    .slice(0, 2)
    .map(({ field, value, from }) => `${field}? ${value} (${from})`),
  ...one.proposals
    .filter(({ strength }) => strength === "either")
    .map(({ value, from }) => `date? ${value} (${from})`),
  ...one.remarks,
];

/** The lines of an outcome: what became of it, and below it what was done between its bytes and its text. */
const linesOf = (outcomes: readonly ImportOutcome[]): string[] => {
  const rows = table(
    outcomes.map((one) => [
      outcomeWords[one.outcome],
      oneLine(nameOf(one), 40),
      one.publishedOn ?? "",
      one.characters === 0 ? "" : count(one.characters, "character"),
      [oneLine(one.title), ...notesOf(one)].filter((word) => word !== "").join("; "),
    ]),
  );
  return outcomes.flatMap(({ steps }, at) => [
    rows[at] ?? "",
    ...(steps.length === 0 ? [] : [`    ${oneLine(steps.join("; "), 300)}`]),
  ]);
};

const mapOf = async (work: Work): Promise<Result<Readonly<Record<string, ColumnMap>> | undefined>> => {
  const name = wordOf(work.words, "map");
  if (name === undefined) return ok(undefined);
  const content = await work.readInput(name);
  if (!content.ok) return content;
  const parsed = z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue("it is not JSON");
        return z.NEVER;
      }
    })
    .pipe(z.strictObject(ColumnMap.shape))
    .safeParse(content.value);
  if (parsed.success) return ok({ "*": parsed.data });
  const issue = parsed.error.issues[0];
  return fail(
    "invalid-input",
    `--map ${name}: ${[...(issue?.path ?? []), issue?.message].join(": ")}`,
    'It is a JSON object that names columns: {"text": "Body", "title": "Headline", "publishedOn": "Date", "source": ..., "byline": ..., "url": ..., "language": ...}',
  );
};

const importFiles: Command = {
  name: "import",
  usage: "import FILE PATH... [--source NAME] [--map FILE] [--dry-run]",
  summary: "bring in articles from files, folders and archives",
  details: [
    "Reads plain text, Markdown, HTML, MHTML, PDF, DOCX, ODT, RTF, EPUB, EML, RSS and Atom, CSV, JSON lines, exports of",
    "news databases, WARC and WACZ, zips of these, and folders with all their subfolders. The format is told by the bytes.",
    "Each article has an outcome of its own; a file that fails stops no other, and makes the exit code 1. The same text",
    "again is reported as already there; a changed text of the same address or file becomes a revision.",
    "--source NAME   who published them (made when it is new)",
    '--map FILE      JSON that names the columns of tables: {"text": "Body", "title": "Headline", ...}',
    "--dry-run       reports what would become of every file, and changes nothing",
  ],
  options: { source: { type: "string" }, map: { type: "string" }, "dry-run": { type: "boolean" } },
  takes: [2, Number.POSITIVE_INFINITY],
  check: ({ source }) => {
    const name = SourceName.optional().safeParse(source);
    return name.success ? null : `--source: ${name.error.issues[0]?.message ?? "this is no name"}`;
  },
  opensProject: true,
  run: async (work) => {
    const columns = await mapOf(work);
    if (!columns.ok) return columns;
    const done = await work.jobs.importFiles(
      {
        paths: work.files.slice(1),
        sourceName: wordOf(work.words, "source"),
        columns: columns.value,
        isDryRun: work.words["dry-run"] === true,
      },
      work.progress("Importing"),
    );
    if (!done.ok) return done;
    const outcomes = done.value;
    const unread = outcomes.filter(isUnread);
    return ok({
      text: [
        ...linesOf(outcomes),
        `${count(outcomes.length - unread.length, "article")}, ${unread.length} failed`,
      ],
      json: outcomes,
      remarks: unread.map((one) => `${nameOf(one)}: ${one.remarks.join(". ")}`),
      isFailed: unread.length > 0 || outcomes.length === 0,
    });
  },
};

/** The article that the command's second word names: by id (earlier revisions too), title or file. */
const namedArticle = async ({ calls, names }: Work): Promise<Result<ArticleId>> => {
  const name = names[1] ?? "";
  const id = ArticleId.safeParse(name);
  if (id.success) return ok(id.data);
  const listed = await calls.articles.list({ sort: "imported" });
  if (!listed.ok) return listed;
  const found = findArticle(listed.value, name);
  return found.ok ? ok(found.value.id) : found;
};

const revise: Command = {
  name: "revise",
  usage: "revise FILE ARTICLE PATH",
  summary: "read a newer or better copy of an article; its highlights are carried over",
  details: [
    "ARTICLE is an id or a title. Highlights whose words stand unchanged are carried over; the others wait, on the old",
    "text, to be placed in the window (Reader, “to place”). All of it is one edit, which `undo` takes back.",
  ],
  options: {},
  takes: [3, 3],
  opensProject: true,
  run: async (work) => {
    const articleId = await namedArticle(work);
    if (!articleId.ok) return articleId;
    const done = await work.jobs.revise({ articleId: articleId.value, path: work.files[2] ?? "" });
    if (!done.ok) return done;
    const { outcome, title, remarks } = done.value;
    return ok({
      text: [
        outcome === "already-there"
          ? `Nothing changed: ${remarks[0] ?? "this text is in the project already"}`
          : `Revised ${oneLine(title)}`,
        ...(outcome === "already-there" ? [] : remarks),
      ],
      json: done.value,
    });
  },
};

/** What an article can be printed as: exactly one of these. */
const forms = ["text", "original", "json"] as const;

const article: Command = {
  name: "article",
  usage: "article FILE ARTICLE --text|--original|--json",
  summary: "print one article: its text, the very bytes of its original, or all that is known of it",
  details: ["ARTICLE is an id or a title. --text is what stands when none is given."],
  options: { text: { type: "boolean" }, original: { type: "boolean" } },
  takes: [2, 2],
  check: (words) =>
    forms.filter((form) => words[form] === true).length > 1
      ? "--text, --original and --json exclude each other"
      : null,
  opensProject: true,
  run: async (work) => {
    const named = await namedArticle(work);
    if (!named.ok) return named;
    const id = named.value;
    if (work.words["original"] === true) {
      const original = await work.jobs.readOriginal({ articleId: id });
      return original.ok ? ok({ text: [], json: null, bytes: original.value.bytes }) : original;
    }
    const whole = await work.calls.articles.get({ id });
    if (!whole.ok) return whole;
    if (work.words["json"] !== true)
      return ok({ text: [], json: null, bytes: Buffer.from(whole.value.text, "utf8") });
    const captures = await work.calls.articles.provenance({ id });
    if (!captures.ok) return captures;
    const revisions = await work.calls.articles.revisions({ id });
    if (!revisions.ok) return revisions;
    const review = await work.calls.articles.review({ ids: [id] });
    if (!review.ok) return review;
    return ok({
      text: [],
      json: {
        ...whole.value,
        provenance: captures.value,
        proposals: review.value[0]?.proposals ?? [],
        revisions: revisions.value,
      },
    });
  },
};

export const importCommands: readonly Command[] = [importFiles, revise, article];
