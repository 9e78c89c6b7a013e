import { create } from "zustand";
import type { Backup } from "../../../shared/domain/backup";
import { formatTime } from "../../parts/dates";
import { act } from "../../query";
import { clearToasts, showLastingToast, showToast } from "../../ui/toasts";

/** `key` is of the backup that is gone back to. */
type BackupsState = {
  readonly doing: "nothing" | "backing-up" | "going-back";
  readonly key: string | null;
};

/** What is under way with the backups. */
export const useBackups = create<BackupsState>(() => ({ doing: "nothing", key: null }));

const during = async <T>(state: BackupsState, work: () => Promise<T>): Promise<T | null> => {
  if (useBackups.getState().doing !== "nothing") return null;
  useBackups.setState(state);
  try {
    return await work();
  } finally {
    useBackups.setState({ doing: "nothing", key: null });
  }
};

/** Makes a backup now. */
export const backUpNow = async (): Promise<void> => {
  const made = await during({ doing: "backing-up", key: null }, () => act("files", "backUpNow", undefined));
  if (made !== null) showToast(`Backed up as “${made.value.key}”`);
};

/** The name of the file without what every one of them ends with. */
const nameOf = (key: string): string => key.replace(/\.assay$/u, "");

const restore = async (key: string, words: string): Promise<void> => {
  const done = await during({ doing: "going-back", key }, () => act("files", "restoreBackup", { key }));
  if (done === null) return;
  const { kept } = done.value;
  // What they offer to undo was done to what is not there any more.
  clearToasts();
  // What was set aside because it is damaged is no backup: there is no way back to it.
  if (!kept.includes("before going back"))
    return showToast(`${words} The damaged file is kept beside it as “${kept}”.`);
  showLastingToast(`${words} How it was before is kept as “${nameOf(kept)}”.`, {
    label: "Undo",
    run: () => void restore(kept, "The project is as it was before."),
  });
};

/** Puts a backup in the project's place; how it is now is backed up first, so that one press takes it back. */
export const goBackTo = (backup: Backup): Promise<void> =>
  restore(backup.key, `The project is as it was on ${formatTime(backup.at)}.`);
