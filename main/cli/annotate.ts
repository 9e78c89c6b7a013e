import { locateQuote } from "../../shared/anchoring/match-quote";
import type { ArticleSummary } from "../../shared/domain/article";
import type { ClaimSummary, NewAsserter } from "../../shared/domain/claim";
import type { HighlightEvidence, Span } from "../../shared/domain/highlight";
import type { SourceSummary } from "../../shared/domain/source";
import { fail } from "../../shared/errors";
import type { AnalystId, ArticleId, ClaimId, EvidenceId, HighlightId, TagId } from "../../shared/ids";
import type { StoreCalls } from "../../shared/ipc/contract";
import type { BridgeOf } from "../../shared/ipc/define";
import { ok, type Result } from "../../shared/result";
import { type Annotation, type AsserterWords, readAnnotation } from "./annotation";
import { normalised, suggestion } from "./nearest";

/*
 * Annotations from a file, line by line. Everything goes through the same calls as in the window. A second run of
 * the same file adds nothing: a passage that this analyst has highlighted is used again, a claim is told by its
 * statement, and what somebody has filled in since is never written over.
 */

/** What became of one line; `problem` is null when it was done. */
export type LineOutcome = {
  readonly line: number;
  readonly problem: string | null;
  readonly articleId: ArticleId | null;
  readonly highlightId: HighlightId | null;
  readonly claimId: ClaimId | null;
};

/** How much a run has added. */
export type Added = { highlights: number; claims: number; evidence: number; tags: number };

type KnownEvidence = Pick<HighlightEvidence, "id" | "claimId" | "stance" | "credibility" | "note">;
/** What of a highlight matters here, kept up to date as lines are applied. */
type KnownHighlight = {
  readonly id: HighlightId;
  tagIds: readonly TagId[];
  note: string;
  evidence: readonly KnownEvidence[];
};
type Known = { readonly text: string; readonly highlights: Map<string, KnownHighlight> };

/** A run's memory, so that a thousand lines do not read the whole project a thousand times. */
type Run = {
  readonly calls: BridgeOf<StoreCalls>;
  readonly analystId: AnalystId;
  readonly articles: readonly ArticleSummary[];
  readonly texts: Map<ArticleId, Known>;
  readonly tags: Map<string, TagId>;
  readonly claims: Map<string, { readonly id: ClaimId; readonly tagIds: readonly TagId[] }>;
  sources: readonly SourceSummary[];
  readonly added: Added;
};

const statementKey = (statement: string): string => normalised(statement);

const startRun = async (calls: BridgeOf<StoreCalls>, analystId: AnalystId): Promise<Result<Run>> => {
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
    tags: new Map(tags.value.map((tag) => [normalised(tag.name), tag.id])),
    claims: new Map(claims.value.claims.map(known)),
    sources: sources.value,
    added: { highlights: 0, claims: 0, evidence: 0, tags: 0 },
  });
};

