import { basename } from "node:path";
import type { FileFilter } from "electron";
import type { ShareOptions } from "../../shared/domain/share";
import { ok } from "../../shared/result";
import type { ShellHandlers } from "../ipc";
import type { StoreHost } from "../worker/store-host";

const projects: FileFilter[] = [{ name: "Assay project", extensions: ["assay"] }];

/** What the name of a copy says of it, so that the one is not taken for another. */
const kindOf = ({ annotations, text }: ShareOptions): string => {
  if (annotations.kind === "none") return "blind copy";
  return text === "quotes" ? "quotes only" : "copy to share";
};

type Parts = {
  readonly store: StoreHost;
  readonly askWhereToSave: (name: string, extension: string, filters: FileFilter[]) => Promise<string | null>;
  readonly projectName: () => Promise<string>;
};

/** A copy for somebody else at a place that the person chooses. */
export const shareFiles = ({
  store,
  askWhereToSave,
  projectName,
}: Parts): Pick<ShellHandlers["files"], "shareCopy"> => ({
  shareCopy: async (_context, options) => {
    const name = `${await projectName()} (${kindOf(options)})`;
    const path = await askWhereToSave(name, ".assay", projects);
    if (path === null) return ok(null);
    const result = await store.job("shareCopy", { path, options }, "Saving the copy");
    return result.ok ? ok({ fileName: basename(path), rows: 0 }) : result;
  },
});
