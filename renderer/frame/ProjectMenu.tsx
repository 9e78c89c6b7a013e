import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { Button } from "react-aria-components";
import type { Project } from "../../shared/domain/project";
import { showUndoToast } from "../parts/undo-toast";
import { act, useCall } from "../query";
import { Button as TextButton } from "../ui/Button";
import { Field } from "../ui/Field";
import { MenuButton, type MenuEntry } from "../ui/Menu";
import { Modal } from "../ui/Modal";
import { commandOf } from "./commands";
import styles from "./TopBar.module.css";

const entryOf = (id: string): MenuEntry => {
  const { label, keys, run } = commandOf(id);
  return { id, label, run, ...(keys[0] === undefined ? {} : { keys: keys[0] }) };
};

const Rename = ({ name, onClose }: { readonly name: string; readonly onClose: () => void }) => {
  const [typed, setTyped] = useState(name);
  const rename = async () => {
    onClose();
    if (typed.trim() === name) return;
    const renamed = await act("project", "update", { name: typed.trim() });
    if (renamed !== null) showUndoToast(`Project renamed to “${typed.trim()}”`, renamed.value.edit);
  };
  return (
    <Modal title="Rename the project" isOpen onClose={onClose} width={420}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== "") void rename();
        }}
      >
        <Field
          label="Name"
          value={typed}
          onChange={setTyped}
          maxLength={200}
          autoFocus
          hint="The file keeps its name."
        />
        <div className={styles.buttons}>
          <TextButton onPress={onClose}>Cancel</TextButton>
          <TextButton type="submit" tone="primary" isDisabled={typed.trim() === ""}>
            Rename
          </TextButton>
        </div>
      </form>
    </Modal>
  );
};

/** The project's name and file; a click offers what can be done with the file as a whole. */
export const ProjectMenu = ({ project }: { readonly project: Project }) => {
  const [isRenaming, setRenaming] = useState(false);
  const recent = useCall("files", "recent", undefined).data ?? [];
  const others = recent.filter((one) => one.fileName !== project.fileName).slice(0, 5);
  return (
    <div>
      <MenuButton
        label="Project"
        trigger={
          <Button
            className={styles.project ?? ""}
            aria-label={`Project ${project.name}, ${project.fileName}`}
          >
            <bdi className={styles.name}>{project.name}</bdi>
            <bdi className={styles.file}>{project.fileName}</bdi>
            <ChevronDown size={13} strokeWidth={1.6} aria-hidden="true" />
          </Button>
        }
        groups={[
          {
            entries: [
              {
                id: "rename",
                label: "Rename…",
                isDisabled: project.isReadOnly,
                run: () => setRenaming(true),
              },
              entryOf("share"),
              entryOf("export"),
            ],
          },
          { entries: [entryOf("history")] },
          { entries: [entryOf("open-project"), entryOf("new-project"), entryOf("close-project")] },
          {
            heading: "Recent projects",
            entries: others.map(({ key, fileName }) => ({
              id: `recent ${key}`,
              label: fileName,
              run: () => void act("files", "openRecent", { key }),
            })),
          },
        ]}
      />
      {isRenaming ? <Rename name={project.name} onClose={() => setRenaming(false)} /> : null}
    </div>
  );
};
