import type { Database } from "better-sqlite3";
import { z } from "zod";
import { type AgreedVersion, agreedReason } from "../../shared/domain/agreement";
import type { Reliability } from "../../shared/domain/grade";
import { Stance } from "../../shared/domain/stance";
import { fail } from "../../shared/errors";
import { ArticleId, ClaimId, type EditId, EvidenceId, HighlightId, SourceId, TagId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { anchorIn } from "./anchor-in";
import { titleOf } from "./article-titles";
import { getText } from "./articles";
import { type Actor, createEntity, quoted, setFields, type Write, writeEdit } from "./change-log";
import { readKey } from "./disagreements";
import { tagField } from "./entities";
import { newHighlight } from "./highlights";
import { agreedNothingField, listSettlements, type Settlement, settlementOf } from "./settlements";
import { liveSourceName } from "./source-names";
import { all, first } from "./statement";
import { checkTags, newTagFields } from "./tags";

/** What one agreed version comes to: writes, and words for the edit's label. */
type Planned = { readonly writes: readonly Write[]; readonly words: string };

/** The work of one call: agreed versions that are there, and those that it makes, the newest first. */
type Desk = { readonly db: Database; readonly actor: Actor; settlements: readonly Settlement[] };

const changedSince = () =>
  fail(
    "conflict",
    "What this disagreement is about was changed or removed since.",
    "Look at the list of disagreements again.",
  );

const SideRow = z.object({
  id: HighlightId,
  articleId: ArticleId,
  start: z.number().int(),
  end: z.number().int(),
  quote: z.string(),
});
type SideRow = z.infer<typeof SideRow>;
const sideRow = `SELECT highlights.id, article_id AS articleId, start, end, quote
  FROM highlights CROSS JOIN articles ON articles.id = article_id AND articles.is_deleted = 0
  WHERE highlights.id = ? AND highlights.is_deleted = 0`;

const readSides = (db: Database, ids: readonly string[]): Result<[SideRow, ...SideRow[]]> => {
  const sides = ids.flatMap((id) => first(db, SideRow, sideRow, id) ?? []);
  const [one, ...others] = sides;
  if (one === undefined || sides.length < ids.length) return changedSince();
  return others.every(({ articleId }) => articleId === one.articleId) ? ok([one, ...others]) : changedSince();
};

/** That nothing is to be marked where these highlights are, or that something is after all. */
const markNothing = (db: Database, sides: readonly SideRow[], isOn: boolean): Write[] =>
  sides.flatMap(({ id }) => {
    const field = agreedNothingField(db, id);
    return field === null ? [] : setFields("highlight", id, { [field]: isOn });
  });

const TagRow = z.object({ tagId: TagId });
const EvidenceRow = z.object({ id: EvidenceId });
const evidenceOn = "SELECT id FROM evidence WHERE highlight_id = ? AND is_deleted = 0";

const removeSettlement = (db: Database, { id }: Settlement): Write[] => [
  ...setFields("highlight", id, { deleted: true }),
  ...all(db, EvidenceRow, evidenceOn, id).flatMap((row) => setFields("evidence", row.id, { deleted: true })),
];

/** Gives an agreed version other edges and tags. */
const reviseSettlement = (
  { db }: Desk,
  { id }: Settlement,
  articleId: ArticleId,
  span: { readonly start: number; readonly end: number },
  tagIds: readonly TagId[],
): Result<Write[]> => {
  const text = getText(db, articleId);
  if (!text.ok) return text;
  const anchor = anchorIn(text.value, span);
  if (!anchor.ok) return anchor;
  const hasTags = checkTags(db, tagIds);
  if (!hasTags.ok) return hasTags;
  const before = all(db, TagRow, "SELECT tag_id AS tagId FROM highlight_tags WHERE highlight_id = ?", id);
  const off = Object.fromEntries(before.map(({ tagId }) => [tagField(tagId), false]));
  return ok(setFields("highlight", id, { anchor: anchor.value, ...off, ...newTagFields(tagIds) }));
};

/** An agreed version by the one who acts, new or revised. */
const settleHighlights = (
  desk: Desk,
  sides: readonly [SideRow, ...SideRow[]],
  span: { readonly start: number; readonly end: number },
  tagIds: readonly TagId[],
): Result<{ readonly id: HighlightId; readonly writes: readonly Write[] }> => {
  const { db, actor } = desk;
  const settles = sides.map(({ id }) => id);
  const [{ articleId }] = sides;
  const own = settlementOf(
    desk.settlements.filter(({ analystId }) => analystId === actor.analyst.id),
    settles,
  );
  if (own !== undefined) {
    const revised = reviseSettlement(desk, own, articleId, span, tagIds);
    return revised.ok ? ok({ id: own.id, writes: revised.value }) : revised;
  }
  const made = newHighlight(db, actor, { articleId, span, tagIds });
  if (!made.ok) return made;
  const { id, writes } = made.value;
  desk.settlements = [{ id, analystId: actor.analyst.id, settles }, ...desk.settlements];
  return ok({ id, writes: [...writes, ...setFields("highlight", id, { settles })] });
};

const settleSpan = (desk: Desk, ids: readonly string[], { span, tagIds }: AgreedVersion): Result<Planned> => {
  const { db, actor } = desk;
  const sides = readSides(db, ids);
  if (!sides.ok) return sides;
  const words = quoted(sides.value[0].quote);
  if (span === null) {
    const own = desk.settlements.filter(
      ({ analystId, settles }) =>
        analystId === actor.analyst.id && sides.value.every(({ id }) => settles.includes(id)),
    );
    const removed = own.flatMap((settlement) => removeSettlement(db, settlement));
    return ok({ writes: [...removed, ...markNothing(db, sides.value, true)], words });
  }
  const settled = settleHighlights(desk, sides.value, span, tagIds);
  if (!settled.ok) return settled;
  return ok({ writes: [...settled.value.writes, ...markNothing(db, sides.value, false)], words });
};

const GradedRow = z.object({
  id: EvidenceId,
  claimId: ClaimId,
  highlightId: HighlightId,
  stance: Stance,
});
const gradedRow = `SELECT evidence.id, claim_id AS claimId, highlight_id AS highlightId, stance
  FROM evidence CROSS JOIN claims ON claims.id = claim_id AND claims.is_deleted = 0
  WHERE evidence.id = ? AND evidence.is_deleted = 0`;
const evidenceFor = `SELECT id FROM evidence WHERE highlight_id = ? AND claim_id = ? AND is_deleted = 0`;

const settleCredibility = (desk: Desk, ids: readonly string[], agreed: AgreedVersion): Result<Planned> => {
  const { db, actor } = desk;
  const { credibility, span, tagIds } = agreed;
  if (credibility === undefined)
    return fail("invalid-input", "The agreed credibility is missing.", "Choose a digit from 1 to 6.");
  const graded = ids.flatMap((id) => first(db, GradedRow, gradedRow, id) ?? []);
  const [one] = graded;
  if (one === undefined || graded.length < ids.length) return changedSince();
  const sides = readSides(db, [...new Set(graded.map(({ highlightId }) => highlightId))]);
  if (!sides.ok) return sides;
  const there = settlementOf(
    desk.settlements,
    sides.value.map(({ id }) => id),
  );
  const passage =
    there === undefined
      ? settleHighlights(desk, sides.value, span ?? sides.value[0], tagIds)
      : ok({ id: there.id, writes: [] });
  if (!passage.ok) return passage;
  const { id: highlightId, writes } = passage.value;
  const { claimId, stance } = one;
  const before = first(db, EvidenceRow, evidenceFor, highlightId, claimId);
  const grade =
    before === undefined
      ? createEntity("evidence", actor.newId("evd"), { claimId, highlightId, stance, credibility, note: "" })
      : setFields("evidence", before.id, { credibility });
  return ok({ writes: [...writes, ...grade], words: quoted(sides.value[0].quote) });
};

const settleReliability = (
  { db, actor }: Desk,
  [target = ""]: readonly string[],
  { reliability, reason = "" }: AgreedVersion,
): Result<Planned> => {
  if (reliability === undefined)
    return fail("invalid-input", "The agreed reliability is missing.", "Choose a letter from A to F.");
  const letter: Reliability = reliability;
  const words = reason === "" ? agreedReason : `${agreedReason}: ${reason}`;
  const articleId = ArticleId.safeParse(target);
  const sourceId = SourceId.safeParse(target);
  if (articleId.success) {
    const title = titleOf(db, articleId.data);
    if (!title.ok) return changedSince();
    const fields = { articleId: articleId.data, reliability: letter, reason: words, isAgreed: true };
    return ok({ writes: createEntity("rating", actor.newId("rat"), fields), words: quoted(title.value) });
  }
  if (!sourceId.success) return changedSince();
  const name = liveSourceName(db, sourceId.data);
  if (!name.ok) return changedSince();
  const fields = { sourceId: sourceId.data, reliability: letter, reason: words, isAgreed: true };
  return ok({ writes: createEntity("rating", actor.newId("rat"), fields), words: name.value });
};

const plan = (desk: Desk, item: AgreedVersion): Result<Planned> => {
  const key = readKey(item.id);
  switch (key?.kind) {
    case "span":
    case "tags":
      return settleSpan(desk, key.ids, item);
    case "credibility":
      return settleCredibility(desk, key.ids, item);
    case "reliability":
      return settleReliability(desk, key.ids, item);
    default:
      return fail("invalid-input", "This is not the id of a disagreement.", "Choose one from the list.");
  }
};

/**
 * Writes agreed versions by the one who acts, the adjudicator, in one edit; what the analysts wrote stays as it is.
 * A version of theirs that is there already is revised. Nothing is written when one of them cannot be: `conflict` when
 * what it is about was changed or removed since.
 */
export const adjudicate = (
  db: Database,
  actor: Actor,
  items: readonly AgreedVersion[],
): Result<EditId | null> => {
  const desk: Desk = { db, actor, settlements: listSettlements(db) };
  const writes: Write[] = [];
  let words = "";
  for (const item of items) {
    const planned = plan(desk, item);
    if (!planned.ok) return planned;
    writes.push(...planned.value.writes);
    words = planned.value.words;
  }
  const label = items.length === 1 ? `Agree on ${words}` : `Agree on ${items.length} disagreements`;
  return ok(writeEdit(db, actor, label, writes));
};
