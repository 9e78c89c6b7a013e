import { homedir } from "node:os";

/** A folder as a person knows it, without the part that names them: "~/Documents". */
export const folderInWords = (folder: string): string =>
  folder === homedir() ? "~" : folder.replace(`${homedir()}/`, "~/");
