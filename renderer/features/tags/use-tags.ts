import { useMemo } from "react";
import { create } from "zustand";
import type { Tag, TagSummary } from "../../../shared/domain/tag";
import type { TagId } from "../../../shared/ids";
import { count } from "../../parts/dates";
import { newTagFrom } from "../../parts/search-tags";
import { foldName, indexTags, type TagNode, tagPath, tagTree } from "../../parts/tag-tree";
import { showUndoToast } from "../../parts/undo-toast";
import { act, useCall } from "../../query";
import { useUi } from "../../ui-state";
import type { TagMove } from "./tag-moves";

type View = {
  readonly search: string;
  readonly collapsed: ReadonlySet<TagId>;
  readonly doing: "nothing" | "merging" | "moving";
  /** The tag whose name is being edited in the tree. */
  readonly renaming: TagId | null;
  /** The first tag was just written down: the field for the next takes the focus. */
  readonly isWriting: boolean;
  /** Where the next new tag goes. */
  readonly newParentId: TagId | null;
};

/** How the Tags screen is set; kept while the project is open. */
export const useTagsView = create<View>(() => ({
  search: "",
  collapsed: new Set(),
  doing: "nothing",
  renaming: null,
  isWriting: false,
  newParentId: null,
}));

export const setTagsView = useTagsView.setState;

// The window goes back to its first state when another project is opened; so does this screen.
useUi.subscribe((state) => {
  if (state === useUi.getInitialState()) useTagsView.setState(useTagsView.getInitialState(), true);
});

/** Shows a tag. Whatever was being done to the one before ends. */
export const showTag = (tagId: TagId): void => {
  if (useUi.getState().tagId === tagId) return;
  useUi.setState({ tagId });
  setTagsView({ doing: "nothing" });
};

/** All tags, the tree that the search leaves, and the tag that is shown. */
export const useTags = () => {
  const { data, isPending } = useCall("tags", "list", undefined);
  const search = useTagsView((view) => view.search);
  const tagId = useUi((state) => state.tagId);
  const tree = useMemo(() => prune(tagTree(data ?? []), foldName(search)), [data, search]);
  const chosen = data?.find((tag) => tag.id === tagId) ?? tree[0]?.tag;
  return { all: data ?? noTags, tree, chosen, isPending };
};

const noTags: readonly TagSummary[] = [];

/** The tags that read like the search, with those above them and all below them. */
const prune = (nodes: readonly TagNode[], wanted: string): readonly TagNode[] =>
  wanted === ""
    ? nodes
    : nodes.flatMap((node) => {
        if (foldName(`${node.tag.name} ${node.tag.description}`).includes(wanted)) return [node];
        const children = prune(node.children, wanted);
        return children.length === 0 ? [] : [{ ...node, children }];
      });

/** How many tags a tree holds. */
export const countNodes = (nodes: readonly TagNode[]): number =>
  nodes.reduce((sum, node) => sum + 1 + countNodes(node.children), 0);

/** Makes a tag and shows it. "numbers / troops" makes it under the tag that is there. */
export const createTag = async (
  tags: readonly TagSummary[],
  typed: string,
  parentId: TagId | null,
): Promise<boolean> => {
  const fresh = newTagFrom(tags, typed) ?? { name: typed.trim(), parentId: null };
  const into = fresh.parentId ?? parentId;
  const made = await act("tags", "create", { name: fresh.name, parentId: into });
  if (made === null) return false;
  useUi.setState({ tagId: made.value.id });
  setTagsView(({ collapsed }) => ({ search: "", doing: "nothing", collapsed: without(collapsed, into) }));
  return true;
};

const without = (ids: ReadonlySet<TagId>, id: TagId | null): ReadonlySet<TagId> =>
  new Set([...ids].filter((one) => one !== id));

/** Writes fields of a tag. */
export const updateTag = (id: TagId, set: Partial<Omit<Tag, "id">>): void =>
  void act("tags", "update", { id, set });

/** Moves a tag and says where to, unless it only changed places among its siblings. */
export const moveTag = async (
  tags: readonly TagSummary[],
  tag: TagSummary,
  move: TagMove | null,
): Promise<void> => {
  if (move === null) return;
  const moved = await act("tags", "update", { id: tag.id, set: move });
  if (moved === null || move.parentId === undefined) return;
  const parent = tags.find(({ id }) => id === move.parentId);
  setTagsView(({ collapsed }) => ({ collapsed: without(collapsed, move.parentId ?? null) }));
  const where = parent === undefined ? "to the top level" : `into “${tagPath(parent, indexTags(tags))}”`;
  showUndoToast(`Tag “${tag.name}” moved ${where}`, moved.value.edit);
};

/** Gives a tag a key, or none; says whose key it was. */
export const setShortcut = async (
  tags: readonly TagSummary[],
  tag: TagSummary,
  shortcut: number | null,
): Promise<void> => {
  const before = tags.find(
    (other) => other.id !== tag.id && shortcut !== null && other.shortcut === shortcut,
  );
  const done = await act("tags", "update", { id: tag.id, set: { shortcut } });
  if (done === null || before === undefined) return;
  showUndoToast(`Key ${shortcut} taken from “${before.name}” for “${tag.name}”`, done.value.edit);
};

/** Deletes a tag; the one beside it is shown next, and a toast brings it back with all it was on. */
export const removeTag = async (tags: readonly TagSummary[], tag: TagSummary): Promise<void> => {
  const children = tags.filter(({ parentId }) => parentId === tag.id).length;
  const order = flatten(tagTree(tags));
  const at = order.findIndex(({ id }) => id === tag.id);
  const removed = await act("tags", "remove", { id: tag.id });
  if (removed === null) return;
  useUi.setState({ tagId: (order[at + 1] ?? order[at - 1])?.id ?? null });
  setTagsView({ doing: "nothing" });
  const upwards = children === 0 ? "" : `, ${count(children, "tag")} below it moved up`;
  showUndoToast(`Tag “${tag.name}” deleted${upwards}`, removed.value.edit);
};

const flatten = (nodes: readonly TagNode[]): readonly TagSummary[] =>
  nodes.flatMap((node) => [node.tag, ...flatten(node.children)]);

/** Puts everything that has one tag under another and shows that. */
export const mergeTag = async (from: TagSummary, into: TagSummary): Promise<void> => {
  const merged = await act("tags", "merge", { from: from.id, into: into.id });
  if (merged === null) return;
  useUi.setState({ tagId: into.id });
  setTagsView({ doing: "nothing" });
  showUndoToast(`Tag “${from.name}” merged into “${into.name}”`, merged.value.edit);
};
