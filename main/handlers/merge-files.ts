import { type BrowserWindow, dialog } from "electron";
import { fail } from "../../shared/errors";
import { ok } from "../../shared/result";
import type { ShellHandlers } from "../ipc";
import type { StoreHost } from "../worker/store-host";

type Parts = {
  readonly store: StoreHost;
  /** The parent of the dialog. */
  readonly window: () => BrowserWindow;
};

/** Merging another analyst's file: choosing it, and the merge itself. */
export const mergeFiles = ({
  store,
  window,
}: Parts): Pick<ShellHandlers["files"], "chooseMerge" | "applyMerge" | "discardMerge"> => ({
  chooseMerge: async () => {
    const answer = await dialog.showOpenDialog(window(), {
      title: "Choose the project file to merge",
      properties: ["openFile"],
      filters: [{ name: "Assay project", extensions: ["assay"] }],
    });
    const path = answer.filePaths[0];
    if (answer.canceled || path === undefined) return ok(null);
    if (path === store.openPath())
      return fail(
        "invalid-input",
        "This is the project that is open.",
        "Choose the file that somebody sent you.",
      );
    const staged = await store.job("stageMerge", { path }, "Reading the file");
    if (staged.ok) return staged;
    return staged.error.kind === "cancelled" ? ok(null) : staged;
  },
  applyMerge: async (_context, { take }) => {
    const merged = await store.job("applyMerge", { take }, "Merging");
    if (!merged.ok) return merged.error.kind === "cancelled" ? ok(null) : merged;
    const { edit, conflicts, fileName, backup } = merged.value;
    return ok({ edit, conflicts, fileName, backup });
  },
  discardMerge: () => store.job("discardMerge", undefined),
});
