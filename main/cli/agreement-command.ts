import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AgreementReport, Comparable, Figure } from "../../shared/domain/agreement";
import { fail } from "../../shared/errors";
import { ArticleId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { normaliseName } from "../ids";
import { type Command, type Work, wordOf } from "./command";
import { suggestion } from "./nearest";
import { count, oneLine, table } from "./print";

/** The parts of a list that was typed with commas. */
const parts = (words: string): string[] =>
  words
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

const alone = "Agreement needs two analysts or more: merge a colleague's copy first.";

/** Who is compared, and who is not although they worked in the project. */
type Chosen = { readonly analysts: readonly Comparable[]; readonly remarks: readonly string[] };

/** Everybody who is compared unless somebody says otherwise; fails in words where there are not two. */
const everybody = (all: readonly Comparable[]): Result<Chosen> => {
  const analysts = all.filter(({ isCompared }) => isCompared);
  const apart = all.filter(({ highlights, isCompared }) => highlights > 0 && !isCompared);
  const remarks = apart.map(
    ({ name }) =>
      `Not compared: ${oneLine(name, 60)}, who highlighted nothing in the articles that the others share`,
  );
  if (analysts.length > 1) return ok({ analysts, remarks });
  const workers = all.filter(({ highlights }) => highlights > 0);
  const [only] = workers;
  if (only === undefined)
    return fail("invalid-input", "Nobody has highlighted anything in this project.", alone);
  return workers.length === 1
    ? fail(
        "invalid-input",
        `${oneLine(only.name, 60)} alone has highlighted something in this project.`,
        alone,
      )
    : fail(
        "invalid-input",
        "No two analysts have highlighted something in the same article.",
        "Name the analysts and the articles to compare them all the same: --analysts, --articles",
      );
};

/** The analysts that were named, by name or id, or everybody who can be compared at once, as in the window. */
const chosen = async ({ calls, words }: Work): Promise<Result<Chosen>> => {
  const listed = await calls.agreement.analysts(undefined);
  if (!listed.ok) return listed;
  const named = wordOf(words, "analysts");
  if (named === undefined) return everybody(listed.value);
  const found: Comparable[] = [];
  for (const name of parts(named)) {
    const known = listed.value.filter(
      (one) => one.id === name || normaliseName(one.name) === normaliseName(name),
    );
    const [analyst] = known;
    if (known.length > 1)
      return fail(
        "invalid-input",
        `${known.length} analysts are called “${oneLine(name)}”.`,
        `Name them by their ids: ${known.map(({ id }) => id).join(", ")}`,
      );
    if (analyst === undefined)
      return fail(
        "not-found",
        `Nobody called “${oneLine(name)}” has worked in this project.`,
        suggestion(
          name,
          listed.value.map((one) => one.name),
        ),
      );
    if (!found.includes(analyst)) found.push(analyst);
  }
  return ok({ analysts: found, remarks: [] });
};

const number = (value: number): string => value.toFixed(3).replace("-", "−");

/** "0.743 (0.512 to 0.921; from only 4 articles)", or why there is none. */
const valueWords = ({ value, low, high, why, remark }: Figure): string => {
  if (value === null) return `– ${why}`;
  const ends = low === null || high === null ? "" : `${number(low)} to ${number(high)}`;
  const about = low === null && remark !== "" ? `interval: ${remark}` : remark;
  const words = [ends, about].filter((part) => part !== "").join("; ");
  return words === "" ? number(value) : `${number(value)} (${words})`;
};

const scopeWords = ({ scope }: Figure): string => {
  if (scope.kind === "all") return "All together";
  return scope.kind === "tag" ? `Tag ${oneLine(scope.name, 60)}` : `Article ${oneLine(scope.title, 80)}`;
};

const reportWords = ({ analysts, articles, excluded, figures }: AgreementReport): string[] => {
  const lines = [
    `${analysts.map(({ name }) => oneLine(name, 40)).join(", ")}: ${count(articles.length, "article")} that all of them worked on`,
    ...excluded.map((words) => `Left out: ${words}`),
  ];
  const scopes = [...new Set(figures.map(scopeWords))];
  for (const words of scopes) {
    const own = figures.filter((figure) => scopeWords(figure) === words);
    lines.push("", words);
    lines.push(
      ...table(
        own.map((figure) => [
          `  ${figure.name}`,
          `n ${figure.n}${figure.leftOut === 0 ? "" : `, ${figure.leftOut} left out (F, 6)`}`,
          valueWords(figure),
        ]),
      ),
    );
  }
  return lines;
};

const articleIds = (words: string | undefined): Result<ArticleId[] | undefined> => {
  if (words === undefined) return ok(undefined);
  const ids: ArticleId[] = [];
  for (const id of parts(words)) {
    const parsed = ArticleId.safeParse(id);
    if (!parsed.success)
      return fail(
        "invalid-input",
        `“${oneLine(id)}” is not the id of an article.`,
        "List them with: assay articles FILE",
      );
    ids.push(parsed.data);
  }
  return ok(ids);
};

type Query = Parameters<Work["jobs"]["exportAgreement"]>[0]["query"];

/** Writes the CSV to the file that was named, or by way of a temporary one to standard output. */
const writeCsv = async (work: Work, query: Query, output: string): ReturnType<Command["run"]> => {
  if (output !== "-") {
    const path = work.resolve(output);
    const done = await work.jobs.exportAgreement({ path, query, format: "csv" }, work.progress("Agreement"));
    if (!done.ok) return done;
    return ok({
      text: [`Wrote ${count(done.value.rows, "figure")} to ${path}`],
      json: { path, ...done.value },
    });
  }
  const folder = mkdtempSync(join(tmpdir(), "assay-agreement-"));
  try {
    const path = join(folder, "agreement.csv");
    const done = await work.jobs.exportAgreement({ path, query, format: "csv" }, work.progress("Agreement"));
    if (!done.ok) return done;
    await work.pour(path);
    return ok({ text: [], json: null });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** `assay agreement`: how far analysts agree. */
export const agreementCommand: Command = {
  name: "agreement",
  usage: "agreement FILE [--analysts NAME,NAME...] [--articles ID,ID...] [-o OUT.csv]",
  summary: "how far two or more analysts agree on the articles that all of them worked on",
  details: [
    "Spans: F1 of highlights, exact and overlapping. Tags: Krippendorff's alpha, nominal and for unitizing. Reliability",
    "and credibility: quadratically weighted kappa and ordinal alpha, F and 6 left out and counted. Behind each figure its",
    "95 % bootstrap interval, over articles (or passages, where there is one article).",
    "--analysts NAMES   who is compared (else everybody who highlighted something in an article that all of them",
    "                   worked on)",
    "--articles IDS     on which articles (else those in which all of them highlighted something)",
    "-o, --output OUT   all figures as CSV; - is standard output",
  ],
  options: {
    analysts: { type: "string" },
    articles: { type: "string" },
    output: { type: "string", short: "o" },
  },
  takes: [1, 1],
  check: (words) => {
    if (wordOf(words, "output") === "") return "-o names no file";
    return wordOf(words, "output") === "-" && words["json"] === true
      ? "--json and -o - cannot share standard output"
      : null;
  },
  opensProject: true,
  run: async (work) => {
    const found = await chosen(work);
    if (!found.ok) return found;
    const { analysts, remarks } = found.value;
    const [first] = analysts;
    if (analysts.length < 2)
      return fail("invalid-input", `Only ${oneLine(first?.name ?? "nobody", 60)} was named.`, alone);
    if (analysts.length > 20)
      return fail("invalid-input", "At most 20 analysts can be compared.", "Name them with --analysts.");
    const ids = articleIds(wordOf(work.words, "articles"));
    if (!ids.ok) return ids;
    const query = {
      analystIds: analysts.map(({ id }) => id),
      ...(ids.value === undefined ? {} : { articleIds: ids.value }),
    };
    const output = wordOf(work.words, "output");
    if (output !== undefined) return writeCsv(work, query, output);
    const report = await work.calls.agreement.report({ ...query, hasIntervals: true });
    return report.ok ? ok({ text: reportWords(report.value), json: report.value, remarks }) : report;
  },
};
