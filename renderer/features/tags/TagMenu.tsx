import { CornerDownRight, FolderTree, Merge, MoreHorizontal, Pencil, Trash2 } from "lucide-react";
import type { TagSummary } from "../../../shared/domain/tag";
import { useCall } from "../../query";
import { IconButton } from "../../ui/Button";
import { MenuButton } from "../../ui/Menu";
import { removeTag, setTagsView, showTag } from "./use-tags";

const icon = { size: 16, strokeWidth: 1.6, "aria-hidden": true } as const;

/** What can be done with a tag, with the keys that do it. */
export const TagMenu = ({
  tag,
  onNewChild,
}: {
  readonly tag: TagSummary;
  readonly onNewChild: () => void;
}) => {
  const all = useCall("tags", "list", undefined).data ?? [];
  const doing = (what: "moving" | "merging") => () => {
    showTag(tag.id);
    setTagsView({ doing: what });
  };
  const rename = () => {
    showTag(tag.id);
    setTagsView({ renaming: tag.id });
  };
  return (
    <MenuButton
      label={`Tag ${tag.name}`}
      placement="bottom end"
      trigger={
        <IconButton label={`More to do with ${tag.name}`}>
          <MoreHorizontal size={16} strokeWidth={1.6} aria-hidden="true" />
        </IconButton>
      }
      groups={[
        {
          entries: [
            { id: "rename", label: "Rename", keys: "F2", icon: <Pencil {...icon} />, run: rename },
            {
              id: "child",
              label: "New tag below it",
              keys: "Shift+N",
              icon: <CornerDownRight {...icon} />,
              run: onNewChild,
            },
            {
              id: "move",
              label: "Move to…",
              keys: "Alt+arrows",
              icon: <FolderTree {...icon} />,
              run: doing("moving"),
            },
            {
              id: "merge",
              label: "Merge into another tag…",
              icon: <Merge {...icon} />,
              run: doing("merging"),
            },
          ],
        },
        {
          entries: [
            {
              id: "delete",
              label: "Delete tag",
              keys: "Delete",
              tone: "danger",
              icon: <Trash2 {...icon} />,
              run: () => void removeTag(all, tag),
            },
          ],
        },
      ]}
    />
  );
};
