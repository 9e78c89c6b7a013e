import { basename } from "node:path";
import type { FileFilter } from "electron";
import { ok } from "../../shared/result";
import type { ShellHandlers } from "../ipc";
import type { StoreHost } from "../worker/store-host";

const LINES: FileFilter[] = [{ name: "JSON lines", extensions: ["jsonl"] }];

type Parts = {
  readonly store: StoreHost;
  readonly askWhereToSave: (name: string, extension: string, filters: FileFilter[]) => Promise<string | null>;
  readonly projectName: () => Promise<string>;
};

type Files = ShellHandlers["files"];

/** The project's past: its audit trail as a file, how it stood, and its backups. */
export const backupFiles = ({
  store,
  askWhereToSave,
  projectName,
}: Parts): Pick<
  Files,
  "exportAudit" | "openAsOf" | "leaveAsOf" | "backups" | "backUpNow" | "restoreBackup"
> => ({
  exportAudit: async (_context, filter) => {
    const path = await askWhereToSave(`${await projectName()} history`, ".jsonl", LINES);
    if (path === null) return ok(null);
    const result = await store.job("exportAudit", { path, filter }, "Exporting the history");
    return result.ok ? ok({ fileName: basename(path), rows: result.value.rows }) : result;
  },
  openAsOf: async (_context, moment) => {
    const result = await store.job("openAsOf", moment, "Going back in time");
    return result.ok ? ok(undefined) : result;
  },
  leaveAsOf: async () => {
    const result = await store.job("leaveAsOf", undefined);
    return result.ok ? ok(undefined) : result;
  },
  backups: () => store.job("backups", undefined),
  backUpNow: () => store.job("backUpNow", undefined, "Making a backup"),
  restoreBackup: (_context, { key }) => store.job("restoreBackup", { key }, "Going back to a backup"),
});
