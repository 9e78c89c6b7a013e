import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Database } from "better-sqlite3";
import { z } from "zod";
import { locateQuote } from "../../shared/anchoring/match-quote";
import { Analyst } from "../../shared/domain/analyst";
import { ArticleTitle, CalendarDate } from "../../shared/domain/article";
import { ClaimKind, Confidence, Likelihood, Statement } from "../../shared/domain/claim";
import { Credibility, Reliability } from "../../shared/domain/grade";
import { SourceKind, SourceName } from "../../shared/domain/source";
import { Stance } from "../../shared/domain/stance";
import { TagColour, TagName, TagShortcut } from "../../shared/domain/tag";
import { AnalystId, type ArticleId, type HighlightId, type SourceId, type TagId } from "../../shared/ids";
import type { Result } from "../../shared/result";
import { sha256 } from "../ids";
import type { ImportedArticle } from "../import/imported-article";
import { readText } from "../import/text";
import { addArticles } from "../store/add-articles";
import { getText } from "../store/articles";
import type { Actor } from "../store/change-log";
import { insertClaim } from "../store/claims";
import { insertEvidence } from "../store/evidence";
import { insertHighlight } from "../store/highlights";
import type { NewArticle } from "../store/new-article";
import { insertRating } from "../store/ratings";
import { insertSource } from "../store/sources";
import { insertTag } from "../store/tags";

const at = z.iso.datetime();
const name = z.string().min(1);

/** `seeds/sample.json`. Things refer to each other by name, articles by file name, highlights by `key`. */
const Sample = z.strictObject({
  project: z.strictObject({ name }),
  analyst: Analyst.omit({ id: true }),
  sources: z.array(
    z.strictObject({
      name: SourceName,
      kind: SourceKind,
      parent: name.optional(),
      url: z.string().optional(),
      note: z.string().optional(),
    }),
  ),
  ratings: z.array(z.strictObject({ source: name, reliability: Reliability, reason: z.string(), at })),
  overrides: z.array(z.strictObject({ article: name, reliability: Reliability, reason: z.string(), at })),
  tags: z.array(
    z.strictObject({
      name: TagName,
      colour: TagColour,
      parent: name.optional(),
      shortcut: TagShortcut.optional(),
      description: z.string().optional(),
    }),
  ),
  articles: z.array(
    z.strictObject({
      file: name,
      title: ArticleTitle,
      source: name,
      byline: z.string(),
      publishedOn: CalendarDate,
      url: z.string(),
      language: z.string(),
    }),
  ),
  highlights: z.array(
    z.strictObject({
      key: name,
      article: name,
      quote: name,
      prefix: z.string().optional(),
      suffix: z.string().optional(),
      tags: z.array(name),
      note: z.string().optional(),
      at: at.optional(),
    }),
  ),
  claims: z.array(
    z.strictObject({
      statement: Statement,
      kind: ClaimKind,
      asserter: z.union([z.strictObject({ source: name }), z.strictObject({ description: name })]).nullable(),
      eventDate: CalendarDate.nullable().optional(),
      tags: z.array(name),
      likelihood: Likelihood.nullable().optional(),
      confidence: Confidence.nullable().optional(),
      evidence: z.array(
        z.strictObject({
          highlight: name,
          stance: Stance,
          credibility: Credibility.nullable(),
          note: z.string().optional(),
        }),
      ),
      at: at.optional(),
    }),
  ),
});
type Sample = z.infer<typeof Sample>;

/** The folder of the seeds: beside the sources, or beside the built main process. */
const seedsFolder = (): string => {
  const here = dirname(fileURLToPath(import.meta.url));
  const found = ["../../seeds", "../seeds", "../../../seeds"]
    .map((path) => join(here, path))
    .find((path) => existsSync(join(path, "sample.json")));
  if (found === undefined) throw new Error("the sample project's seeds are missing");
  return found;
};

/** Reads and checks the sample project. Throws when it is broken: it is a part of the program. */
type ReadSample = { readonly sample: Sample; readonly texts: ReadonlyMap<string, SampleText> };
type SampleText = { readonly bytes: Uint8Array; readonly article: ImportedArticle };

/** The seeds as they lie on the disk. */
export const readSample = async (): Promise<ReadSample> => {
  const folder = seedsFolder();
  const sample = Sample.parse(JSON.parse(readFileSync(join(folder, "sample.json"), "utf8")));
  const texts = new Map<string, SampleText>();
  for (const { file } of sample.articles) {
    const bytes = new Uint8Array(readFileSync(join(folder, "articles", file)));
    // Ours, and plain text: no need of the guest.
    const content = must(await readText(bytes, { fileName: file }));
    const article = content.kind === "articles" ? content.articles[0] : undefined;
    if (article === undefined) throw new Error(`the sample project: ${file} holds no article`);
    texts.set(file, { bytes, article });
  }
  return { sample, texts };
};

/** What is wrong in the seeds is a bug of ours. */
const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`the sample project: ${result.error.message}`);
  return result.value;
};

const named = <T>(map: ReadonlyMap<string, T>, key: string): T => {
  const found = map.get(key);
  if (found === undefined) throw new Error(`the sample project names something that is not in it: ${key}`);
  return found;
};

/**
 * An actor whose clock begins at a moment and goes on by half a minute with each step, so that the sample's
 * history reads like a day's work and not like a machine's.
 */
const working = (
  actor: Actor,
  from: string,
): { readonly actor: Actor; readonly goOn: () => void; readonly goTo: (at: string) => void } => {
  let moment = Date.parse(from);
  return {
    actor: { ...actor, now: () => new Date(moment).toISOString() },
    goOn: () => {
      moment += 30_000;
    },
    goTo: (next) => {
      moment = Math.max(moment, Date.parse(next));
    },
  };
};