const findArticle = (articles: readonly ArticleSummary[], words: string): Result<ArticleSummary> => {
  const byId = articles.find((article) => article.id === words);
  if (byId !== undefined) return ok(byId);
  const wanted = normalised(words);
  const byTitle = articles.filter((article) => normalised(article.title) === wanted);
  const found =
    byTitle.length > 0 ? byTitle : articles.filter((article) => normalised(article.fileName) === wanted);
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

const spanKey = ({ start, end }: Span): string => `${start}-${end}`;

/** The article's text and this analyst's own highlights in it, by their place. */
const open = async (run: Run, id: ArticleId): Promise<Result<Known>> => {
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

const locate = (text: string, { quote, prefix, suffix }: Annotation, title: string): Result<Span> => {
  const asStored = (words: string): string => words.replace(/\r\n?/g, "\n");
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
    case "ambiguous":
      return fail(
        "conflict",
        `the quote stands ${found.places} times in “${title}”: tell them apart by prefix or suffix`,
      );
  }
};

const tagIds = async (run: Run, names: readonly string[]): Promise<Result<TagId[]>> => {
  const ids = new Set<TagId>();
  for (const name of names) {
    const known = run.tags.get(normalised(name));
    if (known !== undefined) {
      ids.add(known);
      continue;
    }
    const made = await run.calls.tags.create({ name });
    if (!made.ok) return made;
    run.tags.set(normalised(name), made.value.id);
    run.added.tags += 1;
    ids.add(made.value.id);
  }
  return ok([...ids]);
};

/** A note that says it already stays; another one is added below it. */
const joinNotes = (old: string, added: string): string => {
  if (added.trim() === "" || old.includes(added.trim())) return old;
  return old.trim() === "" ? added : `${old}\n\n${added}`;
};

const improve = async (
  run: Run,
  highlight: KnownHighlight,
  ids: readonly TagId[],
  words: string,
): Promise<Result<KnownHighlight>> => {
  const { id } = highlight;
  for (const tagId of ids.filter((one) => !highlight.tagIds.includes(one))) {
    const set = await run.calls.highlights.setTag({ id, tagId, isOn: true });
    if (!set.ok) return set;
    highlight.tagIds = [...highlight.tagIds, tagId];
  }
  const note = joinNotes(highlight.note, words);
  if (note === highlight.note) return ok(highlight);
  const set = await run.calls.highlights.update({ id, set: { note } });
  if (!set.ok) return set;
  highlight.note = note;
  return ok(highlight);
};

const ensureHighlight = async (
  run: Run,
  articleId: ArticleId,
  span: Span,
  { tags, note }: Annotation,
): Promise<Result<KnownHighlight>> => {
  const known = await open(run, articleId);
  if (!known.ok) return known;
  const ids = await tagIds(run, tags ?? []);
  if (!ids.ok) return ids;
  const before = known.value.highlights.get(spanKey(span));
  if (before !== undefined) return improve(run, before, ids.value, note ?? "");
  const made = await run.calls.highlights.create({ articleId, span, tagIds: ids.value, note: note ?? "" });
  if (!made.ok) return made;
  run.added.highlights += 1;
  const highlight: KnownHighlight = { id: made.value.id, tagIds: ids.value, note: note ?? "", evidence: [] };
  known.value.highlights.set(spanKey(span), highlight);
  return ok(highlight);
};

const asserterOf = async (run: Run, words: AsserterWords): Promise<NewAsserter> => {
  if (typeof words === "object" && "description" in words) return words;
  const name = typeof words === "string" ? words : words.source;
  const source = run.sources.find((candidate) => normalised(candidate.name) === normalised(name));
  if (source !== undefined) return { sourceId: source.id };
  return typeof words === "string" ? { description: name } : { newSourceName: name };
};

type NewClaim = NonNullable<Annotation["claim"]>;

const newEvidence = (highlight: KnownHighlight, claim: NewClaim) => ({
  passage: { highlightId: highlight.id },
  stance: claim.stance ?? ("supports" as const),
  credibility: claim.credibility ?? null,
  note: claim.note ?? "",
});

const remember = (
  run: Run,
  highlight: KnownHighlight,
  claimId: ClaimId,
  id: EvidenceId,
  claim: NewClaim,
): void => {
  const { stance, credibility, note } = newEvidence(highlight, claim);
  highlight.evidence = [...highlight.evidence, { id, claimId, stance, credibility, note }];
  run.added.evidence += 1;
};

const createClaim = async (
  run: Run,
  highlight: KnownHighlight,
  claim: NewClaim,
): Promise<Result<ClaimId>> => {
  const ids = await tagIds(run, claim.tags ?? []);
  if (!ids.ok) return ids;
  const asserter = claim.asserter == null ? null : await asserterOf(run, claim.asserter);
  const made = await run.calls.claims.create({
    statement: claim.statement,
    kind: claim.kind ?? "fact",
    asserter,
    eventDate: claim.event_date ?? null,
    tagIds: ids.value,
    evidence: newEvidence(highlight, claim),
  });
  if (!made.ok) return made;
  const { id, evidenceId } = made.value;
  run.claims.set(statementKey(claim.statement), { id, tagIds: ids.value });
  run.added.claims += 1;
  if (evidenceId !== null) remember(run, highlight, id, evidenceId, claim);
  if (asserter === null || !("newSourceName" in asserter)) return ok(id);
  const sources = await run.calls.sources.list(undefined);
  if (!sources.ok) return sources;
  run.sources = sources.value;
  return ok(id);
};

/** The passage bears on the claim already: only what is still empty is filled in. */
const fillEvidence = async (
  run: Run,
  evidence: KnownEvidence,
  claim: NewClaim,
): Promise<Result<KnownEvidence>> => {
  const stance = claim.stance ?? evidence.stance;
  if (stance !== evidence.stance)
    return fail(
      "conflict",
      `the passage is there as “${evidence.stance}” for this claim, not “${stance}”: change it in the app`,
    );
  const note = joinNotes(evidence.note, claim.note ?? "");
  const set = {
    ...(evidence.credibility === null && claim.credibility != null ? { credibility: claim.credibility } : {}),
    ...(note === evidence.note ? {} : { note }),
  };
  if (Object.keys(set).length === 0) return ok(evidence);
  const updated = await run.calls.evidence.update({ id: evidence.id, set });
  return updated.ok ? ok({ ...evidence, ...set }) : updated;
};

const addTags = async (
  run: Run,
  claim: NewClaim,
  known: { id: ClaimId; tagIds: readonly TagId[] },
): Promise<Result<undefined>> => {
  const ids = await tagIds(run, claim.tags ?? []);
  if (!ids.ok) return ids;
  const whole = [...new Set([...known.tagIds, ...ids.value])];
  if (whole.length === known.tagIds.length) return ok(undefined);
  const updated = await run.calls.claims.update({ id: known.id, set: { tagIds: whole } });
  if (!updated.ok) return updated;
  run.claims.set(statementKey(claim.statement), { id: known.id, tagIds: whole });
  return ok(undefined);
};

const ensureEvidence = async (
  run: Run,
  highlight: KnownHighlight,
  claim: NewClaim,
  claimId: ClaimId,
): Promise<Result<undefined>> => {
  const before = highlight.evidence.find((one) => one.claimId === claimId);
  if (before !== undefined) {
    const filled = await fillEvidence(run, before, claim);
    if (!filled.ok) return filled;
    highlight.evidence = highlight.evidence.map((one) => (one === before ? filled.value : one));
    return ok(undefined);
  }
  const made = await run.calls.evidence.create({ ...newEvidence(highlight, claim), claimId });
  if (!made.ok) return made;
  remember(run, highlight, claimId, made.value.id, claim);
  return ok(undefined);
};

const ensureClaim = async (
  run: Run,
  highlight: KnownHighlight,
  claim: NewClaim,
): Promise<Result<ClaimId>> => {
  const known = run.claims.get(statementKey(claim.statement));
  if (known === undefined) return createClaim(run, highlight, claim);
  const evidence = await ensureEvidence(run, highlight, claim, known.id);
  if (!evidence.ok) return evidence;
  const tagged = await addTags(run, claim, known);
  return tagged.ok ? ok(known.id) : tagged;
};

const failedLine = (
  line: number,
  { message, advice }: { message: string; advice?: string },
): LineOutcome => ({
  line,
  problem: advice === undefined ? message : `${message}. ${advice}`,
  articleId: null,
  highlightId: null,
  claimId: null,
});

const annotateLine = async (run: Run, line: number, words: string): Promise<LineOutcome> => {
  const annotation = readAnnotation(words);
  if (!annotation.ok) return failedLine(line, annotation.error);
  const article = findArticle(run.articles, annotation.value.article);
  if (!article.ok) return failedLine(line, article.error);
  const { id, title } = article.value;
  const known = await open(run, id);
  if (!known.ok) return failedLine(line, known.error);
  const span = locate(known.value.text, annotation.value, title);
  if (!span.ok) return failedLine(line, span.error);
  const highlight = await ensureHighlight(run, id, span.value, annotation.value);
  if (!highlight.ok) return failedLine(line, highlight.error);
  const done = { line, problem: null, articleId: id, highlightId: highlight.value.id, claimId: null };
  if (annotation.value.claim == null) return done;
  const claim = await ensureClaim(run, highlight.value, annotation.value.claim);
  if (claim.ok) return { ...done, claimId: claim.value };
  return { ...failedLine(line, claim.error), articleId: id, highlightId: highlight.value.id };
};

/** Applies an annotations file. A line that fails is reported and the rest go on; blank lines are passed over. */
export const annotate = async (
  calls: BridgeOf<StoreCalls>,
  analystId: AnalystId,
  content: string,
  isCancelled: () => boolean,
): Promise<Result<{ readonly lines: readonly LineOutcome[]; readonly added: Added }>> => {
  const run = await startRun(calls, analystId);
  if (!run.ok) return run;
  const lines: LineOutcome[] = [];
  for (const [at, words] of content
    .replace(/^\ufeff/, "")
    .split(/\r\n|\n|\r/)
    .entries()) {
    if (words.trim() === "") continue;
    if (isCancelled())
      return fail(
        "cancelled",
        `Stopped before line ${at + 1}`,
        "What was done until then stays; undo takes it back.",
      );
    lines.push(await annotateLine(run.value, at + 1, words));
  }
  return ok({ lines, added: run.value.added });
};
