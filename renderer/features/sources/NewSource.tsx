import { useState } from "react";
import type { SourceKind, SourceSummary } from "../../../shared/domain/source";
import { sourceKindChoices } from "../../parts/source-kinds";
import { foldName } from "../../parts/tag-tree";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Picker } from "../../ui/Picker";
import styles from "./NewSource.module.css";
import { createSource, setSourcesView, showSource } from "./use-sources";

/** Names a source and says what kind it is; everything else can be told later. */
export const NewSource = ({ sources }: { readonly sources: readonly SourceSummary[] }) => {
  const [name, setName] = useState("");
  const [kind, setKind] = useState<SourceKind>("outlet");
  const there = sources.find((source) => foldName(source.name) === foldName(name));
  const close = () => setSourcesView({ isCreating: false });
  const submit = () => {
    if (there !== undefined) {
      close();
      showSource(there.id);
    } else if (name.trim() !== "") void createSource(name.trim(), kind);
  };
  return (
    <form
      className={styles.form}
      aria-label="New source"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <Field
        label="Name of the new source"
        value={name}
        onChange={setName}
        maxLength={300}
        autoFocus
        hint={there === undefined ? undefined : "A source of this name is there already."}
      />
      <div className={styles.line}>
        <Picker label="Kind" isLabelHidden choices={sourceKindChoices} value={kind} onChange={setKind} />
        <Button tone="primary" type="submit" isDisabled={name.trim() === ""}>
          {there === undefined ? "Add" : "Show it"}
        </Button>
        <Button tone="quiet" onPress={close}>
          Cancel
        </Button>
      </div>
    </form>
  );
};
