import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/**
 * Everything that setup fetches or builds once: the Electron runtime and the SQLite addon.
 * ASSAY_CACHE lets several clones on one machine share it.
 */
export const cacheDir = process.env.ASSAY_CACHE ? resolve(process.env.ASSAY_CACHE) : join(root, ".cache");

/** What belongs to this clone alone: the build's stamp, test reports. */
export const localCacheDir = join(root, ".cache");
