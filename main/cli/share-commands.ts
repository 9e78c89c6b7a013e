import { lstatSync } from "node:fs";
import {
  blindCopy,
  everything,
  type ShareAnnotations,
  type ShareArticles,
  ShareOptions,
  type SharePreview,
} from "../../shared/domain/share";
import { fail } from "../../shared/errors";
import { ArticleId, type TagId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { normaliseName } from "../ids";
import { noMemory } from "../share/team-folder";
import { type Command, type Words, type Work, wordOf } from "./command";
import { suggestion } from "./nearest";
import { count, oneLine } from "./print";

/** The parts of a list that was typed with commas. */
const parts = (words: string): string[] =>
  words
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** The tags of these names. A name with a comma in it is meant when it stands alone. */
const tagsNamed = async ({ calls }: Work, words: string): Promise<Result<TagId[]>> => {
  const tags = await calls.tags.list(undefined);
  if (!tags.ok) return tags;
  const find = (name: string) => tags.value.find((tag) => normaliseName(tag.name) === normaliseName(name));
  const names = find(words) === undefined ? parts(words) : [words];
  const ids: TagId[] = [];
  for (const name of names) {
    const tag = find(name);
    if (tag === undefined)
      return fail(
        "not-found",
        `There is no tag “${oneLine(name)}” in the project.`,
        suggestion(
          name,
          tags.value.map((one) => one.name),
        ),
      );
    ids.push(tag.id);
  }
  return ok(ids);
};

const articlesOf = async (work: Work): Promise<Result<ShareArticles>> => {
  const tagged = wordOf(work.words, "tagged");
  if (tagged !== undefined) {
    const tagIds = await tagsNamed(work, tagged);
    return tagIds.ok ? ok({ kind: "tagged", tagIds: tagIds.value }) : tagIds;
  }
  const listed = wordOf(work.words, "articles");
  if (listed === undefined) return ok({ kind: "all" });
  const ids: ArticleId[] = [];
  for (const id of parts(listed)) {
    const parsed = ArticleId.safeParse(id);
    if (!parsed.success)
      return fail(
        "invalid-input",
        `“${oneLine(id)}” is not the id of an article.`,
        "List them with: assay articles FILE",
      );
    ids.push(parsed.data);
  }
  return ok({ kind: "these", ids });
};

const annotationsOf = async (work: Work, otherwise: ShareAnnotations): Promise<Result<ShareAnnotations>> => {
  const words = wordOf(work.words, "annotations");
  if (words === undefined) return ok(otherwise);
  if (words === "all" || words === "mine" || words === "none") return ok({ kind: words });
  const tagIds = await tagsNamed(work, words);
  return tagIds.ok ? ok({ kind: "tagged", tagIds: tagIds.value }) : tagIds;
};

const optionsOf = async (work: Work): Promise<Result<ShareOptions>> => {
  const { words } = work;
  const preset = words["blind"] === true ? blindCopy : everything;
  const articles = await articlesOf(work);
  if (!articles.ok) return articles;
  const annotations = await annotationsOf(work, preset.annotations);
  if (!annotations.ok) return annotations;
  const project = await work.calls.project.get(undefined);
  if (!project.ok) return project;
  const isPart = articles.value.kind !== "all" || annotations.value.kind !== "all";
  const parsed = ShareOptions.safeParse({
    articles: articles.value,
    annotations: annotations.value,
    text: wordOf(words, "text") ?? preset.text,
    hasOriginals: preset.hasOriginals && words["no-originals"] !== true,
    hasNames: words["pseudonyms"] !== true,
    hasNotes: preset.hasNotes && words["no-notes"] !== true,
    // What was left out would be told by the history of what was not.
    hasHistory: preset.hasHistory && words["no-history"] !== true && (!isPart || words["history"] === true),
    marking: wordOf(words, "marking") ?? project.value?.marking ?? "",
  });
  return parsed.success
    ? ok(parsed.data)
    : fail("invalid-input", "The marking is longer than 200 characters.", "Choose a shorter one.");
};

const inWords = ({ counts }: SharePreview): string =>
  [
    count(counts.articles, "article"),
    count(counts.highlights, "highlight"),
    count(counts.claims, "claim"),
    count(counts.evidence, "piece of evidence", "pieces of evidence"),
    count(counts.ratings, "rating"),
    count(counts.sources, "source"),
    count(counts.tags, "tag"),
    count(counts.originals, "original"),
  ].join(", ");

const checkWords = (words: Words): string | null => {
  const text = wordOf(words, "text");
  if (text !== undefined && !["whole", "quotes", "none"].includes(text))
    return "--text is whole, quotes or none";
  if (wordOf(words, "articles") !== undefined && wordOf(words, "tagged") !== undefined)
    return "--articles and --tagged exclude each other";
  return words["blind"] === true && wordOf(words, "annotations") !== undefined
    ? "--blind and --annotations exclude each other"
    : null;
};

const share: Command = {
  name: "share",
  usage: "share FILE OUT [options]",
  summary: "save a copy of the project to share, as one file",
  details: [
    "Without options everything goes along, with the history of who changed what and when: whoever has the copy",
    "can bring back what you deleted. Never in it are scraps of text that the file still holds unused, your settings, and",
    "which articles you have read. A copy of a part has no history unless --history asks for it.",
    "--articles ID,ID,...    only these articles (and earlier revisions of them)",
    "--tagged TAG,TAG,...    only articles with a highlight under one of these tags",
    "--annotations WHICH     all, mine, none, or TAG,TAG,...",
    "--blind                 articles and codebook alone, for somebody who works apart from you",
    "--text WHICH            whole, quotes (all else is blank), or none",
    "--no-originals          without the files as they were imported",
    "--pseudonyms            analysts are called Analyst 1, Analyst 2...",
    "--no-notes              without notes and the reasons of ratings",
    "--no-history            what stands now, and nothing that was deleted",
    "--history               every earlier value, also in a copy of a part",
    "--marking TEXT          shown to whoever opens the copy, as TLP:AMBER (else the one that came with the project)",
    "--dry-run               say what the copy would hold, and write nothing",
    "--replace               put the copy in the place of a file OUT that is there already",
  ],
  options: {
    articles: { type: "string" },
    tagged: { type: "string" },
    annotations: { type: "string" },
    blind: { type: "boolean" },
    text: { type: "string" },
    "no-originals": { type: "boolean" },
    pseudonyms: { type: "boolean" },
    "no-notes": { type: "boolean" },
    "no-history": { type: "boolean" },
    history: { type: "boolean" },
    marking: { type: "string" },
    "dry-run": { type: "boolean" },
    replace: { type: "boolean" },
  },
  takes: [2, 2],
  check: checkWords,
  opensProject: true,
  run: async (work) => {
    const { calls, jobs, words, progress } = work;
    const path = work.files[1] ?? "";
    // What is no ordinary file, or the project itself, is refused with better words further on.
    const there = lstatSync(path, { throwIfNoEntry: false });
    if (there?.isFile() === true && words["replace"] !== true && words["dry-run"] !== true)
      return fail("conflict", `${path} is there already`, "Choose another name, or add --replace.");
    const options = await optionsOf(work);
    if (!options.ok) return options;
    const preview = await calls.share.preview(options.value);
    if (!preview.ok) return preview;
    const { remarks } = preview.value;
    if (words["dry-run"] === true)
      return ok({
        text: [`Would save ${inWords(preview.value)}`, `About ${count(preview.value.bytes, "byte")}`],
        json: preview.value,
        remarks,
      });
    const shared = await jobs.shareCopy({ path, options: options.value }, progress("Copying"));
    if (!shared.ok) return shared;
    return ok({
      text: [`Saved a copy in ${path} (${count(shared.value.bytes, "byte")})`, inWords(preview.value)],
      json: { path, bytes: shared.value.bytes, counts: preview.value.counts },
      remarks,
    });
  },
};

const exchange: Command = {
  name: "exchange",
  usage: "exchange FILE FOLDER",
  summary: "exchange work with a team through a folder that all of it shares",
  details: [
    "Merges the colleagues' files in FOLDER, then writes a file of your own there, which nobody else writes. The newest",
    "version of everything stands; what is in conflict waits to be settled. Files that are not whole yet are listed and",
    "tried again the next time; files of other projects are left alone.",
  ],
  options: {},
  takes: [2, 2],
  opensProject: true,
  run: async ({ jobs, progress, files: [, folder = ""] }) => {
    const done = await jobs.exchange({ folder, memory: noMemory }, progress("Exchanging"));
    if (!done.ok) return done;
    const { memory, isWritten, merged, conflicts, error } = done.value;
    if (error !== null) return { ok: false, error };
    const members = memory.files.map(({ print: _, ...member }) => member);
    const aside = members.filter(({ state }) => state !== "merged");
    return ok({
      text: [
        merged === 0
          ? "Nothing new from the others"
          : `Merged what is new in ${count(merged, "file")}, ${count(conflicts, "conflict")} to settle`,
        ...(isWritten ? [`Wrote ${memory.own?.fileName ?? ""}`] : []),
      ],
      json: { merged, conflicts, written: isWritten ? (memory.own?.fileName ?? null) : null, members },
      remarks: aside.map(({ fileName, words }) => `${oneLine(fileName)}: ${words}`),
    });
  },
};

export const shareCommands: readonly Command[] = [share, exchange];
