import type { TagSummary } from "../../../shared/domain/tag";
import type { TagId } from "../../../shared/ids";
import { indexTags, isWithin, type TagNode, tagTree } from "../../parts/tag-tree";

/** Where a tag goes: only what differs from where it is, so that a move among siblings writes one field. */
export type TagMove = { readonly parentId?: TagId | null; readonly position?: number };

type Place = { readonly parentId: TagId | null; readonly siblings: readonly TagSummary[] };

/** The place of each tag in the tree as it is shown (a ring of parents is shown at the top). */
const placeOf = (tags: readonly TagSummary[], id: TagId): Place => {
  const find = (nodes: readonly TagNode[], parentId: TagId | null): Place | undefined => {
    if (nodes.some(({ tag }) => tag.id === id)) return { parentId, siblings: nodes.map(({ tag }) => tag) };
    for (const node of nodes) {
      const place = find(node.children, node.tag.id);
      if (place !== undefined) return place;
    }
    return undefined;
  };
  return find(tagTree(tags), null) ?? { parentId: null, siblings: [] };
};

const childrenOf = (tags: readonly TagSummary[], parentId: TagId | null): readonly TagSummary[] => {
  if (parentId === null) return tagTree(tags).map(({ tag }) => tag);
  const find = (nodes: readonly TagNode[]): TagNode | undefined => {
    for (const node of nodes) {
      const found = node.tag.id === parentId ? node : find(node.children);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return find(tagTree(tags))?.children.map(({ tag }) => tag) ?? [];
};

/** Between two neighbours, past the last or ahead of the first. */
const between = (before: TagSummary | undefined, after: TagSummary | undefined): number => {
  if (before === undefined) return (after?.position ?? 1) - 1;
  if (after === undefined) return before.position + 1;
  return (before.position + after.position) / 2;
};

const moveTo = (
  tags: readonly TagSummary[],
  moved: TagSummary,
  parentId: TagId | null,
  index: (others: readonly TagSummary[]) => number,
): TagMove | null => {
  if (parentId !== null && isWithin(byId(tags, parentId) ?? moved, moved.id, indexTags(tags))) return null;
  const others = childrenOf(tags, parentId).filter(({ id }) => id !== moved.id);
  const at = Math.max(0, Math.min(others.length, index(others)));
  // Siblings that two people made at the same time can share a position: nothing fits between them, and the tag
  // goes behind the last of them rather than that one move rewrites them all.
  const before = others[at - 1];
  const after = others.slice(at).find((other) => before === undefined || other.position > before.position);
  const position = between(before, after);
  const isHere = placeOf(tags, moved.id).parentId === parentId;
  return isHere ? { position } : { parentId, position };
};

const byId = (tags: readonly TagSummary[], id: TagId) => tags.find((tag) => tag.id === id);

/** Before or behind another tag, on its level. Null when that is below the moved tag itself. */
export const besideTag = (
  tags: readonly TagSummary[],
  moved: TagSummary,
  targetId: TagId,
  side: "before" | "after",
): TagMove | null =>
  targetId === moved.id
    ? null
    : moveTo(
        tags,
        moved,
        placeOf(tags, targetId).parentId,
        (others) => others.findIndex(({ id }) => id === targetId) + (side === "after" ? 1 : 0),
      );

/** Last among the children of a tag, or of the top level (null). */
export const insideTag = (
  tags: readonly TagSummary[],
  moved: TagSummary,
  parentId: TagId | null,
): TagMove | null => moveTo(tags, moved, parentId, (others) => others.length);

/** The moves of Alt and an arrow: up and down among siblings, right into the one above, left out of the parent. */
export const stepTag = (tags: readonly TagSummary[], moved: TagSummary, key: string): TagMove | null => {
  const { parentId, siblings } = placeOf(tags, moved.id);
  const at = siblings.findIndex(({ id }) => id === moved.id);
  const above = siblings[at - 1];
  const below = siblings[at + 1];
  if (key === "ArrowUp" && above !== undefined) return besideTag(tags, moved, above.id, "before");
  if (key === "ArrowDown" && below !== undefined) return besideTag(tags, moved, below.id, "after");
  if (key === "ArrowRight" && above !== undefined) return insideTag(tags, moved, above.id);
  if (key === "ArrowLeft" && parentId !== null) return besideTag(tags, moved, parentId, "after");
  return null;
};
