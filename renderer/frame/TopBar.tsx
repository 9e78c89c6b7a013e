import { Redo2, Search, Undo2 } from "lucide-react";
import type { Project } from "../../shared/domain/project";
import { useCall } from "../query";
import { IconButton } from "../ui/Button";
import { Kbd } from "../ui/Kbd";
import { showOverlay } from "../ui-state";
import { MarkingNote } from "./MarkingNote";
import { ProfileButton } from "./ProfileButton";
import { ProjectMenu } from "./ProjectMenu";
import styles from "./TopBar.module.css";
import { redo, undo } from "./undo";

const icon = { size: 18, strokeWidth: 1.6, "aria-hidden": true } as const;

const UndoButtons = () => {
  const state = useCall("history", "state", undefined, { keepPrevious: true }).data;
  const back = state?.undo ?? null;
  const forth = state?.redo ?? null;
  return (
    <>
      <IconButton
        label={back === null ? "Nothing to undo" : `Undo: ${back}`}
        keys="Ctrl+Z"
        isDisabled={back === null}
        onPress={() => void undo()}
      >
        <Undo2 {...icon} />
      </IconButton>
      <IconButton
        label={forth === null ? "Nothing to redo" : `Redo: ${forth}`}
        keys="Ctrl+Shift+Z"
        isDisabled={forth === null}
        onPress={() => void redo()}
      >
        <Redo2 {...icon} />
      </IconButton>
    </>
  );
};

/** Which project this is, the way to everything in it, and who is signed in. */
export const TopBar = ({ project }: { readonly project: Project }) => (
  <header className={styles.bar}>
    <div className={styles.start}>
      <ProjectMenu project={project} />
      <MarkingNote marking={project.marking} />
    </div>
    <button
      type="button"
      className={styles.search}
      aria-keyshortcuts="Control+K"
      aria-haspopup="dialog"
      onClick={() => showOverlay("palette")}
    >
      <Search {...icon} />
      <span>Search articles, claims, commands</span>
      <Kbd>Ctrl K</Kbd>
    </button>
    <div className={styles.end}>
      {project.isReadOnly ? null : <UndoButtons />}
      <ProfileButton analyst={project.analyst} />
    </div>
  </header>
);
