import { Plus, X } from "lucide-react";
import { type Ref, useState } from "react";
import type { TagSummary } from "../../../shared/domain/tag";
import { IconButton } from "../../ui/Button";
import styles from "./NewTag.module.css";
import { createTag, setTagsView, useTagsView } from "./use-tags";

/** A field that stays: type a name, Enter, type the next. That is how a codebook is written down. */
export const NewTag = ({
  all,
  isFirst = false,
  fieldRef,
}: {
  readonly all: readonly TagSummary[];
  readonly isFirst?: boolean;
  readonly fieldRef?: Ref<HTMLInputElement>;
}) => {
  const [name, setName] = useState("");
  const isWriting = useTagsView((view) => view.isWriting);
  const newParentId = useTagsView((view) => view.newParentId);
  const parent = all.find((tag) => tag.id === newParentId);
  const submit = async () => {
    if (name.trim() === "") return;
    const typed = name;
    setName("");
    // A refused name goes back into the field: nothing typed is lost.
    if (isFirst) setTagsView({ isWriting: true });
    if (!(await createTag(all, typed, parent?.id ?? null))) setName(typed);
  };
  const label = isFirst ? "First tag" : parent === undefined ? "New tag" : `New tag below ${parent.name}`;
  return (
    <form
      className={styles.form}
      data-first={isFirst || undefined}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Plus size={16} strokeWidth={1.6} aria-hidden="true" />
      <input
        ref={fieldRef}
        className={styles.input}
        aria-label={label}
        aria-keyshortcuts={isFirst ? undefined : "N"}
        // biome-ignore lint/a11y/noAutofocus: the empty screen has nothing else to do, and then one goes on writing.
        autoFocus={isFirst || isWriting}
        placeholder={isFirst ? "Name the first tag, then press Enter" : label}
        maxLength={250}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          setName("");
          setTagsView({ newParentId: null });
          const tree = event.currentTarget.closest("section")?.querySelector<HTMLElement>("[role=treegrid]");
          (tree?.querySelector<HTMLElement>("[role=row][aria-selected=true]") ?? tree)?.focus();
        }}
      />
      {parent === undefined ? null : (
        <IconButton
          label="Make it on the top level instead"
          onPress={() => setTagsView({ newParentId: null })}
        >
          <X size={14} strokeWidth={1.6} aria-hidden="true" />
        </IconButton>
      )}
    </form>
  );
};
