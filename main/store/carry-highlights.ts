import type { Database } from "better-sqlite3";
import { z } from "zod";
import { carryAnchors } from "../../shared/anchoring/carry-anchor";
import { describeAnchor } from "../../shared/anchoring/describe-anchor";
import type { Anchor } from "../../shared/domain/highlight";
import { type ArticleId, HighlightId } from "../../shared/ids";
import { setFields, type Write } from "./change-log";
import { all, first } from "./statement";

/** Where highlights are to stand that an edit in the making moves to another text. */
export type Moved = Map<HighlightId, { readonly articleId: ArticleId; readonly anchor: Anchor }>;

const Row = z
  .object({
    id: HighlightId,
    start: z.number(),
    end: z.number(),
    quote: z.string(),
    prefix: z.string(),
    suffix: z.string(),
  })
  .transform(({ id, ...anchor }) => ({ id, anchor: anchor satisfies Anchor }));

const TextRow = z.object({ text: z.string() });

/** The stored text of an article, whether it is there or was removed. */
export const storedText = (db: Database, id: ArticleId): string =>
  first(db, TextRow, "SELECT text FROM article_texts WHERE id = ?", id)?.text ?? "";

/** The highlights of an article that are there, as `moved` leaves them. */
const highlightsOn = (db: Database, articleId: ArticleId, moved: Moved) => [
  ...all(
    db,
    Row,
    `SELECT id, start, end, quote, prefix, suffix FROM highlights
     WHERE article_id = ? AND is_deleted = 0 ORDER BY start, end DESC, id`,
    articleId,
  ).filter(({ id }) => !moved.has(id)),
  ...[...moved].flatMap(([id, place]) =>
    place.articleId === articleId ? [{ id, anchor: place.anchor }] : [],
  ),
];

/**
 * Carries the highlights of earlier revisions over to a new text, as far as they stand there exactly: enters them into
 * `moved`. Answers with how many it moved and how many have to wait for somebody to place them.
 */
export const carryHighlights = (
  db: Database,
  earlier: readonly ArticleId[],
  to: ArticleId,
  moved: Moved,
): { readonly carried: number; readonly waiting: number } => {
  let [carried, waiting] = [0, 0];
  let text: string | null = null;
  for (const old of earlier) {
    const found = highlightsOn(db, old, moved);
    if (found.length === 0) continue;
    text ??= storedText(db, to);
    const placements = carryAnchors(
      storedText(db, old),
      text,
      found.map(({ anchor }) => anchor),
    );
    for (const [at, { id }] of found.entries()) {
      const place = placements[at];
      if (place?.kind === "exact") {
        moved.set(id, { articleId: to, anchor: describeAnchor(text, place.start, place.end) });
        carried += 1;
      } else waiting += 1;
    }
  }
  return { carried, waiting };
};

/** The writes that put highlights where they are to stand. */
export const movingWrites = (moved: Moved): Write[] =>
  [...moved].flatMap(([id, { articleId, anchor }]) => setFields("highlight", id, { articleId, anchor }));
