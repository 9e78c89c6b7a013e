import type { Database } from "better-sqlite3";
import { z } from "zod";
import { ArticleId, HighlightId } from "../../shared/ids";
import { carryHighlights, type Moved, movingWrites } from "./carry-highlights";
import { setFields, type Touched, type Write } from "./change-log";
import { revisionFinder } from "./find-revised";
import { Findings, type NewArticle } from "./new-article";
import { descendsFrom, type RevisionLines, revisionLines } from "./revision-lines";
import { all, exists, first } from "./statement";

/*
 * Of two people one may have the newer copy of an article that the other has. Where all that is known speaks for it the
 * merge makes them one line, the same whichever way the files meet; highlights that stand exactly in the newest text go
 * over to it, as with an import, and the others wait to be placed.
 */

/** An article that came in and one that was here, of which one is a newer copy of the other. */
type RevisionPair = { readonly newer: ArticleId; readonly older: ArticleId };

const Came = z.object({
  id: ArticleId,
  title: z.string(),
  publishedOn: z.string().nullable(),
  url: z.string(),
  text: z.string(),
  original: z.string().nullable(),
  fileName: z.string(),
  part: z.string(),
  findings: z.string(),
  importedAt: z.string(),
  others: z.number(),
});
/** New articles, whole, that stand alone, each with the first original that held it. */
const newArticles = `
  SELECT own.id, own.title, published_on AS publishedOn, own.url, texts.text, original, file_name AS fileName, part, findings,
    imported_at AS importedAt,
    (SELECT count(*) FROM came.captures AS beside WHERE beside.original = captures.original
      AND beside.article_id <> own.id) AS others
  FROM came.row_articles AS own JOIN came.texts ON texts.id = own.id AND texts.kept IS NULL
    JOIN came.captures AS captures ON captures.n = (
      SELECT n FROM came.captures AS one WHERE one.article_id = own.id ORDER BY imported_at, n LIMIT 1)
  WHERE own.id > ? AND own.is_deleted = 0 AND own.revision_of IS NULL
    AND NOT EXISTS (SELECT 1 FROM main.articles WHERE articles.id = own.id)
    AND NOT EXISTS (SELECT 1 FROM came.row_articles AS later WHERE later.revision_of = own.id)
  ORDER BY own.id LIMIT 20`;
const hasArticles = "SELECT 1 FROM came.sqlite_schema WHERE name = 'row_articles'";

const emptyFindings: Findings = { proposals: [], asides: [], pages: [], encoding: null };

/** What came in, as far as looking for what it revises needs it. */
const asNew = ({
  text,
  title,
  publishedOn,
  url,
  fileName,
  part,
  findings,
  others,
}: z.infer<typeof Came>): NewArticle => {
  const found = Findings.safeParse(JSON.parse(findings));
  return {
    text,
    blocks: [],
    metadata: { title, byline: "", publishedOn, url, language: "" },
    isReviewed: false,
    revisionOf: "find",
    isOnlyOne: others === 0 && part === "",
    original: { bytes: new Uint8Array(), fileName, mediaType: "" },
    part,
    importer: "",
    steps: [],
    findings: { ...(found.success ? found.data : emptyFindings), doubts: [] },
  };
};

const KnownRow = z.object({ publishedOn: z.string().nullable(), url: z.string(), importedAt: z.string() });
const knownSql = `SELECT published_on AS publishedOn, url,
    coalesce((SELECT min(imported_at) FROM main.captures WHERE article_id = articles.id), '') AS importedAt
  FROM main.articles WHERE id = ? AND is_deleted = 0`;
const isRedacted = "SELECT 1 FROM main.redacted_texts WHERE article_id = ?";

