import { useMemo, useState } from "react";
import type { TagSummary } from "../../../shared/domain/tag";
import type { TagId } from "../../../shared/ids";
import { count } from "../../parts/dates";
import { compareNames } from "../../parts/names";
import { indexTags, tagPath } from "../../parts/tag-tree";
import { Button } from "../../ui/Button";
import { Suggest } from "../../ui/Suggest";
import styles from "./tag-card.module.css";
import { mergeTag, setTagsView } from "./use-tags";

const close = () => setTagsView({ doing: "nothing" });

/** Joins two tags that mean the same: says what will be retagged before it does. */
export const MergeTag = ({ tag, all }: { readonly tag: TagSummary; readonly all: readonly TagSummary[] }) => {
  const [intoId, setIntoId] = useState<TagId | null>(null);
  const into = all.find(({ id }) => id === intoId);
  const below = all.filter(({ parentId }) => parentId === tag.id).length;
  const suggestions = useMemo(() => {
    const index = indexTags(all);
    return all
      .filter((other) => other.id !== tag.id)
      .map((other) => ({ key: other.id, label: tagPath(other, index), names: [other.name] }))
      .sort((a, b) => compareNames(a.label, b.label));
  }, [all, tag]);
  return (
    <section
      className={styles.card}
      aria-label="Merge into another tag"
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) close();
      }}
    >
      <Suggest
        label="Merge into"
        placeholder="Type the name of the tag that stays"
        noun="tag"
        suggestions={suggestions}
        value={intoId}
        autoFocus
        onChange={setIntoId}
      />
      <p className={styles.effect}>
        {into === undefined ? (
          <>
            For two tags that mean the same. <bdi>{tag.name}</bdi> goes; the one you choose stays.
          </>
        ) : (
          <>
            {count(tag.highlights, "highlight")} and {count(tag.claims, "claim")} will be tagged{" "}
            <bdi>{into.name}</bdi>
            {below === 0
              ? ""
              : `, and ${count(below, "tag")} below it ${below === 1 ? "moves" : "move"} there`}
            .
          </>
        )}
      </p>
      <div className={styles.actions}>
        <Button
          tone="primary"
          isDisabled={into === undefined}
          onPress={() => {
            if (into !== undefined) void mergeTag(tag, into);
          }}
        >
          Merge
        </Button>
        <Button tone="quiet" onPress={close}>
          Cancel
        </Button>
      </div>
    </section>
  );
};
