import { useMemo } from "react";
import type { TagSummary } from "../../../shared/domain/tag";
import type { TagId } from "../../../shared/ids";
import { compareNames } from "../../parts/names";
import { indexTags, isWithin, tagPath } from "../../parts/tag-tree";
import { Button } from "../../ui/Button";
import { Suggest } from "../../ui/Suggest";
import styles from "./tag-card.module.css";
import { insideTag } from "./tag-moves";
import { moveTag, setTagsView } from "./use-tags";

const close = () => setTagsView({ doing: "nothing" });

/** Moves a tag below another one, or to the top level, without dragging. */
export const MoveTag = ({ tag, all }: { readonly tag: TagSummary; readonly all: readonly TagSummary[] }) => {
  const suggestions = useMemo(() => {
    const index = indexTags(all);
    return all
      .filter((other) => !isWithin(other, tag.id, index) && other.id !== tag.parentId)
      .map((other) => ({ key: other.id, label: tagPath(other, index), names: [other.name] }))
      .sort((a, b) => compareNames(a.label, b.label));
  }, [all, tag]);
  const move = (parentId: TagId | null) => {
    close();
    void moveTag(all, tag, insideTag(all, tag, parentId));
  };
  return (
    <section
      className={styles.card}
      aria-label="Move to"
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) close();
      }}
    >
      <Suggest
        label="Move below"
        placeholder="Type the name of the tag above it"
        noun="tag"
        suggestions={suggestions}
        value={null}
        autoFocus
        // Choosing moves the tag: not when Cancel is clicked.
        isChosenOnLeaving={false}
        onChange={(parentId) => {
          if (parentId !== null) move(parentId);
        }}
      />
      <div className={styles.actions}>
        {tag.parentId === null ? null : <Button onPress={() => move(null)}>Move to the top level</Button>}
        <Button tone="quiet" onPress={close}>
          Cancel
        </Button>
      </div>
    </section>
  );
};
