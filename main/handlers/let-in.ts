import { statSync } from "node:fs";
import { basename } from "node:path";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import type { KnownFiles } from "../known-files";
import { checkHeader, checkPath, readHeader, statOrNone } from "../store/check-file";
import type { Guest } from "../worker/guest-host";

const stateOf = (path: string): string => {
  const stat = statOrNone(path, statSync);
  return stat === null || stat === undefined ? "" : [stat.dev, stat.ino, stat.size, stat.mtimeMs].join(" ");
};

/** What a look at the outside refuses already needs no process of its own. */
const looksSound = (path: string): Result<undefined> => {
  const isPath = checkPath(path);
  if (!isPath.ok) return isPath;
  const header = readHeader(path);
  return header.ok ? checkHeader(path, header.value) : header;
};

/**
 * Whether a project file may be opened as one's own: it was last written here, or the guest has examined it and found
 * nothing wrong. Fails in words.
 */
export const letIn = async (path: string, known: KnownFiles, guest: Guest): Promise<Result<undefined>> => {
  if (known.isKnown(path)) return ok(undefined);
  const isSound = looksSound(path);
  if (!isSound.ok) return isSound;
  const before = stateOf(path);
  const examined = await guest.examine(path, { purpose: "open" });
  if (!examined.ok) return examined;
  return stateOf(path) === before
    ? ok(undefined)
    : fail("conflict", `“${basename(path)}” was changed while it was being examined.`, "Open it again.");
};
