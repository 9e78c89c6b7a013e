import type { NewAsserter } from "../../shared/domain/claim";
import type { Span } from "../../shared/domain/highlight";
import { fail } from "../../shared/errors";
import type { AnalystId, ArticleId, ClaimId, EvidenceId, HighlightId, TagId } from "../../shared/ids";
import type { StoreCalls } from "../../shared/ipc/contract";
import type { BridgeOf } from "../../shared/ipc/define";
import { ok, type Result } from "../../shared/result";
import { normaliseName } from "../ids";
import { type Annotation, type AsserterWords, readAnnotation } from "./annotation";
import {
  type Added,
  findArticle,
  type KnownEvidence,
  type KnownHighlight,
  locate,
  open,
  type Run,
  spanKey,
  startRun,
  statementKey,
  tagIds,
} from "./annotation-run";

/*
 * Annotations from a file, line by line. Everything goes through the same calls as in the window. A second run of
 * the same file adds nothing: a passage that this analyst has highlighted is used again, a claim is told by its
 * statement, and what somebody has filled in since is never written over.
 */

/** What became of one line; `problem` is null when it was done. */
type LineOutcome = {
  readonly line: number;
  readonly problem: string | null;
  readonly articleId: ArticleId | null;
  readonly highlightId: HighlightId | null;
  readonly claimId: ClaimId | null;
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
  const source = run.sources.find((candidate) => normaliseName(candidate.name) === normaliseName(name));
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
    .split(/\r?\n/)
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
