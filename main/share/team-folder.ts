import { lstatSync, readdirSync, type Stats } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Analyst } from "../../shared/domain/analyst";
import { TeamMember } from "../../shared/domain/team";
import { type AppError, fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { safeFileName } from "../safe-file-name";

/*
 * A folder that a team shares, by whatever means it is kept alike for all. Each analyst writes one file in it, of their own,
 * and reads the others': no file is ever written by two people, so the folder may be kept alike however slowly or clumsily.
 */

/** What tells that a file is as it was: a sync sets both, and a write changes one of them. */
const Print = z.object({ size: z.number(), mtime: z.number() });
export type Print = z.infer<typeof Print>;

/** What this machine remembers of a project's team folder between exchanges. */
export const TeamMemory = z.object({
  /** The file of this analyst's as it was written last, and the mark of what it was written from. */
  own: Print.extend({ fileName: z.string(), mark: z.string() }).nullable(),
  files: z.array(TeamMember.extend({ print: Print })),
  lastAt: z.string().nullable(),
  /** When a backup was last made before a merge (ISO 8601 UTC). */
  backedUpAt: z.string().nullable(),
});
export type TeamMemory = z.infer<typeof TeamMemory>;

export const noMemory: TeamMemory = { own: null, files: [], lastAt: null, backedUpAt: null };

const ending = ".assay";
/** More files than any team has members; a folder full of others is no team folder. */
const mostFiles = 200;

/** The file that this analyst writes: told apart by the end of their id, which is random. */
export const ownFileName = ({ id, initials }: Analyst): string =>
  `${safeFileName(initials, "A")}-${id.slice(-8)}${ending}`;

const statOf = (path: string): Stats | undefined => {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
};

/** What a file is told by; null when there is none, or it is no ordinary file. */
export const printOf = (path: string): Print | null => {
  const stat = statOf(path);
  return stat?.isFile() === true ? { size: stat.size, mtime: stat.mtimeMs } : null;
};

/** Whether two prints are of a file that was not touched in between. */
export const isSamePrint = (a: Print | null | undefined, b: Print | null | undefined): boolean =>
  a !== null && a !== undefined && b !== null && b !== undefined && a.size === b.size && a.mtime === b.mtime;

/** A project file in the folder that is not this analyst's. */
export type TeamFile = { readonly fileName: string; readonly path: string; readonly print: Print };

/** The project files of the others, by name. */
export const listOthers = (folder: string, own: string): Result<TeamFile[]> => {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return fail(
      "not-found",
      "The team folder is not there or cannot be read.",
      "See that its disk or its share is connected, or choose the folder again.",
    );
  }
  const files = names
    .filter((name) => name.toLowerCase().endsWith(ending) && !name.startsWith(".") && name !== own)
    .sort()
    .flatMap((fileName) => {
      const path = join(folder, fileName);
      const print = printOf(path);
      return print === null ? [] : [{ fileName, path, print }];
    });
  if (files.length > mostFiles)
    return fail(
      "invalid-input",
      `There are more than ${mostFiles} projects in this folder: it is not a team's.`,
      "Choose a folder for the team's files alone.",
    );
  return ok(files);
};

/** What a file that could not be merged is: on its way still, or not to be taken. */
export const stateOf = ({ kind }: AppError): "not-whole" | "refused" =>
  kind === "damaged" || kind === "not-a-project" || kind === "file-unreadable" || kind === "not-found"
    ? "not-whole"
    : "refused";

/** What is listed of the folder now: files that were looked into, and those that have changed or come since. */
export const membersOf = (files: readonly TeamFile[], memory: TeamMemory): TeamMember[] =>
  files.map(({ fileName, print }) => {
    const known = memory.files.find((file) => file.fileName === fileName);
    if (known === undefined) return { fileName, analyst: "", at: null, state: "new", words: "" };
    const { print: before, ...member } = known;
    return isSamePrint(before, print) ? member : { ...member, state: "new", words: "" };
  });
