import { Plus } from "lucide-react";
import { useState } from "react";
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from "react-aria-components";
import type { TagId } from "../../../shared/ids";
import { TagChip } from "../../parts/TagChip";
import { TagPicker } from "../../parts/TagPicker";
import { useCall } from "../../query";
import styles from "./ClaimPanel.module.css";

/** The tags of the claim to be, and the palette that changes them. */
export const ClaimTags = ({
  tagIds,
  onToggle,
}: {
  readonly tagIds: readonly TagId[];
  readonly onToggle: (tagId: TagId, isOn: boolean) => void;
}) => {
  const [isOpen, setIsOpen] = useState(false);
  const tags = useCall("tags", "list", undefined).data ?? [];
  const shown = tagIds.flatMap((tagId) => tags.find(({ id }) => id === tagId) ?? []);
  return (
    <div className={styles.tags}>
      {shown.map((tag) => (
        <TagChip key={tag.id} name={tag.name} colour={tag.colour} />
      ))}
      <DialogTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
        <AriaButton
          className={styles.addTag ?? ""}
          aria-label={
            shown.length === 0 ? "Add tags" : `Tags: ${shown.map(({ name }) => name).join(", ")}. Change`
          }
        >
          <Plus size={14} strokeWidth={1.6} aria-hidden="true" />
          {shown.length === 0 ? "Add tags" : "Tag"}
        </AriaButton>
        <Popover className={styles.palette ?? ""} placement="bottom start" offset={4}>
          <Dialog aria-label="Tags of this claim" className={styles.paletteDialog ?? ""}>
            <TagPicker
              label="Tags of this claim"
              selectedIds={tagIds}
              onToggle={onToggle}
              onClose={() => setIsOpen(false)}
              autoFocus
            />
          </Dialog>
        </Popover>
      </DialogTrigger>
    </div>
  );
};
