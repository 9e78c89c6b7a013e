import { type Edit, Entity } from "../../shared/domain/change";
import type { HistoryFilter, Trashed } from "../../shared/domain/history";
import { fail } from "../../shared/errors";
import { ArticleId, EditId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { normaliseName } from "../ids";
import { type Command, type Words, type Work, wordOf } from "./command";
import { suggestion } from "./nearest";
import { count, oneLine, table } from "./print";

const isCount = (word: string | undefined): boolean =>
  word === undefined || (/^\d{1,5}$/.test(word) && Number(word) >= 1 && Number(word) <= 10_000);

const misusedFilter = (words: Words): string | null => {
  const [kind, article] = [wordOf(words, "kind"), wordOf(words, "article")];
  if (kind !== undefined && !Entity.safeParse(kind).success)
    return `--kind is one of ${Entity.options.join(", ")}`;
  return article !== undefined && !ArticleId.safeParse(article).success
    ? "--article is the id of an article, as `assay articles` lists them"
    : null;
};

/** What an edit did, as the window says it. */
const labelOf = ({ kind, label, isUndone }: Edit): string => {
  const done = kind === "undo" ? "Undid: " : kind === "redo" ? "Redid: " : "";
  return `${done}${oneLine(label)}${isUndone ? " (undone)" : ""}`;
};

const filterOf = async ({ calls, words }: Work): Promise<Result<HistoryFilter>> => {
  const kind = Entity.safeParse(wordOf(words, "kind"));
  const articleId = ArticleId.safeParse(wordOf(words, "article"));
  const [by, text] = [wordOf(words, "by"), wordOf(words, "text")];
  const filter: HistoryFilter = {
    ...(kind.success ? { entity: kind.data } : {}),
    ...(articleId.success ? { articleId: articleId.data } : {}),
    ...(text === undefined ? {} : { text }),
  };
  if (by === undefined) return ok(filter);
  const editors = await calls.history.editors(undefined);
  if (!editors.ok) return editors;
  const editor = editors.value.find(({ name }) => normaliseName(name) === normaliseName(by));
  const names = editors.value.map(({ name }) => name);
  return editor === undefined
    ? fail(
        "not-found",
        `Nobody called “${by}” has worked in the project`,
        suggestion(by, names) ?? `Those who have: ${names.join(", ")}.`,
      )
    : ok({ ...filter, analystId: editor.id });
};

const showEdit = async ({ calls }: Work, word: string): ReturnType<Command["run"]> => {
  const detail = await calls.history.get({ edit: EditId.parse(word) });
  if (!detail.ok) return detail;
  const { edit, changes, more, merged } = detail.value;
  const lines = changes.map(({ entity, about, what, field, before, after, isHeld }) => [
    entity,
    oneLine(about, 40),
    what === "set" ? `${field}: ${oneLine(before ?? "–", 60)} → ${oneLine(after ?? "–", 60)}` : what,
    isHeld ? "(does not count)" : "",
  ]);
  return ok({
    text: [
      `${edit.at}  ${oneLine(edit.analyst, 30)}  ${labelOf(edit)}`,
      ...(merged === null ? [] : [`Merged ${oneLine(merged.fileName)}`]),
      ...table(lines),
      ...(more === 0 ? [] : [`and ${count(more, "more change")}`]),
    ],
    json: detail.value,
  });
};

const writeAudit = async (work: Work): ReturnType<Command["run"]> => {
  const filter = await filterOf(work);
  if (!filter.ok) return filter;
  const path = work.resolve(wordOf(work.words, "output") ?? "");
  const written = await work.jobs.exportAudit({ path, filter: filter.value }, work.progress("Exporting"));
  if (!written.ok) return written;
  const { rows } = written.value;
  return ok({ text: [`Wrote ${count(rows, "line")} to ${path}`], json: { path, rows } });
};

const history: Command = {
  name: "history",
  usage:
    "history FILE [--by NAME] [--kind KIND] [--article ID] [--text WORDS] [--limit N | --edit ID | --audit -o OUT]",
  summary: "list the edits, newest first; or write all of them as an audit trail",
  details: [
    "--by NAME       those of one analyst",
    `--kind KIND     those that changed something of a kind: ${Entity.options.join(", ")}`,
    "--article ID    those that concern an article: itself, its highlights, their evidence and claims",
    "--text WORDS    those with these words in their label or in a value that they gave",
    "--limit N       how many (100)",
    "--edit ID       one edit with everything that it changed",
    "--audit -o OUT  JSON lines, one for each change, oldest first: edit, kind, undoes, label, analystId, analyst, at,",
    "                clock, mergedFile, change, entity, id, field, value, before, held",
  ],
  options: {
    by: { type: "string" },
    kind: { type: "string" },
    article: { type: "string" },
    text: { type: "string" },
    limit: { type: "string" },
    edit: { type: "string" },
    audit: { type: "boolean" },
    output: { type: "string", short: "o" },
  },
  takes: [1, 1],
  check: (words) => {
    const edit = wordOf(words, "edit");
    if (!isCount(wordOf(words, "limit"))) return "--limit is a number from 1 to 10000";
    if (edit !== undefined && !EditId.safeParse(edit).success)
      return "--edit is the id of an edit, as --json lists them";
    if ((words["audit"] === true) !== ((wordOf(words, "output") ?? "") !== ""))
      return "--audit and -o OUT go together";
    return misusedFilter(words);
  },
  opensProject: true,
  run: async (work) => {
    const edit = wordOf(work.words, "edit");
    if (edit !== undefined) return showEdit(work, edit);
    if (work.words["audit"] === true) return writeAudit(work);
    const filter = await filterOf(work);
    if (!filter.ok) return filter;
    const limit = Number(wordOf(work.words, "limit") ?? 100);
    const edits = await work.calls.history.list({ ...filter.value, limit });
    if (!edits.ok) return edits;
    const rows = edits.value.map((one) => [one.at, oneLine(one.analyst, 30), labelOf(one)]);
    return ok({ text: table(rows), json: edits.value });
  },
};

const undo: Command = {
  name: "undo",
  usage: "undo FILE [--edit ID]",
  summary: "take back your newest edit that stands, or the one named",
  details: ["Refused with a reason where somebody has changed the same thing since."],
  options: { edit: { type: "string" } },
  takes: [1, 1],
  check: (words) =>
    wordOf(words, "edit") === undefined || EditId.safeParse(wordOf(words, "edit")).success
      ? null
      : "--edit is the id of an edit, as `assay history FILE --json` lists them",
  opensProject: true,
  run: async ({ calls, words }) => {
    const edit = EditId.safeParse(wordOf(words, "edit"));
    const undone = await calls.history.undo(edit.success ? { edit: edit.data } : {});
    if (!undone.ok) return undone;
    return ok({ text: [`Undone: ${oneLine(undone.value.label)}`], json: undone.value });
  },
};

/** Things that one page of the trash has at most. */
const pageOfTrash = 10_000;

/** Brings back what is named by ids, of whatever kind. */
const restoreTrashed = async ({ calls }: Work, wanted: readonly string[]): ReturnType<Command["run"]> => {
  const items: Trashed[] = [];
  for (let before: string | undefined; ; ) {
    const listed = await calls.history.trash({
      limit: pageOfTrash,
      ...(before === undefined ? {} : { before }),
    });
    if (!listed.ok) return listed;
    items.push(...listed.value.items.filter(({ id }) => wanted.includes(id)));
    if (listed.value.next === null) break;
    before = listed.value.next;
  }
  const missing = wanted.find((id) => !items.some((item) => item.id === id));
  if (missing !== undefined)
    return fail("not-found", `“${missing}” is not in the trash`, "See `assay trash FILE`.");
  const restored = await calls.history.restore({ items: items.map(({ entity, id }) => ({ entity, id })) });
  if (!restored.ok) return restored;
  return ok({ text: items.map((one) => `Brought back: ${oneLine(one.words)}`), json: restored.value });
};

const trash: Command = {
  name: "trash",
  usage: "trash FILE [--limit N] [--restore ID,...]",
  summary: "list what was removed, or bring it back",
  details: [
    "--limit N         lists the latest N of them (1000)",
    "--restore ID,...  brings these back in one edit, with what was removed along with them",
  ],
  options: { restore: { type: "string" }, limit: { type: "string" } },
  takes: [1, 1],
  check: (words) => {
    if (wordOf(words, "restore") === "") return "--restore takes the ids of what is to come back";
    return isCount(wordOf(words, "limit")) ? null : "--limit is a number from 1 to 10000";
  },
  opensProject: true,
  run: async (work) => {
    const wanted = wordOf(work.words, "restore")?.split(",");
    if (wanted !== undefined) return restoreTrashed(work, wanted);
    const listed = await work.calls.history.trash({ limit: Number(wordOf(work.words, "limit") ?? 1000) });
    if (!listed.ok) return listed;
    const { items, next } = listed.value;
    const rows = items.map((one) => [
      one.id,
      one.deletedAt,
      oneLine(one.deletedBy, 30),
      `${one.entity} “${oneLine(one.words, 80)}”${one.remark === "" ? "" : ` (${oneLine(one.remark)})`}`,
    ]);
    const more = next === null ? [] : ["There is more, removed earlier: see --limit."];
    return ok({ text: rows.length === 0 ? ["The trash is empty."] : [...table(rows), ...more], json: items });
  },
};

const restoreBackup = async ({ jobs }: Work, word: string): ReturnType<Command["run"]> => {
  const listed = await jobs.backups(undefined);
  if (!listed.ok) return listed;
  const backup = listed.value.find(({ key }, at) => key === word || String(at + 1) === word);
  if (backup === undefined)
    return fail("not-found", `There is no backup “${word}”`, "See `assay backups FILE` for their numbers.");
  const restored = await jobs.restoreBackup({ key: backup.key });
  if (!restored.ok) return restored;
  const { kept } = restored.value;
  return ok({
    text: [`Went back to “${backup.key}”.`, `How it was before is in “${kept}”.`],
    json: { key: backup.key, kept },
  });
};

const backups: Command = {
  name: "backups",
  usage: "backups FILE [--make | --restore N]",
  summary: "list the backups, newest first; make one, or go back to one",
  details: [
    "They are in the folder “FILE backups” beside it: the newest ten, then one a day for seven days.",
    "--make        makes one now",
    "--restore N   puts the Nth (or the one of that name) in the project's place, after a backup of how it is now",
  ],
  options: { make: { type: "boolean" }, restore: { type: "string" } },
  takes: [1, 1],
  check: (words) =>
    words["make"] === true && wordOf(words, "restore") !== undefined
      ? "--make and --restore do not go together"
      : null,
  opensProject: true,
  run: async (work) => {
    const wanted = wordOf(work.words, "restore");
    if (wanted !== undefined) return restoreBackup(work, wanted);
    if (work.words["make"] === true) {
      const made = await work.jobs.backUpNow(undefined);
      return made.ok ? ok({ text: [`Backed up as “${made.value.key}”.`], json: made.value }) : made;
    }
    const listed = await work.jobs.backups(undefined);
    if (!listed.ok) return listed;
    const rows = listed.value.map(({ key, bytes }, at) => [String(at + 1), count(bytes, "byte"), key]);
    return ok({ text: rows.length === 0 ? ["There are no backups yet."] : table(rows), json: listed.value });
  },
};

export const historyCommands: readonly Command[] = [history, undo, trash, backups];
