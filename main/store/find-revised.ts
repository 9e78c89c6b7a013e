import type { Database } from "better-sqlite3";
import { z } from "zod";
import { ArticleId } from "../../shared/ids";
import { shareOfWording, wordingOf } from "../../shared/text/shingles";
import { storedText } from "./carry-highlights";
import { all, exists } from "./statement";
import { urlKey } from "./url-keys";

/** Wording that two texts under one link share at least, in either direction, to be two versions of one article. */
const leastByLink = 0.3;
/** As `leastByLink`, for two files of one name. */
const leastByName = 0.5;
/** Of those that have the link or the name, the newest are looked at. */
const mostLookedAt = 20;

const Row = z.object({ id: ArticleId });

const withLink = `SELECT id FROM articles WHERE url_key = ? AND url_key <> '' AND is_deleted = 0
  ORDER BY n DESC LIMIT ${mostLookedAt}`;

const NamedRow = z.object({ id: ArticleId, original: z.string() });
const withName = `SELECT article_id AS id, original FROM captures
  WHERE file_name = ? AND file_name <> '' AND part = ? ORDER BY rowid DESC LIMIT ${mostLookedAt}`;

/** Articles that came from a file of this name which held no other. */
const namedAlike = (db: Database, fileName: string, part: string): ArticleId[] =>
  all(db, NamedRow, withName, fileName, part)
    .filter(
      ({ id, original }) =>
        !exists(db, "SELECT 1 FROM captures WHERE original = ? AND article_id <> ?", original, id),
    )
    .map(({ id }) => id);

/** A name that every saved page has says nothing. */
const isTelling = (fileName: string): boolean => fileName !== "" && !/^index\.\w+$/iu.test(fileName);

/** What an article that comes in is recognised by. `isAlone`: its file holds no other article. */
export type Recognisable = {
  readonly id: ArticleId;
  readonly text: string;
  readonly url: string;
  readonly fileName: string;
  readonly part: string;
  readonly isAlone: boolean;
};

/**
 * The article that one which comes in is probably a newer or better copy of: it has the same link, or came from a file
 * of the same name, and the two share wording. Null when there is none.
 *
 * @param newest the newest revision of an article's line; null when it is not there
 * @param pending articles of the same import with this link, which no table has yet
 */
export const findRevised = (
  db: Database,
  article: Recognisable,
  newest: (id: ArticleId) => ArticleId | null,
  pending: (urlKey: string) => readonly ArticleId[],
): ArticleId | null => {
  const key = urlKey(article.url);
  const linked = key === "" ? [] : [...pending(key), ...all(db, Row, withLink, key).map(({ id }) => id)];
  const named =
    article.isAlone && isTelling(article.fileName) ? namedAlike(db, article.fileName, article.part) : [];
  if (linked.length + named.length === 0) return null;
  const own = wordingOf(article.text);
  const likest = (ids: readonly ArticleId[], least: number): ArticleId | null => {
    let best: { readonly id: ArticleId; readonly share: number } | null = null;
    for (const id of new Set(ids.flatMap((one) => newest(one) ?? []))) {
      if (id === article.id) continue;
      const old = wordingOf(storedText(db, id));
      const share = Math.max(shareOfWording(own, old), shareOfWording(old, own));
      if (share >= least && (best === null || share > best.share)) best = { id, share };
    }
    return best?.id ?? null;
  };
  return likest(linked, leastByLink) ?? likest(named, leastByName);
};
