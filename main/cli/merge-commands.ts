import type { Conflict, MergePreview, MergeTake } from "../../shared/domain/merge";
import { fail } from "../../shared/errors";
import { ok } from "../../shared/result";
import { type Command, type Words, wordOf } from "./command";
import { count, oneLine, table } from "./print";

const takes: readonly MergeTake[] = ["newest", "mine", "theirs"];
const takeOf = (words: Words): MergeTake => takes.find((take) => take === wordOf(words, "take")) ?? "newest";

const nouns: Readonly<Record<MergePreview["counts"][number]["entity"], string>> = {
  project: "project",
  analyst: "analysts",
  source: "sources",
  rating: "ratings",
  article: "articles",
  tag: "tags",
  highlight: "highlights",
  claim: "claims",
  evidence: "evidence",
};

/** What a preview says, as a table and a few sentences. */
const linesOf = (preview: MergePreview): string[] => {
  const { counts, analysts, articles, claimsMine, manifest } = preview;
  const head = ["", "new", "same", "changed", "in conflict", "deleted there"];
  const rows = counts.map((row) => [
    nouns[row.entity],
    ...[row.new, row.same, row.changed, row.conflicts].map(String),
    row.deletedInConflict === 0
      ? String(row.deleted)
      : `${row.deleted + row.deletedInConflict} (${row.deletedInConflict} in conflict)`,
  ]);
  return [
    ...(manifest === null || manifest.marking === "" ? [] : [`Marked: ${oneLine(manifest.marking)}`]),
    ...analysts.map(({ name, edits }) => `${oneLine(name, 60)}: ${count(edits, "new edit")}`),
    ...(rows.length === 0 ? [] : table([head, ...rows])),
    ...(articles.revisions > 0
      ? [`${count(articles.revisions, "article")} newer or older than one here`]
      : []),
    ...(articles.redacted > 0 ? [`${count(articles.redacted, "article")} without the whole text`] : []),
    ...(claimsMine > 0
      ? [`${count(claimsMine, "change")} said to be yours and not known here: set apart`]
      : []),
    ...(preview.wasUndone ? ["This was merged before, and that was undone: merging brings it back"] : []),
    ...(preview.isNothingNew ? ["Everything in it is here already"] : []),
  ];
};

const merge: Command = {
  name: "merge",
  usage: "merge INTO FROM [--dry-run] [--take mine|theirs|newest]",
  summary: "merge another analyst's project file into this one, in one edit",
  details: [
    "FROM is examined first and never changed. A backup of INTO is made before. One undo takes all of it back.",
    "--dry-run            says what would happen, and changes nothing",
    "--take newest        where both changed the same thing, the newer change stands and the rest waits for you",
    "                     (the default; see: assay conflicts)",
    "--take mine|theirs   settles all of that one way",
  ],
  options: { "dry-run": { type: "boolean" }, take: { type: "string" } },
  takes: [2, 2],
  check: (words) =>
    wordOf(words, "take") === undefined || takes.some((take) => take === wordOf(words, "take"))
      ? null
      : "--take is one of mine, theirs, newest",
  opensProject: true,
  run: async ({ jobs, words, files: [into = "", from = ""], progress }) => {
    if (into === from) return fail("invalid-input", "A project cannot be merged into itself.");
    const staged = await jobs.stageMerge({ path: from }, progress("Reading"));
    if (!staged.ok) return staged;
    const remarks = staged.value.unreadable;
    if (words["dry-run"] === true)
      return ok({ text: linesOf(staged.value), json: { preview: staged.value, merged: null }, remarks });
    const merged = await jobs.applyMerge({ take: takeOf(words) }, progress("Merging"));
    if (!merged.ok) return merged;
    const { conflicts, edit, backup, refused } = merged.value;
    return ok({
      text: [
        ...linesOf(staged.value),
        edit === null ? "Nothing had to change" : `Merged. Backup: ${backup}`,
        ...(conflicts > 0 ? [`${count(conflicts, "conflict")} to settle: assay conflicts FILE`] : []),
      ],
      json: { preview: staged.value, merged: merged.value },
      remarks: [...remarks, ...refused],
    });
  },
};

const sideOf = ({ mine, theirs, standing }: Conflict, side: "mine" | "theirs"): string => {
  const { analyst, words } = side === "mine" ? mine : theirs;
  const mark = standing === side ? "*" : " ";
  return `${mark} ${side === "mine" ? "mine  " : "theirs"} (${oneLine(analyst, 30)}): ${words === null ? "none" : oneLine(words, 120)}`;
};

const mostListed = 10_000;

const conflicts: Command = {
  name: "conflicts",
  usage: "conflicts FILE [--settle mine|theirs]",
  summary: "list what merges left to settle, or settle all of it one way",
  details: [
    "* marks what stands now.",
    "--settle mine|theirs   takes that side everywhere, in one edit. What claims to be yours and is not known",
    "                       here is left out by mine, and accepted by theirs.",
  ],
  options: { settle: { type: "string" } },
  takes: [1, 1],
  check: (words) =>
    [undefined, "mine", "theirs"].includes(wordOf(words, "settle"))
      ? null
      : "--settle is one of mine, theirs",
  opensProject: true,
  run: async ({ calls, words }) => {
    const open = await calls.merges.conflicts({ limit: mostListed });
    if (!open.ok) return open;
    const { items, total } = open.value;
    const take = wordOf(words, "settle");
    if ((take === "mine" || take === "theirs") && items.length > 0) {
      const settled = await calls.merges.settle({ items: items.map(({ id }) => ({ id, take })) });
      if (!settled.ok) return settled;
      return ok({
        text: [`Settled ${count(items.length, "conflict")}: ${take}`],
        json: { settled: items.length, edit: settled.value.edit },
      });
    }
    const lines = items.flatMap((one) => [
      `${one.entity} “${oneLine(one.about, 60)}”, ${one.field} (${one.kind})`,
      sideOf(one, "mine"),
      sideOf(one, "theirs"),
    ]);
    return ok({ text: [...lines, `${count(total, "conflict")} to settle`], json: { items, total } });
  },
};

export const mergeCommands: readonly Command[] = [merge, conflicts];
