import { evidenceGrade, Reliability } from "../../shared/domain/grade";
import type { SourceSummary } from "../../shared/domain/source";
import { fail } from "../../shared/errors";
import { ok } from "../../shared/result";
import { normaliseName } from "../ids";
import { annotate } from "./annotate";
import { type Command, wordOf } from "./command";
import { suggestion } from "./nearest";
import { count, oneLine, table } from "./print";

const findSource = (sources: readonly SourceSummary[], name: string): SourceSummary | undefined =>
  sources.find((source) => normaliseName(source.name) === normaliseName(name));

const articles: Command = {
  name: "articles",
  usage: "articles FILE",
  summary: "list the articles, oldest first",
  details: [
    "--json gives an array of {id, title, fileName, source, publishedOn, language, characters, sha256}.",
  ],
  options: {},
  takes: [1, 1],
  opensProject: true,
  run: async ({ calls }) => {
    const listed = await calls.articles.list({ sort: "oldest" });
    if (!listed.ok) return listed;
    const rows = listed.value.map((one) => [
      one.id,
      one.publishedOn ?? "no date",
      `${oneLine(one.sourceName ?? "no source", 30)}${one.rating === null ? "" : ` ${one.rating.reliability}`}`,
      oneLine(one.title),
    ]);
    return ok({
      text: table(rows),
      json: listed.value.map(
        ({ id, title, fileName, sourceName, publishedOn, language, characters, sha256 }) => ({
          id,
          title,
          fileName,
          source: sourceName,
          publishedOn,
          language,
          characters,
          sha256,
        }),
      ),
    });
  },
};

const sources: Command = {
  name: "sources",
  usage: "sources FILE",
  summary: "list the sources with the letters in force",
  details: [],
  options: {},
  takes: [1, 1],
  opensProject: true,
  run: async ({ calls }) => {
    const listed = await calls.sources.list(undefined);
    if (!listed.ok) return listed;
    const rows = listed.value.map((one) => [
      one.rating?.reliability ?? "–",
      one.kind,
      count(one.articles, "article"),
      oneLine(one.name),
    ]);
    return ok({ text: table(rows), json: listed.value });
  },
};

const claims: Command = {
  name: "claims",
  usage: "claims FILE",
  summary: "list the claims with how their evidence stands",
  details: [],
  options: {},
  takes: [1, 1],
  opensProject: true,
  run: async ({ calls }) => {
    const listed = await calls.claims.list({ sort: "updated", direction: "descending" });
    if (!listed.ok) return listed;
    const rows = listed.value.claims.map((one) => [
      `+${one.supports} −${one.contradicts} ·${one.context}`,
      evidenceGrade(one.bestReliability, one.bestCredibility) || "–",
      one.kind,
      `${oneLine(one.statement, 120)}${one.asserterName === "" ? "" : ` (${oneLine(one.asserterName, 60)})`}`,
    ]);
    return ok({ text: table(rows), json: listed.value.claims });
  },
};

const rate: Command = {
  name: "rate",
  usage: "rate FILE --source NAME --reliability A|B|C|D|E|F --reason TEXT",
  summary: "rate a source; older ratings stay in its history",
  details: ["F means that its reliability cannot be judged."],
  options: { source: { type: "string" }, reliability: { type: "string" }, reason: { type: "string" } },
  takes: [1, 1],
  check: (words) => {
    if ((wordOf(words, "source") ?? "").trim() === "") return "--source NAME is missing";
    if (!Reliability.safeParse(wordOf(words, "reliability")?.toUpperCase()).success)
      return "--reliability is one of A, B, C, D, E and F";
    return (wordOf(words, "reason") ?? "").trim() === "" ? "--reason TEXT is missing" : null;
  },
  opensProject: true,
  run: async ({ calls, words }) => {
    const name = wordOf(words, "source") ?? "";
    const listed = await calls.sources.list(undefined);
    if (!listed.ok) return listed;
    const source = findSource(listed.value, name);
    const names = listed.value.map((one) => one.name);
    if (source === undefined)
      return fail(
        "not-found",
        `There is no source “${name}” in the project`,
        suggestion(name, names) ??
          (names.length === 0
            ? "It has no sources yet: import with --source NAME."
            : "See `assay sources FILE`."),
      );
    const reliability = Reliability.parse(wordOf(words, "reliability")?.toUpperCase());
    const rated = await calls.sources.rate({
      target: { sourceId: source.id },
      reliability,
      reason: wordOf(words, "reason") ?? "",
    });
    if (!rated.ok) return rated;
    return ok({
      text: [`Rated ${oneLine(source.name)} ${reliability}`],
      json: { sourceId: source.id, source: source.name, reliability, edit: rated.value.edit },
    });
  },
};

const annotateFile: Command = {
  name: "annotate",
  usage: "annotate FILE --from ANNOTATIONS.jsonl",
  summary: "add highlights, tags and claims from a file, one JSON object a line",
  details: [
    '{"article": id or title, "quote", "prefix"?, "suffix"?, "tags"?, "note"?, "claim"?: {"statement", "kind"?,',
    '  "asserter"?, "event_date"?, "stance"?, "credibility"?, "note"?, "tags"?}}',
    "--from -   reads standard input. A line that fails is reported with its number, the rest go on, exit code 1.",
    "A second run adds nothing: equal passages are used again, and a claim is told by its statement.",
  ],
  options: { from: { type: "string" } },
  takes: [1, 1],
  check: (words) =>
    (wordOf(words, "from") ?? "") === ""
      ? "--from ANNOTATIONS.jsonl is missing (- for standard input)"
      : null,
  opensProject: true,
  run: async (work) => {
    const content = await work.readInput(wordOf(work.words, "from") ?? "");
    if (!content.ok) return content;
    const done = await annotate(work.calls, work.analyst.id, content.value, work.isCancelled);
    if (!done.ok) return done;
    const { lines, added } = done.value;
    const failed = lines.filter((line) => line.problem !== null);
    return ok({
      text: [
        `${count(lines.length - failed.length, "line")} done, ${failed.length} failed`,
        `Added ${count(added.highlights, "highlight")}, ${count(added.claims, "claim")}, ${count(added.evidence, "piece of evidence", "pieces of evidence")}, ${count(added.tags, "tag")}`,
      ],
      json: { done: lines.length - failed.length, failed: failed.length, added, lines },
      remarks: failed.map((line) => `line ${line.line}: ${line.problem}`),
      isFailed: failed.length > 0,
    });
  },
};

export const articleCommands: readonly Command[] = [articles, sources, claims, rate, annotateFile];
