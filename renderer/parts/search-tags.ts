import type { TagSummary } from "../../shared/domain/tag";
import type { TagId } from "../../shared/ids";
import { compareNames } from "./names";
import { foldName, indexTags, type TagIndex, tagPath, tagUses } from "./tag-tree";

/** A tag as the palette lists it: with the names above it. */
export type FoundTag = { readonly tag: TagSummary; readonly above: string };

/**
 * The tags that a few typed letters may mean, best first: the shortcut digit, the whole name, its beginning,
 * a word's beginning, anywhere in it, anywhere in its path, the letters in order. Ties: used lately, then often.
 * With nothing typed, all of them by the order given in `recency`.
 */
export const searchTags = (
  tags: readonly TagSummary[],
  typed: string,
  recency: (tag: TagSummary) => string,
): readonly FoundTag[] => {
  const index = indexTags(tags);
  const wanted = foldName(typed);
  return tags
    .map((tag) => ({ tag, path: tagPath(tag, index), rank: wanted === "" ? 0 : rankOf(tag, index, wanted) }))
    .filter(({ rank }) => rank >= 0)
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        compare(recency(b.tag), recency(a.tag)) ||
        tagUses(b.tag) - tagUses(a.tag) ||
        compareNames(a.path, b.path),
    )
    .map(({ tag, path }) => ({ tag, above: path.slice(0, Math.max(0, path.length - tag.name.length - 3)) }));
};

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** Smaller is better; -1 when the tag does not match. */
const rankOf = (tag: TagSummary, index: TagIndex, wanted: string): number => {
  const name = foldName(tag.name);
  if (tag.shortcut !== null && wanted === String(tag.shortcut)) return 0;
  if (name === wanted) return 1;
  if (name.startsWith(wanted)) return 2;
  if (name.includes(` ${wanted}`)) return 3;
  if (name.includes(wanted)) return 4;
  const path = foldName(tagPath(tag, index));
  if (wanted.split(" ").every((word) => path.includes(word))) return 5;
  return hasInOrder(name, wanted) ? 6 : -1;
};

const hasInOrder = (name: string, wanted: string): boolean => {
  let at = 0;
  for (const letter of wanted) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
};

/** What "Create" would make of the typed text, or null when a tag of that name is there already. */
export const newTagFrom = (
  tags: readonly TagSummary[],
  typed: string,
): { readonly name: string; readonly parentId: TagId | null } | null => {
  const text = typed.trim().replace(/\s+/gu, " ").slice(0, 120);
  if (text === "") return null;
  const index = indexTags(tags);
  const cut = text.lastIndexOf("/");
  // "numbers / troops" makes a child, but only of a tag that exists: a slash is allowed in a name.
  const parent = tags.find(
    (tag) => cut > 0 && foldName(tagPath(tag, index)) === foldName(text.slice(0, cut)),
  );
  const name = parent === undefined ? text : text.slice(cut + 1).trim();
  // A name stands once in the codebook, wherever it is.
  const isThere = tags.some((tag) => foldName(tag.name) === foldName(name));
  return name === "" || isThere ? null : { name, parentId: parent?.id ?? null };
};
