import { ChevronRight, GripVertical } from "lucide-react";
import { type RefObject, useEffect, useMemo, useRef } from "react";
import {
  Button,
  Collection,
  DropIndicator,
  ListLayout,
  Tree,
  TreeItem,
  TreeItemContent,
  useDragAndDrop,
  Virtualizer,
} from "react-aria-components";
import type { TagSummary } from "../../../shared/domain/tag";
import type { TagId } from "../../../shared/ids";
import { count } from "../../parts/dates";
import { TagChip } from "../../parts/TagChip";
import type { TagNode } from "../../parts/tag-tree";
import { InPlace } from "../../ui/InPlace";
import { Kbd } from "../../ui/Kbd";
import { TagMenu } from "./TagMenu";
import styles from "./TagTree.module.css";
import { besideTag, insideTag } from "./tag-moves";
import { moveTag, setTagsView, showTag, updateTag, useTagsView } from "./use-tags";

type Actions = {
  readonly isReadOnly: boolean;
  readonly onNewChild: (tag: TagSummary) => void;
};

/** Only the codebook's own rows can be dropped on it. */
const dragType = "assay-tag";
const rowHeight = 34;

/**
 * The tags as a tree. Rows are dragged by mouse or, from their handle, by keyboard: between two rows to change
 * the order, onto a row to go below it. Alt and the arrows do the same without dragging.
 */
export const TagTree = ({
  all,
  tree,
  chosen,
  ...actions
}: Actions & {
  readonly all: readonly TagSummary[];
  readonly tree: readonly TagNode[];
  readonly chosen: TagSummary | undefined;
}) => {
  const { isReadOnly } = actions;
  const { collapsed, search } = useTagsView();
  const isFiltered = search.trim() !== "";
  // Only tags with something below them: the arrow left on any other goes to its parent.
  const parents = useMemo(() => all.map(({ parentId }) => parentId).filter((id) => id !== null), [all]);
  // Kept while nothing changes: a new set of open rows makes the tree lay out all of its rows again.
  const expanded = useMemo(
    () => new Set(parents.filter((id) => isFiltered || !collapsed.has(id))),
    [parents, collapsed, isFiltered],
  );
  const selected = useMemo(() => (chosen === undefined ? [] : [chosen.id]), [chosen]);
  const frame = useRef<HTMLDivElement>(null);
  useRowFocus(frame, all, chosen?.id);
  const byKey = (key: unknown) => all.find(({ id }) => id === key);

  const { dragAndDropHooks } = useDragAndDrop<TagNode>({
    // Between the rows that a search has left there is no telling where a tag would land.
    isDisabled: isReadOnly || isFiltered,
    acceptedDragTypes: [dragType],
    getItems: (keys) =>
      [...keys].map((key) => ({ [dragType]: String(key), "text/plain": byKey(key)?.name ?? "" })),
    getDropOperation: () => "move",
    renderDropIndicator: (target) => <DropIndicator target={target} className={styles.indicator ?? ""} />,
    onMove: ({ keys, target }) => {
      const moved = byKey([...keys][0]);
      const onto = byKey(target.key);
      if (moved === undefined || onto === undefined) return;
      const { dropPosition } = target;
      const move =
        dropPosition === "on" ? insideTag(all, moved, onto.id) : besideTag(all, moved, onto.id, dropPosition);
      void moveTag(all, moved, move);
    },
  });

  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight }}>
      <Tree
        ref={frame}
        aria-label="Tags"
        className={styles.tree ?? ""}
        items={tree}
        // Rows are kept as they were made: they may lean on nothing else that changes.
        dependencies={[isReadOnly]}
        // Tab goes into a row, so that the arrow keys in its name field are the field's.
        keyboardNavigationBehavior="tab"
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={selected}
        onSelectionChange={(keys) => {
          const tag = keys === "all" ? undefined : byKey([...keys][0]);
          if (tag !== undefined) showTag(tag.id);
        }}
        onAction={(key) => {
          const tag = byKey(key);
          if (tag !== undefined && !isReadOnly) setTagsView({ renaming: tag.id });
        }}
        expandedKeys={expanded}
        onExpandedChange={(keys) =>
          setTagsView({ collapsed: new Set(parents.filter((id) => !keys.has(id))) })
        }
        dragAndDropHooks={dragAndDropHooks}
      >
        {(node) => <TagItem node={node} actions={actions} />}
      </Tree>
    </Virtualizer>
  );
};

