import { basename } from "node:path";
import type { FileFilter } from "electron";
import { ok } from "../../shared/result";
import type { ShellHandlers } from "../ipc";
import type { StoreHost } from "../worker/store-host";

const filters: Readonly<Record<"csv" | "json", FileFilter[]>> = {
  csv: [{ name: "CSV table", extensions: ["csv"] }],
  json: [{ name: "JSON", extensions: ["json"] }],
};

type Parts = {
  readonly store: StoreHost;
  readonly askWhereToSave: (name: string, extension: string, filters: FileFilter[]) => Promise<string | null>;
  readonly projectName: () => Promise<string>;
};

/** Agreement figures as a file at a place that the person chooses. */
export const agreementFiles = ({
  store,
  askWhereToSave,
  projectName,
}: Parts): Pick<ShellHandlers["files"], "exportAgreement"> => ({
  exportAgreement: async (_context, { format, ...query }) => {
    const path = await askWhereToSave(`${await projectName()} agreement`, `.${format}`, filters[format]);
    if (path === null) return ok(null);
    const result = await store.job("exportAgreement", { path, query, format }, "Working out agreement");
    return result.ok ? ok({ fileName: basename(path), rows: result.value.rows }) : result;
  },
});
