import { create } from "zustand";
import type { VerifyReport } from "../../../shared/domain/project";
import { everything, type ShareOptions } from "../../../shared/domain/share";
import { act } from "../../query";
import { showToast } from "../../ui/toasts";
import { goTo } from "../../ui-state";

/** The sections of the Share screen. */
export type ShareTab = "copy" | "merge" | "team" | "agreement" | "history" | "backups";

type ShareState = {
  readonly tab: ShareTab;
  readonly isChecking: boolean;
  readonly report: { readonly result: VerifyReport; readonly at: string } | null;
  readonly isCopying: boolean;
  /** What the next copy is to hold. */
  readonly options: ShareOptions;
};

/** Where one is on the Share screen, what the latest check of the project found, and what is under way. */
export const useShare = create<ShareState>(() => ({
  tab: "copy",
  isChecking: false,
  report: null,
  isCopying: false,
  options: everything,
}));

/** Another project was opened: nothing here is about it. */
export const resetShare = (): void => useShare.setState(useShare.getInitialState(), true);

/** Goes to a section of the Share screen. */
export const showShareTab = (tab: ShareTab): void => {
  useShare.setState({ tab });
  goTo("share");
};

/** Changes what the next copy is to hold. */
export const setShareOptions = (options: Partial<ShareOptions>): void =>
  useShare.setState((state) => ({ options: { ...state.options, ...options } }));

/** Checks the whole project and keeps the report. */
export const verifyProject = async (): Promise<void> => {
  if (useShare.getState().isChecking) return;
  useShare.setState({ isChecking: true });
  const answer = await act("project", "verify", undefined);
  useShare.setState({
    isChecking: false,
    ...(answer === null ? {} : { report: { result: answer.value, at: new Date().toISOString() } }),
  });
};

/** Asks where to and saves one consistent file for a colleague. */
export const shareCopy = async (): Promise<void> => {
  const { isCopying, options } = useShare.getState();
  if (isCopying) return;
  useShare.setState({ isCopying: true });
  const answer = await act("files", "shareCopy", options);
  useShare.setState({ isCopying: false });
  if (answer?.value) showToast(`Copy saved as ${answer.value.fileName}`);
};
