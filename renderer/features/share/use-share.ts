import { create } from "zustand";
import type { VerifyReport } from "../../../shared/domain/project";
import { act } from "../../query";
import { showToast } from "../../ui/toasts";

type ShareState = {
  readonly isChecking: boolean;
  readonly report: { readonly result: VerifyReport; readonly at: string } | null;
  readonly isCopying: boolean;
};

/** What the latest check of the project found, and what is under way. */
export const useShare = create<ShareState>(() => ({ isChecking: false, report: null, isCopying: false }));

/** Another project was opened: the report was about the last one. */
export const resetShare = (): void => useShare.setState(useShare.getInitialState(), true);

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
  if (useShare.getState().isCopying) return;
  useShare.setState({ isCopying: true });
  const answer = await act("files", "shareCopy", undefined);
  useShare.setState({ isCopying: false });
  if (answer?.value) showToast(`Copy saved as ${answer.value.fileName}`);
};
