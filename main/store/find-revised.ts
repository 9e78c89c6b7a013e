import type { Database } from "better-sqlite3";
import { z } from "zod";
import { ArticleId } from "../../shared/ids";
import { shareOfWording, wordingOf } from "../../shared/text/shingles";
import { storedText } from "./carry-highlights";
import type { NewArticle } from "./new-article";
import { firstFindings } from "./provenance";
import { all, exists, first } from "./statement";
import { urlKey } from "./url-keys";

/*
 * A revision that is none hides work; one that is missed is one click, and stays pointed out as a near copy. So two
 * articles are taken for versions of one only when all that is known of them speaks for it.
 */

/** Wording of the shorter one that two texts under one link share at least. */
const leastByLink = 0.5;
/** Wording that each of two files of one name shares with the other at least: issues of a bulletin share much, too. */
const leastByName = 0.8;
/** Of those that have the link or the name, the newest are looked at. */
const mostLookedAt = 20;

const Row = z.object({ id: ArticleId });
const withLink = `SELECT id FROM articles WHERE url_key = ? AND url_key <> '' AND is_deleted = 0
  ORDER BY n DESC LIMIT ${mostLookedAt}`;

const Name = z.object({ name: z.string() });
const namesThere = `SELECT DISTINCT file_name AS name FROM captures
  WHERE file_name IN (SELECT value FROM json_each(?)) AND file_name <> ''`;
const Last = z.object({ last: z.number() });

const NamedRow = z.object({ id: ArticleId, original: z.string() });
const withName = `SELECT article_id AS id, original FROM captures
  WHERE file_name = ? AND file_name <> '' AND part = ? AND rowid <= ? ORDER BY rowid DESC LIMIT ${mostLookedAt}`;
const holdsAnother = "SELECT 1 FROM captures WHERE original = ? AND article_id <> ?";

/** A name that every saved page has says nothing. */
const isTelling = (fileName: string): boolean => !/^index\.\w+$/iu.test(fileName);

/** Articles by the names of the files that they came from alone, as they were before a batch. */
const namesBefore = (db: Database, articles: readonly NewArticle[]) => {
  const own = articles.flatMap(({ isOnlyOne, original: { fileName } }) => (isOnlyOne ? fileName : []));
  const names = new Set(all(db, Name, namesThere, JSON.stringify(own)).map(({ name }) => name));
  const last = first(db, Last, "SELECT coalesce(max(rowid), 0) AS last FROM captures")?.last ?? 0;
  return ({ isOnlyOne, original: { fileName }, part }: NewArticle): ArticleId[] =>
    isOnlyOne && names.has(fileName) && isTelling(fileName)
      ? all(db, NamedRow, withName, fileName, part, last)
          .filter(({ id, original }) => !exists(db, holdsAnother, original, id))
          .map(({ id }) => id)
      : [];
};

const areOfOneOriginal = `SELECT 1 FROM captures AS one JOIN captures AS other USING (original)
  WHERE one.article_id IN (SELECT value FROM json_each(?)) AND other.article_id IN (SELECT value FROM json_each(?))
    AND one.article_id <> other.article_id`;

const isOfOriginal =
  "SELECT 1 FROM captures WHERE original = ? AND article_id IN (SELECT value FROM json_each(?))";

const modifiedOn = (proposals: NewArticle["findings"]["proposals"]): string =>
  proposals.find(({ field, strength }) => field === "modifiedOn" && strength === "stated")?.value ?? "";

/** What is known of an article that is there, or comes in with the same batch. */
type Known = { readonly publishedOn: string | null; readonly url: string };

/** What the articles of a batch that came in before are to one that comes in. */
export type Before = {
  /** The newest revision of an article's line; null when it is not there. */
  readonly newest: (id: ArticleId) => ArticleId | null;
  readonly earlier: (id: ArticleId) => readonly ArticleId[];
  readonly known: (id: ArticleId) => Known | undefined;
  /** Those of the batch that have a link. */
  readonly linked: (urlKey: string) => readonly ArticleId[];
  /** Whether the batch holds an article's text. */
  readonly isOfBatch: (id: ArticleId) => boolean;
};

/** `revised`: the article that one which comes in is a newer copy of; `olderThan`: the one that it is an older copy of. */
export type Found = { readonly revised: ArticleId | null; readonly olderThan: ArticleId | null };
const nothing: Found = { revised: null, olderThan: null };

/**
 * Finds what articles of a batch are probably newer copies of: of an article that has the same link, or came from a file
 * of the same name before, and shares most of its wording. Never of one from the same file, which holds them both as two.
 */
export const revisionFinder = (db: Database, articles: readonly NewArticle[], before: Before) => {
  const named = namesBefore(db, articles);

  const newestOf = (ids: readonly ArticleId[]) => [...new Set(ids.flatMap((id) => before.newest(id) ?? []))];
  const lineOf = (newest: ArticleId) => [newest, ...before.earlier(newest)];

  const withLinkOf = (article: NewArticle, original: string, key: string): ArticleId[] => {
    if (key === "") return [];
    const found = newestOf([...before.linked(key), ...all(db, Row, withLink, key).map(({ id }) => id)]);
    const ids = JSON.stringify(found);
    // A link that several articles of one file have is that of their site.
    if (found.length > 1 && exists(db, areOfOneOriginal, ids, ids)) return [];
    const isOfSame = (one: ArticleId) => exists(db, isOfOriginal, original, JSON.stringify(lineOf(one)));
    return article.isOnlyOne ? found : found.filter((one) => !isOfSame(one));
  };

  const withNameOf = (article: NewArticle, key: string): ArticleId[] => {
    const found = newestOf(named(article)).filter((one) => {
      const [day, old] = [article.metadata.publishedOn, before.known(one)];
      return (day === null || (old?.publishedOn ?? day) === day) && urlKey(old?.url ?? "") === key;
    });
    // A name that several articles have, or that comes twice in one import, is that of a series.
    return found.length > 1 ? [] : found.filter((one) => !lineOf(one).some(before.isOfBatch));
  };

  const isOlder = (article: NewArticle, other: ArticleId): boolean => {
    const [own, old] = [article.metadata.publishedOn, before.known(other)?.publishedOn ?? null];
    if (own !== null && old !== null && own !== old) return own < old;
    const ownChange = modifiedOn(article.findings.proposals);
    const change = ownChange === "" ? "" : modifiedOn(firstFindings(db, other).proposals);
    return change !== "" && ownChange < change;
  };

  return (id: ArticleId, article: NewArticle, original: string): Found => {
    const key = urlKey(article.metadata.url);
    const linked = withLinkOf(article, original, key).filter((one) => one !== id);
    const alike = withNameOf(article, key).filter((one) => one !== id);
    if (linked.length + alike.length === 0) return nothing;
    const own = wordingOf(article.text);
    const likest = (ids: readonly ArticleId[], choose: typeof Math.max, least: number): ArticleId | null => {
      let best: { readonly id: ArticleId; readonly likeness: number } | null = null;
      for (const one of ids) {
        const old = wordingOf(storedText(db, one));
        const shares = [shareOfWording(own, old), shareOfWording(old, own)] as const;
        const likeness = shares[0] + shares[1];
        if (choose(...shares) >= least && likeness > (best?.likeness ?? 0)) best = { id: one, likeness };
      }
      return best?.id ?? null;
    };
    const found = likest(linked, Math.max, leastByLink) ?? likest(alike, Math.min, leastByName);
    if (found === null) return nothing;
    return isOlder(article, found)
      ? { revised: null, olderThan: found }
      : { revised: found, olderThan: null };
  };
};
