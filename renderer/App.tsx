import { useEffect, useLayoutEffect } from "react";
import type { Project } from "../shared/domain/project";
import styles from "./App.module.css";
import { ClaimsScreen } from "./features/claims/ClaimsScreen";
import { DropTarget } from "./features/library/DropTarget";
import { LibraryScreen } from "./features/library/LibraryScreen";
import { resetImports } from "./features/library/use-imports";
import { resetLibrary } from "./features/library/use-library";
import { ReaderPane } from "./features/reader/ReaderPane";
import { ReviewScreen } from "./features/review/ReviewScreen";
import { resetReview } from "./features/review/use-review";
import { ShareScreen } from "./features/share/ShareScreen";
import { resetAgreement } from "./features/share/use-agreement";
import { resetHistory } from "./features/share/use-history";
import { resetMerge } from "./features/share/use-merge";
import { resetShare } from "./features/share/use-share";
import { SourcesScreen } from "./features/sources/SourcesScreen";
import { StartScreen } from "./features/start/StartScreen";
import { TagsScreen } from "./features/tags/TagsScreen";
import { AsOfBanner } from "./frame/AsOfBanner";
import { Overlays } from "./frame/Overlays";
import { Rail } from "./frame/Rail";
import { StatusLine } from "./frame/StatusLine";
import { TopBar } from "./frame/TopBar";
import { useCommands } from "./frame/use-commands";
import { useTheme } from "./frame/use-theme";
import { useCall } from "./query";
import { ErrorBoundary } from "./ui/ErrorBoundary";
import { clearPassingToasts, clearToasts, showToast, Toasts } from "./ui/toasts";
import { resetUi, useUi } from "./ui-state";

const screens = {
  library: () => <LibraryScreen reader={ReaderPane} />,
  review: ReviewScreen,
  claims: ClaimsScreen,
  sources: SourcesScreen,
  tags: TagsScreen,
  share: ShareScreen,
} as const;

const Workbench = ({ project }: { readonly project: Project }) => {
  const screen = useUi((state) => state.screen);
  const Screen = screens[screen];
  // What was chosen and filtered belonged to this project: the next one starts afresh, before it is painted.
  useLayoutEffect(
    () => () => {
      resetUi();
      clearToasts();
      resetLibrary();
      resetImports();
      resetReview();
      resetShare();
      resetHistory();
      resetMerge();
      resetAgreement();
    },
    [],
  );
  // A message about one screen has nothing to say on the next; what it offered stays in the history.
  useEffect(() => useUi.subscribe((now, before) => now.screen !== before.screen && clearPassingToasts()), []);
  const { backup } = project;
  useEffect(() => {
    if (backup !== null)
      showToast(
        `The project was updated to this version of Assay. As it was, it is beside it in “${backup}”.`,
      );
  }, [backup]);
  return (
    <div className={styles.app}>
      <TopBar project={project} />
      <AsOfBanner asOf={project.asOf} />
      <Rail />
      <main className={styles.screen}>
        <ErrorBoundary key={screen}>
          <Screen />
        </ErrorBoundary>
      </main>
      <StatusLine project={project} />
      <Overlays project={project} />
      <DropTarget isReadOnly={project.isReadOnly} />
    </div>
  );
};

/** The window: frame and the screen of the moment, or the start screen while no project is open. */
export const App = () => {
  useTheme();
  const { data: project, isPending } = useCall("project", "get", undefined);
  const name = project?.name;
  useCommands(project ?? null);
  useEffect(() => {
    document.title = name === undefined ? "Assay" : `${name} — Assay`;
  }, [name]);
  if (isPending) return null;
  return (
    <>
      {project === null || project === undefined ? (
        <StartScreen />
      ) : (
        <Workbench key={`${project.id} ${project.asOf?.at ?? "now"}`} project={project} />
      )}
      <Toasts />
    </>
  );
};
