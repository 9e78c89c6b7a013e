import { type FocusEvent, type KeyboardEvent, useEffect, useRef } from "react";
import type { TagSummary } from "../../../shared/domain/tag";
import type { TagId } from "../../../shared/ids";
import { useCall } from "../../query";
import { EmptyState } from "../../ui/EmptyState";
import { isTyping } from "../../ui/is-typing";
import { useArrival } from "../../ui/use-arrival";
import { NewTag } from "./NewTag";
import { TagHeader } from "./TagHeader";
import { TagPane } from "./TagPane";
import styles from "./TagsScreen.module.css";
import { TagTree } from "./TagTree";
import { stepTag } from "./tag-moves";
import { countNodes, moveTag, removeTag, setTagsView, showTag, useTags } from "./use-tags";

/** The codebook: the tags as a tree, and everything about the one that is chosen. */
export const TagsScreen = () => {
  const { all, tree, chosen, isPending } = useTags();
  const isReadOnly = useCall("project", "get", undefined).data?.isReadOnly ?? false;
  const screen = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useArrival(screen, "[role=treegrid]", !isPending);
  // Whoever comes back later does not find a form half done.
  useEffect(
    () => () => setTagsView({ doing: "nothing", renaming: null, newParentId: null, isWriting: false }),
    [],
  );
  if (isPending) return null;

  /** Asks for the name of a tag on the level of the chosen one, or below it. */
  const startNew = (newParentId: TagId | null) => {
    setTagsView({ newParentId });
    field.current?.focus();
  };

  const actions = (tag: TagSummary): Readonly<Record<string, () => void>> => ({
    n: () => startNew(tag.parentId),
    N: () => startNew(tag.id),
    F2: () => setTagsView({ renaming: tag.id }),
    Delete: () => void removeTag(all, tag),
  });

  // In the capture phase: the tree would take the letters for the beginning of a tag's name.
  const onKeyDownCapture = (event: KeyboardEvent) => {
    // Menus and lists that float over the screen are not in it, though React says so.
    const isInside = event.target instanceof Node && event.currentTarget.contains(event.target);
    if (!isInside || chosen === undefined || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
    const search = () => screen.current?.querySelector<HTMLElement>("input[type=search]")?.focus();
    const move = () => void moveTag(all, chosen, stepTag(all, chosen, event.key));
    const change = event.altKey ? (isArrow(event.key) ? move : undefined) : actions(chosen)[event.key];
    const run = event.key === "/" ? search : isReadOnly ? undefined : change;
    if (run === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  };

  if (all.length === 0) return <NoTags isReadOnly={isReadOnly} />;
  return (
    <div
      ref={screen}
      className={styles.screen}
      role="group"
      aria-label="Tags"
      onKeyDownCapture={onKeyDownCapture}
    >
      <section className={styles.column} aria-label="Codebook" onFocus={(event) => followFocus(event, all)}>
        <TagHeader shown={countNodes(tree)} total={all.length} />
        <TagTree
          all={all}
          tree={tree}
          chosen={chosen}
          isReadOnly={isReadOnly}
          onNewChild={(tag) => startNew(tag.id)}
        />
        {isReadOnly ? null : <NewTag all={all} fieldRef={field} />}
      </section>
      {chosen === undefined ? (
        <EmptyState title="Nothing found">
          No tag reads like that. Clear the search to see the whole codebook.
        </EmptyState>
      ) : (
        <TagPane
          key={chosen.id}
          tag={chosen}
          all={all}
          isReadOnly={isReadOnly}
          onNewChild={() => startNew(chosen.id)}
        />
      )}
    </div>
  );
};

// A letter typed to find a tag moves the focus alone; what is shown and acted on goes along.
const followFocus = (event: FocusEvent, all: readonly TagSummary[]) => {
  const key = event.target.closest<HTMLElement>("[role=row]")?.dataset["key"];
  const tag = all.find(({ id }) => id === key);
  if (tag !== undefined) showTag(tag.id);
};

const isArrow = (key: string) => key.startsWith("Arrow");

const NoTags = ({ isReadOnly }: { readonly isReadOnly: boolean }) => (
  <div>
    <h1 className="visually-hidden">Tags</h1>
    <EmptyState title="Start a codebook">
      A tag names what a passage is about, so that the same matter can be found across all reports. A small
      start does: numbers, timeline, attribution, and under attribution named official and anonymous official.
      More come by themselves while you read.
    </EmptyState>
    {isReadOnly ? null : (
      <div className={styles.first}>
        <NewTag all={[]} isFirst />
      </div>
    )}
  </div>
);