/** The row that had the focus is gone, deleted or merged: the one that is shown in its place takes it. */
const useRowFocus = (
  tree: RefObject<HTMLDivElement | null>,
  all: readonly TagSummary[],
  chosenId: TagId | undefined,
) => {
  useEffect(() => {
    if (chosenId === undefined || !all.some(({ id }) => id === chosenId)) return;
    const frame = requestAnimationFrame(() => {
      if (document.activeElement === tree.current) rowOf(chosenId)?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [tree, all, chosenId]);
};

const rowOf = (id: TagId) => document.querySelector<HTMLElement>(`[role=row][data-key="${CSS.escape(id)}"]`);

// The actions travel as one prop: react-aria puts the row's id among a row's props, and spreading them on would
// give that id to the rows below.
const TagItem = ({ node, actions }: { readonly actions: Actions; readonly node: TagNode }) => {
  const { tag, children } = node;
  return (
    <TreeItem id={tag.id} textValue={tag.name} className={styles.item ?? ""}>
      <TreeItemContent>
        {({ level, isExpanded, hasChildItems }) => (
          <div className={styles.row} style={{ paddingLeft: 4 + (level - 1) * 20 }}>
            {actions.isReadOnly ? null : (
              <Button slot="drag" className={styles.handle ?? ""}>
                <GripVertical size={14} strokeWidth={1.6} aria-hidden="true" />
              </Button>
            )}
            {hasChildItems ? (
              <Button slot="chevron" className={styles.chevron ?? ""} data-expanded={isExpanded || undefined}>
                <ChevronRight size={14} strokeWidth={1.6} aria-hidden="true" />
              </Button>
            ) : (
              <span className={styles.chevron} />
            )}
            <TagName tag={tag} />
            {tag.shortcut === null ? null : (
              <span title={`Key ${tag.shortcut} in the reader`}>
                <Kbd>{tag.shortcut}</Kbd>
                <span className="visually-hidden">, key {tag.shortcut}</span>
              </span>
            )}
            <span className={styles.space} />
            <Amount n={tag.highlights} one="highlight" />
            <Amount n={tag.claims} one="claim" />
            {actions.isReadOnly ? null : <TagMenu tag={tag} onNewChild={() => actions.onNewChild(tag)} />}
          </div>
        )}
      </TreeItemContent>
      <Collection items={children}>{(child) => <TagItem node={child} actions={actions} />}</Collection>
    </TreeItem>
  );
};

const TagName = ({ tag }: { readonly tag: TagSummary }) => {
  const isRenaming = useTagsView((view) => view.renaming === tag.id);
  if (!isRenaming)
    return (
      <span className={styles.name}>
        <TagChip name={tag.name} colour={tag.colour} />
      </span>
    );
  return (
    // The tree must not take what is typed here for its own keys.
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps keys from going further
    <span className={styles.field} onKeyDown={(event) => event.stopPropagation()}>
      <InPlace
        label={`New name of ${tag.name}`}
        isLabelHidden
        value={tag.name}
        isRequired
        maxLength={120}
        autoFocus
        onCommit={(name) => updateTag(tag.id, { name })}
        onEnd={() => endRenaming(tag.id)}
      />
    </span>
  );
};

/** Focus goes back to the row, so that the next arrow key moves on from there. */
const endRenaming = (id: TagId) => {
  setTagsView({ renaming: null });
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) rowOf(id)?.focus();
  });
};

const Amount = ({ n, one }: { readonly n: number; readonly one: string }) => (
  <span className={styles.amount} data-of={one}>
    <span aria-hidden="true">{n === 0 ? "–" : n.toLocaleString("en-GB")}</span>
    <span className="visually-hidden">, {count(n, one)}</span>
  </span>
);
