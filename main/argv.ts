import { realpathSync, statSync } from "node:fs";
import { basename, isAbsolute, resolve } from "node:path";
import { commandNames } from "./cli/names";

/** The words that make the binary run without a window, when one of them is the first argument. */
const COMMANDS: ReadonlySet<string> = new Set(commandNames);

/** Nobody starts Assay with more arguments by hand; whoever does is not listened to beyond these. */
const MAX_ARGUMENTS = 200;
const MAX_LENGTH = 4096;
/** Characters of a file name that a dialog shows. */
const MAX_SHOWN = 120;

/**
 * The command and its arguments when the app was started as a command line, else null.
 * `args` are the app's own, without the executable.
 */
export function commandLineOf(args: readonly string[]): readonly string[] | null {
  // A root shell has to pass this one to Electron, before the app's own words.
  const own = args[0] === "--no-sandbox" ? args.slice(1) : args;
  return own[0] !== undefined && COMMANDS.has(own[0]) ? own : null;
}

/**
 * The project that the arguments ask for: `--project FILE`, `--project=FILE`, or a bare path. Arguments come from
 * file managers, links and other programs, so everything that is not a regular `.assay` file is passed over,
 * switches and addresses included; the answer is an absolute path with its links resolved.
 */
export function parseArgv(args: readonly string[], folder: string): { readonly project: string | null } {
  const listened = args.slice(0, MAX_ARGUMENTS);
  for (let at = 0; at < listened.length; at += 1) {
    const arg = listened[at] ?? "";
    if (arg === "--project") {
      const path = projectFile(listened[at + 1], folder);
      if (path !== null) return { project: path };
      continue;
    }
    const candidate = arg.startsWith("--project=") ? arg.slice("--project=".length) : arg;
    const path = candidate.startsWith("-") ? null : projectFile(candidate, folder);
    if (path !== null) return { project: path };
  }
  return { project: null };
}

/**
 * The file that `--project` names and that cannot be opened, in words fit to be shown: somebody who mistypes a name
 * must not be given another project in silence. Null when a project was found, or none was asked for.
 */
export function missingProject(args: readonly string[], folder: string): string | null {
  if (parseArgv(args, folder).project !== null) return null;
  const listened = args.slice(0, MAX_ARGUMENTS);
  for (let at = 0; at < listened.length; at += 1) {
    const arg = listened[at] ?? "";
    const next = listened[at + 1];
    if (arg === "--project" && next !== undefined && !next.startsWith("-")) return showable(next);
    if (arg.startsWith("--project=")) return showable(arg.slice("--project=".length));
  }
  return null;
}

/** The end of a path as it may be shown in a dialog: short, and without characters that act on the text round them. */
export function showable(path: unknown): string | null {
  if (typeof path !== "string" || path === "" || path.length > MAX_LENGTH) return null;
  const name = basename(path).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "\ufffd");
  return Array.from(name).slice(0, MAX_SHOWN).join("") || null;
}

/** The absolute path of a regular `.assay` file, else null. Also used on paths that another instance hands over. */
export function projectFile(path: unknown, folder: string): string | null {
  if (typeof path !== "string" || path === "" || path.length > MAX_LENGTH) return null;
  // Addresses (`file://x.assay`, `assay:x.assay`), network shares (`\\host\x.assay`, `//host/x.assay`), control characters.
  if (/^[a-z][a-z0-9+.-]+:/i.test(path) || /^[\\/]{2}/.test(path) || /\p{Cc}/u.test(path)) return null;
  if (!hasProjectExtension(path)) return null;
  try {
    const real = realpathSync(isAbsolute(path) ? path : resolve(folder, path));
    return hasProjectExtension(real) && statSync(real).isFile() ? real : null;
  } catch {
    return null;
  }
}

const hasProjectExtension = (path: string) => path.toLowerCase().endsWith(".assay");