type Step = { readonly at: string | null; readonly run: (actor: Actor) => void };

/** The analyst of the sample: not the one who opens it, so that nothing of theirs is mixed with the example. */
const sampleAnalyst = (sample: Sample): Analyst => ({
  id: AnalystId.parse(`ana-${sha256(sample.analyst.name).slice(0, 32)}`),
  ...sample.analyst,
});

/** The moment at which the sample's work begins: the day before its first rating. */
const sampleStart = ({ ratings }: Sample): string => {
  const first = ratings.map((rating) => rating.at).sort()[0] ?? "2024-05-21T09:00:00Z";
  return new Date(Date.parse(first) - 45 * 60_000).toISOString();
};

/** Fills a new project with the sample, in the order in which an analyst would have done it. */
const fillSample = (db: Database, actor: Actor, { sample, texts }: ReadSample): void => {
  const sources = new Map<string, SourceId>();
  const tags = new Map<string, TagId>();
  const articles = new Map<string, ArticleId>();
  const highlights = new Map<string, HighlightId>();

  const addSources: Step[] = sample.sources.map(({ parent, ...source }) => ({
    at: null,
    run: (who) => {
      const parentId = parent === undefined ? null : named(sources, parent);
      sources.set(source.name, must(insertSource(db, who, { ...source, parentId })).id);
    },
  }));
  const addTags: Step[] = sample.tags.map(({ parent, ...tag }) => ({
    at: null,
    run: (who) => {
      const parentId = parent === undefined ? null : named(tags, parent);
      tags.set(tag.name, must(insertTag(db, who, { ...tag, parentId })).id);
    },
  }));
  const importArticles: Step = {
    at: null,
    run: (who) => {
      const added = must(
        addArticles(
          db,
          who,
          `Import ${sample.articles.length} articles`,
          sample.articles.map((article) => newArticle(article, named(texts, article.file), sources)),
        ),
      );
      for (const [index, { articleId }] of added.added.entries())
        articles.set(sample.articles[index]?.file ?? "", articleId);
    },
  };
  const rate: Step[] = [
    ...sample.ratings.map(
      (rating): Step => ({
        at: rating.at,
        run: (who) =>
          void must(
            insertRating(
              db,
              who,
              { sourceId: named(sources, rating.source) },
              rating.reliability,
              rating.reason,
            ),
          ),
      }),
    ),
    ...sample.overrides.map(
      (override): Step => ({
        at: override.at,
        run: (who) =>
          void must(
            insertRating(
              db,
              who,
              { articleId: named(articles, override.article) },
              override.reliability,
              override.reason,
            ),
          ),
      }),
    ),
  ].sort((a, b) => ((a.at ?? "") < (b.at ?? "") ? -1 : 1));
  const highlight: Step[] = sample.highlights.map((one) => ({
    at: one.at ?? null,
    run: (who) => {
      const articleId = named(articles, one.article);
      const place = locateQuote(must(getText(db, articleId)), {
        quote: one.quote,
        prefix: one.prefix ?? "",
        suffix: one.suffix ?? "",
      });
      if (place.kind !== "found")
        throw new Error(`the sample project: the quote of ${one.key} is ${place.kind} in ${one.article}`);
      const tagIds = one.tags.map((tag) => named(tags, tag));
      highlights.set(
        one.key,
        must(insertHighlight(db, who, { articleId, span: place.match, tagIds, note: one.note })).id,
      );
    },
  }));
  const claim: Step[] = sample.claims.map(({ asserter, tags: tagNames, evidence, at: when, ...one }) => ({
    at: when ?? null,
    run: (who) => {
      const asserted =
        asserter !== null && "source" in asserter ? { sourceId: named(sources, asserter.source) } : asserter;
      const tagIds = tagNames.map((tag) => named(tags, tag));
      const { id } = must(insertClaim(db, who, { ...one, asserter: asserted, tagIds }));
      for (const { highlight: key, ...given } of evidence)
        must(insertEvidence(db, who, id, { passage: { highlightId: named(highlights, key) }, ...given }));
    },
  }));

  const work = working(actor, actor.now());
  const early = rate.filter((step) => (step.at ?? "") < lastMorning(rate));
  const late = rate.filter((step) => !early.includes(step));
  for (const step of [...addSources, ...addTags, importArticles, ...early, ...highlight, ...claim, ...late]) {
    if (step.at !== null) work.goTo(step.at);
    step.run(work.actor);
    work.goOn();
  }
};

/** Ratings of later days come after the reading, as those of the first day come before it. */
const lastMorning = (rate: readonly Step[]): string => `${(rate[0]?.at ?? "").slice(0, 10)}T23:59:59Z`;

const newArticle = (
  { file, source, ...metadata }: Sample["articles"][number],
  { bytes, article }: SampleText,
  sources: ReadonlyMap<string, SourceId>,
): NewArticle => {
  const { text, blocks, part, mediaType, importer, steps } = article;
  const { proposals, doubts, asides, pages, encoding } = article;
  return {
    text,
    blocks,
    metadata: { ...metadata, sourceId: named(sources, source) },
    isReviewed: true,
    revisionOf: null,
    original: { bytes, fileName: file, mediaType },
    isOnlyOne: true,
    part,
    importer,
    steps,
    findings: { proposals, doubts, asides, pages, encoding },
  };
};

/** Everything that makes a new project the sample project. */
export const sampleFiller = async (newId: Actor["newId"]) => {
  const read = await readSample();
  const actor: Actor = { analyst: sampleAnalyst(read.sample), now: () => sampleStart(read.sample), newId };
  return { name: read.sample.project.name, actor, fill: (db: Database) => fillSample(db, actor, read) };
};
