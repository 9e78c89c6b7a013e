import { backUpNow } from "../features/share/use-backups";
import { setHistory } from "../features/share/use-history";
import { showShareTab } from "../features/share/use-share";
import { act } from "../query";
import type { Command } from "./commands";

/** Commands about the project's past: its whole history, what was removed, its backups, and the way back to now. */
export const pastCommands: readonly Command[] = [
  {
    id: "all-history",
    group: "Edit",
    label: "Search the whole history",
    keys: [],
    run: () => {
      setHistory({ view: "edits" });
      showShareTab("history");
    },
    isAvailable: ({ project }) => project !== null,
  },
  {
    id: "trash",
    group: "Edit",
    label: "Show what was removed",
    keys: [],
    run: () => {
      setHistory({ view: "trash" });
      showShareTab("history");
    },
    isAvailable: ({ project }) => project !== null,
  },
  {
    id: "back-to-now",
    group: "Edit",
    label: "Go back to now",
    keys: [],
    run: () => void act("files", "leaveAsOf", undefined),
    isAvailable: ({ project }) => project !== null && project.asOf !== null,
  },
  {
    id: "back-up",
    group: "Project",
    label: "Back the project up now",
    keys: [],
    run: () => void backUpNow(),
    isAvailable: ({ project }) => project !== null && !project.isReadOnly,
  },
  {
    id: "backups",
    group: "Project",
    label: "Show the backups, or check the project",
    keys: [],
    run: () => showShareTab("backups"),
    isAvailable: ({ project }) => project !== null,
  },
];
