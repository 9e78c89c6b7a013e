import type { Database } from "better-sqlite3";
import { carryAnchors } from "../../shared/anchoring/carry-anchor";
import type { WaitingHighlight } from "../../shared/domain/highlight";
import { fail } from "../../shared/errors";
import type { ArticleId, EditId, HighlightId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { anchorIn } from "./anchor-in";
import { getText } from "./articles";
import { storedText } from "./carry-highlights";
import { type Actor, quoted, setFields, type Write, writeEdit } from "./change-log";
import { getHighlight, listHighlights } from "./highlights";
import { revisionLines } from "./revision-lines";

/**
 * The highlights that still stand in earlier revisions of an article, those of the nearest revision first, each in
 * reading order, with where each probably stands in the article's own text. Nothing is written.
 */
export const waitingHighlights = (db: Database, articleId: ArticleId): Result<WaitingHighlight[]> => {
  const text = getText(db, articleId);
  if (!text.ok) return text;
  const waiting: WaitingHighlight[] = [];
  for (const old of revisionLines(db).earlier(articleId)) {
    const highlights = listHighlights(db, old);
    if (!highlights.ok) return highlights;
    if (highlights.value.length === 0) continue;
    const places = carryAnchors(
      storedText(db, old),
      text.value,
      highlights.value.map(({ anchor }) => anchor),
    );
    for (const [at, highlight] of highlights.value.entries()) {
      const place = places[at];
      waiting.push({
        highlight,
        proposal:
          place === undefined || place.kind === "lost"
            ? { kind: "lost" }
            : {
                kind: "moved",
                span: { start: place.start, end: place.end },
                // One that stands exactly and was not carried was made, or brought in, after the revision.
                score: place.kind === "exact" ? 1 : place.score,
              },
      });
    }
  }
  return ok(waiting);
};

/** Where a person says that a highlight which waits is to stand. */
export type PlacedHighlight = {
  readonly id: HighlightId;
  readonly span: { readonly start: number; readonly end: number };
};

/** Places highlights of earlier revisions in an article's text, in one edit. */
export const placeHighlights = (
  db: Database,
  actor: Actor,
  articleId: ArticleId,
  items: readonly PlacedHighlight[],
): Result<EditId | null> => {
  const text = getText(db, articleId);
  if (!text.ok) return text;
  const earlier = new Set(revisionLines(db).earlier(articleId));
  const writes: Write[] = [];
  for (const { id, span } of items) {
    const highlight = getHighlight(db, id);
    if (!highlight.ok) return highlight;
    const { quote } = highlight.value;
    if (!earlier.has(highlight.value.articleId))
      return fail("conflict", `${quoted(quote)} does not wait to be placed in this text.`);
    const anchor = anchorIn(text.value, span);
    if (!anchor.ok) return anchor;
    writes.push(...setFields("highlight", id, { articleId, anchor: anchor.value }));
  }
  const count = new Set(items.map(({ id }) => id)).size;
  const what = count === 1 ? "1 highlight" : `${count} highlights`;
  return ok(writeEdit(db, actor, `Place ${what} in the new text`, writes));
};
