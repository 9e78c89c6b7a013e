import type { Project } from "../../shared/domain/project";
import { reviseArticle } from "../features/library/article-actions";
import { importFolder, importFromDialog, startNewArticle } from "../features/library/use-imports";
import {
  goToLibrary,
  openArticleDetails,
  searchLibrary,
  toggleLibraryList,
} from "../features/library/use-library";
import { setReader } from "../features/reader/reader-store";
import { hasImport, startReview } from "../features/review/use-review";
import { chooseFile, showConflicts } from "../features/share/use-merge";
import { showShareTab } from "../features/share/use-share";
import { act } from "../query";
import { goTo, type Screen, showOverlay, useUi } from "../ui-state";
import type { Keys } from "./keys";
import { pastCommands } from "./past-commands";
import { redo, undo } from "./undo";

/** What commands look at to know whether they make sense now. */
export type Situation = {
  readonly project: Project | null;
  readonly hasArticleOpen: boolean;
  readonly screen: Screen;
};

export type Command = {
  readonly id: string;
  readonly group: "Go to" | "Articles" | "Edit" | "Project" | "Window";
  /** A verb and its object, in sentence case. */
  readonly label: string;
  /** The first is shown beside the label; all of them work. */
  readonly keys: readonly Keys[];
  readonly run: () => void;
  readonly isAvailable: (situation: Situation) => boolean;
};

const always = () => true;
const withProject = ({ project }: Situation) => project !== null;
const whenWritable = ({ project }: Situation) => project !== null && !project.isReadOnly;

/** Find means the open article while one is being read, and all articles otherwise. */
const find = () => {
  const { screen, articleId } = useUi.getState();
  const isInList = document.activeElement?.closest("[data-library-list]") != null;
  if (screen === "library" && articleId !== null && !isInList) setReader({ isFindOpen: true });
  else searchLibrary();
};

const place = (screen: Screen, label: string, number: number, run = () => goTo(screen)): Command => ({
  id: `go-${screen}`,
  group: "Go to",
  label,
  keys: [`Ctrl+${number}`],
  run,
  isAvailable: withProject,
});

/**
 * Everything the window can do, once: the palette lists it, the keys help shows it, the shortcuts and the
 * application's menu run it.
 */
