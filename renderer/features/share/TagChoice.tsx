import { Check } from "lucide-react";
import { ListBox, ListBoxItem } from "react-aria-components";
import { TagId } from "../../../shared/ids";
import { TagChip } from "../../parts/TagChip";
import { type TagNode, tagTree } from "../../parts/tag-tree";
import { useCall } from "../../query";
import styles from "./CopyTab.module.css";

/** The tree as it is read from top to bottom. */
const rowsOf = (nodes: readonly TagNode[], depth = 0): { tag: TagNode["tag"]; depth: number }[] =>
  nodes.flatMap(({ tag, children }) => [{ tag, depth }, ...rowsOf(children, depth + 1)]);

/** Chooses some of the tags, in the order of the tree; a tag stands for all below it. */
export const TagChoice = ({
  label,
  tagIds,
  onChange,
}: {
  readonly label: string;
  readonly tagIds: readonly TagId[];
  readonly onChange: (tagIds: TagId[]) => void;
}) => {
  const tags = useCall("tags", "list", undefined).data ?? [];
  if (tags.length === 0) return <p className={styles.quiet}>There are no tags in this project yet.</p>;
  return (
    <ListBox
      className={styles.tagChoice ?? ""}
      aria-label={label}
      selectionMode="multiple"
      selectionBehavior="toggle"
      selectedKeys={tagIds}
      onSelectionChange={(keys) =>
        onChange(tags.map(({ id }) => id).filter((id) => keys === "all" || keys.has(TagId.parse(id))))
      }
    >
      {rowsOf(tagTree(tags)).map(({ tag, depth }) => (
        <ListBoxItem
          key={tag.id}
          id={tag.id}
          textValue={tag.name}
          className={styles.tagRow ?? ""}
          style={{ paddingInlineStart: 8 + depth * 16 }}
        >
          <span className={styles.tagCheck} aria-hidden="true">
            <Check size={12} strokeWidth={2.4} />
          </span>
          <TagChip name={tag.name} colour={tag.colour} />
        </ListBoxItem>
      ))}
    </ListBox>
  );
};