/** Finds articles that came in and are surely a newer or an older copy of one that is here. Before anything comes in. */
export function* findRevisionPairs(db: Database): Generator<undefined, RevisionPair[]> {
  const pairs: RevisionPair[] = [];
  if (!exists(db, hasArticles)) return pairs;
  const lines = revisionLines(db);
  const known = (id: ArticleId) => first(db, KnownRow, knownSql, id);
  for (let last = ""; ; ) {
    const page = all(db, Came, newArticles, last);
    if (page.length === 0) return pairs;
    const articles = page.map(asNew);
    const find = revisionFinder(db, articles, {
      newest: (id) => (known(id) === undefined ? null : lines.newest(id)),
      earlier: lines.earlier,
      known,
      linked: () => [],
      isOfBatch: () => false,
    });
    for (const [at, row] of page.entries()) {
      const article = articles[at];
      if (article === undefined) continue;
      const { revised, olderThan } = find(row.id, article, row.original ?? "");
      const other = revised ?? olderThan;
      if (other === null || exists(db, isRedacted, other)) continue;
      const there = known(other);
      const isUndated = row.publishedOn === null || row.publishedOn === there?.publishedOn;
      // Nothing says which is newer: the one that was brought in later, wherever that was.
      const isOlder = olderThan !== null || (isUndated && row.importedAt < (there?.importedAt ?? ""));
      pairs.push(isOlder ? { newer: other, older: row.id } : { newer: row.id, older: other });
      yield;
    }
    last = page.at(-1)?.id ?? last;
    yield;
  }
}

const PlaceRow = z.object({ old: ArticleId.nullable(), isDeleted: z.number() });
const placeSql = "SELECT revision_of AS old, is_deleted AS isDeleted FROM articles WHERE id = ?";

/** The pairs that can be made lines, now that everything is in. */
const coming = (db: Database, pairs: readonly RevisionPair[]): Map<ArticleId, ArticleId> => {
  const made = new Map<ArticleId, ArticleId>();
  const lines = revisionLines(db);
  for (const { newer, older } of pairs) {
    const place = first(db, PlaceRow, placeSql, newer);
    const newest = lines.newest(older);
    if (place === undefined || place.old !== null || place.isDeleted === 1 || made.has(newer)) continue;
    if (newest === newer || lines.earlier(older).includes(newer) || descendsFrom(db, newest, newer)) continue;
    made.set(newer, newest);
  }
  return made;
};

const OnRow = z.object({ id: ArticleId });
const articlesOfHighlights = `SELECT DISTINCT article_id AS id FROM highlights
  WHERE id IN (SELECT value FROM json_each(?)) AND article_id IN (SELECT value FROM json_each(?))`;
const atOnce = 2000;

/** Articles of lines that the merge concerned: those themselves, and those on whose highlights somebody worked. */
const concerned = (db: Database, lines: RevisionLines, touched: readonly Touched[]): Set<ArticleId> => {
  const inLines = JSON.stringify([...lines.superseded]);
  const found = new Set<ArticleId>();
  const highlights: HighlightId[] = [];
  for (const { entity, id } of touched)
    if (entity === "article") found.add(ArticleId.parse(id));
    else if (entity === "highlight") highlights.push(HighlightId.parse(id));
  for (let at = 0; at < highlights.length; at += atOnce) {
    const ids = JSON.stringify(highlights.slice(at, at + atOnce));
    for (const { id } of all(db, OnRow, articlesOfHighlights, ids, inLines)) found.add(id);
  }
  return found;
};

/** What a merge does about revisions by itself: lines that it makes, and the highlights that go over exactly. */
export const revisionWrites = (
  db: Database,
  pairs: readonly RevisionPair[],
  touched: readonly Touched[],
): Write[] => {
  const made = coming(db, pairs);
  // Those that are replaced are named too: an article that was in no line so far would not be looked at.
  const places = [...made.values()].map(
    (id) => [id, first(db, PlaceRow, placeSql, id)?.old ?? null] as const,
  );
  const lines = revisionLines(db, new Map<ArticleId, ArticleId | null>([...places, ...made]));
  if (lines.superseded.size === 0) return [];
  const articles = concerned(db, lines, touched);
  for (const id of made.keys()) articles.add(id);
  const newest = new Set([...articles].map((id) => lines.newest(id)));
  const moved: Moved = new Map();
  for (const id of newest) {
    const whole = lines.earlier(id).filter((one) => !exists(db, isRedacted, one));
    if (whole.length > 0 && !exists(db, isRedacted, id)) carryHighlights(db, whole, id, moved);
  }
  return [
    ...[...made].flatMap(([newer, older]) => setFields("article", newer, { revisionOf: older })),
    ...movingWrites(moved),
  ];
};
