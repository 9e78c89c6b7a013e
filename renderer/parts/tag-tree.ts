import type { TagSummary } from "../../shared/domain/tag";
import type { TagId } from "../../shared/ids";
import { compareNames } from "./names";

/** Tags by id, for walking up to the parents. */
export type TagIndex = ReadonlyMap<TagId, TagSummary>;

/** A tag with its children in order. */
export type TagNode = {
  readonly id: TagId;
  readonly tag: TagSummary;
  readonly children: readonly TagNode[];
};

export const indexTags = (tags: readonly TagSummary[]): TagIndex => new Map(tags.map((tag) => [tag.id, tag]));

/** How often a tag was put on something. */
export const tagUses = (tag: TagSummary): number => tag.highlights + tag.claims;

/**
 * The tags above a tag, outermost first. Two people's moves, merged, can put each of two tags under the other;
 * the walk stops at the first tag it meets twice, so that such a ring cannot hang the window.
 */
export const tagAncestors = (tag: TagSummary, index: TagIndex): readonly TagSummary[] => {
  const above: TagSummary[] = [];
  const met = new Set([tag.id]);
  for (
    let parent = parentOf(tag, index);
    parent !== undefined && !met.has(parent.id);
    parent = parentOf(parent, index)
  ) {
    met.add(parent.id);
    above.unshift(parent);
  }
  return above;
};

const parentOf = (tag: TagSummary, index: TagIndex) =>
  tag.parentId === null ? undefined : index.get(tag.parentId);

/** "parent / child". */
export const tagPath = (tag: TagSummary, index: TagIndex): string =>
  [...tagAncestors(tag, index), tag].map(({ name }) => name).join(" / ");

/** Whether a tag is somewhere below another one (or is it). */
export const isWithin = (tag: TagSummary, ancestorId: TagId, index: TagIndex): boolean =>
  tag.id === ancestorId || tagAncestors(tag, index).some(({ id }) => id === ancestorId);

/** The tags as a tree, siblings by position, then name. A tag whose parent is gone or in a ring stands at the top. */
export const tagTree = (tags: readonly TagSummary[]): readonly TagNode[] => {
  const index = indexTags(tags);
  const byParent = new Map<TagId | null, TagSummary[]>();
  for (const tag of [...tags].sort(bySibling)) {
    const parentId = effectiveParent(tag, index);
    byParent.set(parentId, [...(byParent.get(parentId) ?? []), tag]);
  }
  const below = (parentId: TagId | null): readonly TagNode[] =>
    (byParent.get(parentId) ?? []).map((tag) => ({ id: tag.id, tag, children: below(tag.id) }));
  return below(null);
};

const effectiveParent = (tag: TagSummary, index: TagIndex): TagId | null => {
  const parent = parentOf(tag, index);
  if (parent === undefined) return null;
  const top = tagAncestors(tag, index)[0] ?? tag;
  return top.parentId === tag.id ? null : parent.id;
};

const bySibling = (a: TagSummary, b: TagSummary): number =>
  a.position - b.position || compareNames(a.name, b.name) || (a.id < b.id ? -1 : 1);

/** Text for comparing names: without case, accents and doubled spaces. */
export const foldName = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/gu, " ").trim();
