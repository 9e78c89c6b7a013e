import { locateQuote } from "../../shared/anchoring/match-quote";
import type { ArticleSummary } from "../../shared/domain/article";
import type { ClaimSummary } from "../../shared/domain/claim";
import type { HighlightEvidence, Span } from "../../shared/domain/highlight";
import type { SourceSummary } from "../../shared/domain/source";
import { fail } from "../../shared/errors";
import type { AnalystId, ArticleId, ClaimId, HighlightId, TagId } from "../../shared/ids";
import type { StoreCalls } from "../../shared/ipc/contract";
import type { BridgeOf } from "../../shared/ipc/define";
import { ok, type Result } from "../../shared/result";
import { normaliseName } from "../ids";
import { canonicalText } from "../import/decode-text";
import type { Annotation } from "./annotation";
import { suggestion } from "./nearest";

/** How much a run has added. */
export type Added = { highlights: number; claims: number; evidence: number; tags: number };

/** What of a piece of evidence matters here. */
export type KnownEvidence = Pick<HighlightEvidence, "id" | "claimId" | "stance" | "credibility" | "note">;
/** What of a highlight matters here, kept up to date as lines are applied. */
export type KnownHighlight = {
  readonly id: HighlightId;
  tagIds: readonly TagId[];
  note: string;
  evidence: readonly KnownEvidence[];
};
type Known = { readonly text: string; readonly highlights: Map<string, KnownHighlight> };

/** A run's memory, so that a thousand lines do not read the whole project a thousand times. */
export type Run = {
  readonly calls: BridgeOf<StoreCalls>;
  readonly analystId: AnalystId;
  readonly articles: readonly ArticleSummary[];
  readonly texts: Map<ArticleId, Known>;
  readonly tags: Map<string, TagId>;
  readonly claims: Map<string, { readonly id: ClaimId; readonly tagIds: readonly TagId[] }>;
  sources: readonly SourceSummary[];
  readonly added: Added;
};

/** A claim as it is told from another: case and white space of its statement do not count. */
export const statementKey = (statement: string): string => normaliseName(statement);

/** Reads what a run needs to know of the project. */
export const startRun = async (calls: BridgeOf<StoreCalls>, analystId: AnalystId): Promise<Result<Run>> => {
  const articles = await calls.articles.list({ sort: "imported" });
  if (!articles.ok) return articles;
  const tags = await calls.tags.list(undefined);
  if (!tags.ok) return tags;
  const claims = await calls.claims.list({});
  if (!claims.ok) return claims;
  const sources = await calls.sources.list(undefined);
  if (!sources.ok) return sources;
  const known = (claim: ClaimSummary) =>
    [statementKey(claim.statement), { id: claim.id, tagIds: claim.tagIds }] as const;
  return ok({
    calls,
    analystId,
    articles: articles.value,
    texts: new Map(),
    tags: new Map(tags.value.map((tag) => [normaliseName(tag.name), tag.id])),
    claims: new Map(claims.value.claims.map(known)),
    sources: sources.value,
    added: { highlights: 0, claims: 0, evidence: 0, tags: 0 },
  });
};

/** The article that a line names: by id, by title, or by the name of the file that it came from. */
export const findArticle = (articles: readonly ArticleSummary[], words: string): Result<ArticleSummary> => {
  const byId = articles.find((article) => article.id === words);
  if (byId !== undefined) return ok(byId);
  const wanted = normaliseName(words);
  const byTitle = articles.filter((article) => normaliseName(article.title) === wanted);
  const found =
    byTitle.length > 0 ? byTitle : articles.filter((article) => normaliseName(article.fileName) === wanted);
  const [only, ...others] = found;
  if (only === undefined)
    return fail(
      "not-found",
      `there is no article “${words}”`,
      suggestion(
        words,
        articles.map((article) => article.title),
      ),
    );
  return others.length === 0
    ? ok(only)
    : fail("conflict", `${found.length} articles are called “${words}”: name one by its id`);
};

/** A stretch of a text as a key. */
export const spanKey = ({ start, end }: Span): string => `${start}-${end}`;

/** The article's text and this analyst's own highlights in it, by their place. */
export const open = async (run: Run, id: ArticleId): Promise<Result<Known>> => {
  const before = run.texts.get(id);
  if (before !== undefined) return ok(before);
  const article = await run.calls.articles.get({ id });
  if (!article.ok) return article;
  const highlights = await run.calls.highlights.list({ articleId: id });
  if (!highlights.ok) return highlights;
  const own = highlights.value.filter((highlight) => highlight.analystId === run.analystId);
  const known: Known = {
    text: article.value.text,
    highlights: new Map(own.map((one) => [spanKey(one.anchor), one])),
  };
  run.texts.set(id, known);
  return ok(known);
};

/** Where a line's quote stands in a text; absent and ambiguous are failures in words. */
export const locate = (text: string, { quote, prefix, suffix }: Annotation, title: string): Result<Span> => {
  const asStored = (words: string): string => canonicalText(words).text;
  const found = locateQuote(text, {
    quote: asStored(quote),
    ...(prefix == null ? {} : { prefix: asStored(prefix) }),
    ...(suffix == null ? {} : { suffix: asStored(suffix) }),
  });
  switch (found.kind) {
    case "found":
      return ok({ start: found.match.start, end: found.match.end });
    case "absent":
      return fail("not-found", `the quote does not stand in “${title}”`);
    case "out-of-context":
      return fail(
        "not-found",
        `the quote stands in “${title}”, but not in that context: check prefix and suffix`,
      );
    case "ambiguous":
      return fail(
        "conflict",
        `the quote stands ${found.places} times in “${title}”: tell them apart by prefix or suffix`,
      );
  }
};

/** The tags of these names; those that are not there yet are made. */
export const tagIds = async (run: Run, names: readonly string[]): Promise<Result<TagId[]>> => {
  const ids = new Set<TagId>();
  for (const name of names) {
    const known = run.tags.get(normaliseName(name));
    if (known !== undefined) {
      ids.add(known);
      continue;
    }
    const made = await run.calls.tags.create({ name });
    if (!made.ok) return made;
    run.tags.set(normaliseName(name), made.value.id);
    run.added.tags += 1;
    ids.add(made.value.id);
  }
  return ok([...ids]);
};
