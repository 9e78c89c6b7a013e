import { Plus } from "lucide-react";
import { useState } from "react";
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";
import type { ClaimDetail } from "../../../shared/domain/claim";
import { TagChip } from "../../parts/TagChip";
import { TagPicker } from "../../parts/TagPicker";
import { useCall } from "../../query";
import styles from "./ClaimTagsRow.module.css";
import { updateClaim } from "./claim-actions";

/** A claim's tags as chips, and the palette that changes them. */
export const ClaimTagsRow = ({ claim }: { readonly claim: ClaimDetail }) => {
  const [isOpen, setIsOpen] = useState(false);
  const all = useCall("tags", "list", undefined).data ?? [];
  const tags = claim.tagIds.flatMap((tagId) => all.find(({ id }) => id === tagId) ?? []);
  return (
    <div className={styles.row}>
      {tags.map((tag) => (
        <TagChip key={tag.id} name={tag.name} colour={tag.colour} />
      ))}
      <DialogTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
        <Button className={styles.add ?? ""} aria-label={tags.length === 0 ? "Add tags" : "Change tags"}>
          <Plus size={14} strokeWidth={1.6} aria-hidden="true" />
          {tags.length === 0 ? "Add tags" : "Tag"}
        </Button>
        <Popover className={styles.palette ?? ""} placement="bottom start" offset={4}>
          <Dialog aria-label="Tags of this claim" className={styles.dialog ?? ""}>
            <TagPicker
              label="Tags of this claim"
              selectedIds={claim.tagIds}
              onToggle={(tagId, isOn) =>
                updateClaim(claim.id, {
                  tagIds: isOn ? [...claim.tagIds, tagId] : claim.tagIds.filter((other) => other !== tagId),
                })
              }
              onClose={() => setIsOpen(false)}
              autoFocus
            />
          </Dialog>
        </Popover>
      </DialogTrigger>
    </div>
  );
};
