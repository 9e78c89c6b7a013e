import { create } from "zustand";
import type { TeamFolder } from "../../../shared/domain/team";
import { count } from "../../parts/dates";
import { act, useCall } from "../../query";
import { showToast } from "../../ui/toasts";
import { showShareTab } from "./use-share";

/** Whether an exchange that was asked for is under way. */
export const useExchanging = create<{ readonly isExchanging: boolean }>(() => ({ isExchanging: false }));

/** The team folder of the open project; null when there is none, undefined while that is not known. */
export const useTeam = (): TeamFolder | null | undefined => useCall("files", "team", undefined).data;

const toReview = { label: "Review", run: () => showShareTab("merge") };

const told = ({
  merged,
  conflicts,
  isWritten,
}: {
  merged: number;
  conflicts: number;
  isWritten: boolean;
}): string => {
  if (merged === 0)
    return isWritten ? "Your work is in the folder. The others have nothing new." : "Nothing new.";
  const left = conflicts === 0 ? "" : `, ${count(conflicts, "conflict")} to settle`;
  return `Merged what is new of ${count(merged, "colleague")}${left}`;
};

/** Exchanges now and says what came of it. */
export const exchangeNow = async (): Promise<void> => {
  if (useExchanging.getState().isExchanging) return;
  useExchanging.setState({ isExchanging: true });
  const answer = await act("files", "exchange", undefined);
  useExchanging.setState({ isExchanging: false });
  if (answer === null) return;
  showToast(told(answer.value), answer.value.conflicts === 0 ? undefined : toReview);
};

/** Asks for the folder, and exchanges for the first time. */
export const chooseFolder = async (): Promise<void> => {
  const chosen = await act("files", "chooseTeamFolder", undefined);
  if (chosen?.value) await exchangeNow();
};

/** Switches exchanging without being asked on or off. */
export const setAutomatic = (isOn: boolean): void => void act("files", "setTeamAutomatic", { isOn });

/** Forgets the folder. */
export const leaveFolder = async (): Promise<void> => {
  if ((await act("files", "leaveTeamFolder", undefined)) !== null)
    showToast("The team folder was left. Your file stays in it for the others.");
};
