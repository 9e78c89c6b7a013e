import { existsSync } from "node:fs";
import { join } from "node:path";

const folders = [".", "..", "../../out/main"];

/** A script of the build, which stands beside this code or a folder above it; in tests in the build's own folder. */
export const built = (name: string): string => {
  const script = folders.map((folder) => join(import.meta.dirname, folder, name)).find(existsSync);
  if (script === undefined) throw new Error(`${name} is not built: npm run build`);
  return script;
};
