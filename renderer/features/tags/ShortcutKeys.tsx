import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import type { TagSummary } from "../../../shared/domain/tag";
import styles from "./ShortcutKeys.module.css";
import { setShortcut } from "./use-tags";

const keys = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** The keys 1-9 of the reader: one is this tag's, some are other tags' and can be taken from them. */
export const ShortcutKeys = ({
  tag,
  all,
  isReadOnly,
}: {
  readonly tag: TagSummary;
  readonly all: readonly TagSummary[];
  readonly isReadOnly: boolean;
}) => {
  const ownerOf = (key: number) => all.find((other) => other.id !== tag.id && other.shortcut === key);
  const isAnyTaken = keys.some((key) => ownerOf(key) !== undefined);
  return (
    <div>
      <h3 className={styles.label} id="tag-shortcut">
        Key in the reader
      </h3>
      <ToggleButtonGroup
        aria-labelledby="tag-shortcut"
        aria-describedby="tag-shortcut-hint"
        className={styles.keys ?? ""}
        selectedKeys={tag.shortcut === null ? [] : [String(tag.shortcut)]}
        isDisabled={isReadOnly}
        onSelectionChange={(chosen) => {
          const shortcut = keys.find((key) => chosen.has(String(key))) ?? null;
          if (shortcut !== tag.shortcut) void setShortcut(all, tag, shortcut);
        }}
      >
        {keys.map((key) => {
          const owner = ownerOf(key);
          const own = tag.shortcut === key ? "this tag" : "free";
          return (
            <ToggleButton
              key={key}
              id={String(key)}
              className={styles.key ?? ""}
              aria-label={owner === undefined ? `${key}, ${own}` : `${key}, now of ${owner.name}`}
            >
              <span>{key}</span>
              <bdi className={styles.owner}>{owner?.name ?? own}</bdi>
            </ToggleButton>
          );
        })}
      </ToggleButtonGroup>
      <p id="tag-shortcut-hint" className={styles.hint}>
        Puts this tag on the sentence or the selection.
        {isAnyTaken ? " Choosing a key of another tag takes it from that tag." : ""}
        {tag.shortcut === null ? "" : " Choose the key again to give it up."}
      </p>
    </div>
  );
};