export const commands: readonly Command[] = [
  place("library", "Go to the library, then to its list", 1, goToLibrary),
  place("claims", "Go to claims", 2),
  place("sources", "Go to sources", 3),
  place("tags", "Go to tags", 4),
  place("share", "Go to share", 5),
  {
    id: "find",
    group: "Articles",
    label: "Find in this article, or in all articles",
    keys: ["/", "Ctrl+F"],
    run: find,
    isAvailable: withProject,
  },
  {
    id: "search-all",
    group: "Articles",
    label: "Search the text of all articles",
    keys: ["Ctrl+Shift+F"],
    run: () => searchLibrary(),
    isAvailable: withProject,
  },
  {
    id: "import",
    group: "Articles",
    label: "Import files…",
    keys: ["Ctrl+I"],
    run: () => void importFromDialog(),
    isAvailable: whenWritable,
  },
  {
    id: "import-folder",
    group: "Articles",
    label: "Import a folder…",
    keys: ["Ctrl+Shift+D"],
    run: () => void importFolder(),
    isAvailable: whenWritable,
  },
  {
    id: "review",
    group: "Articles",
    label: "Review what wants a look",
    keys: ["Ctrl+Shift+L"],
    run: () => startReview("articles"),
    isAvailable: withProject,
  },
  {
    id: "review-import",
    group: "Articles",
    label: "Review the latest import",
    keys: [],
    run: () => startReview("import"),
    isAvailable: (situation) => withProject(situation) && hasImport(),
  },
  {
    id: "new-article",
    group: "Articles",
    label: "Paste or type an article…",
    keys: ["Ctrl+V"],
    run: () => startNewArticle(),
    isAvailable: whenWritable,
  },
  {
    id: "article-details",
    group: "Articles",
    label: "Show the article’s details",
    keys: [],
    run: () => {
      const { articleId } = useUi.getState();
      if (articleId !== null) openArticleDetails(articleId);
    },
    isAvailable: ({ hasArticleOpen }) => hasArticleOpen,
  },
  {
    id: "revise",
    group: "Articles",
    label: "Import a newer copy of this article…",
    keys: [],
    run: () => {
      const { articleId } = useUi.getState();
      if (articleId !== null) void reviseArticle(articleId);
    },
    isAvailable: (situation) => situation.hasArticleOpen && whenWritable(situation),
  },
  {
    id: "toggle-list",
    group: "Window",
    label: "Show or hide the library’s list",
    keys: ["Ctrl+B"],
    run: toggleLibraryList,
    isAvailable: ({ project, screen }) => project !== null && screen === "library",
  },
  {
    id: "undo",
    group: "Edit",
    label: "Undo",
    keys: ["Ctrl+Z"],
    run: () => void undo(),
    isAvailable: whenWritable,
  },
  {
    id: "redo",
    group: "Edit",
    label: "Redo",
    keys: ["Ctrl+Shift+Z", "Ctrl+Y"],
    run: () => void redo(),
    isAvailable: whenWritable,
  },
  {
    id: "history",
    group: "Edit",
    label: "Show the history of changes",
    keys: ["Ctrl+H"],
    run: () => showOverlay("history"),
    isAvailable: withProject,
  },
  ...pastCommands,
  {
    id: "export",
    group: "Project",
    label: "Export claims…",
    keys: ["Ctrl+E"],
    run: () => showOverlay("export"),
    isAvailable: withProject,
  },
  {
    id: "share",
    group: "Project",
    label: "Save a copy to share…",
    keys: [],
    run: () => showShareTab("copy"),
    isAvailable: withProject,
  },
  {
    id: "merge",
    group: "Project",
    label: "Merge a colleague’s file…",
    keys: [],
    run: () => {
      showShareTab("merge");
      void chooseFile();
    },
    isAvailable: whenWritable,
  },
  {
    id: "conflicts",
    group: "Project",
    label: "Review conflicts",
    keys: [],
    run: () => {
      showShareTab("merge");
      showConflicts();
    },
    isAvailable: withProject,
  },
  {
    id: "agreement",
    group: "Project",
    label: "Show how far analysts agree",
    keys: [],
    run: () => showShareTab("agreement"),
    isAvailable: withProject,
  },
  {
    id: "open-project",
    group: "Project",
    label: "Open another project…",
    keys: ["Ctrl+O"],
    run: () => void act("files", "openProject", undefined),
    isAvailable: always,
  },
  {
    id: "new-project",
    group: "Project",
    label: "New project…",
    keys: ["Ctrl+N"],
    run: () => void act("files", "createProject", undefined),
    isAvailable: always,
  },
  {
    id: "close-project",
    group: "Project",
    label: "Close the project",
    keys: [],
    run: () => void act("files", "closeProject", undefined),
    isAvailable: withProject,
  },
  {
    id: "palette",
    group: "Window",
    label: "Search everything and every command",
    keys: ["Ctrl+K"],
    run: () => showOverlay(useUi.getState().overlay === "palette" ? "none" : "palette"),
    isAvailable: withProject,
  },
  {
    id: "settings",
    group: "Window",
    label: "Change name, initials and theme",
    keys: ["Ctrl+,"],
    run: () => showOverlay("settings"),
    isAvailable: withProject,
  },
  {
    id: "keys",
    group: "Window",
    label: "Show all keys",
    keys: ["?"],
    run: () => showOverlay(useUi.getState().overlay === "keys" ? "none" : "keys"),
    isAvailable: withProject,
  },
];

/** The command of this id; ids are the table's, so a wrong one is a mistake in the code. */
export const commandOf = (id: string): Command => {
  const command = commands.find((candidate) => candidate.id === id);
  if (command === undefined) throw new Error(`no command ${id}`);
  return command;
};
