import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { TeamMemory } from "./share/team-folder";

/** The team folder of one project, as this machine knows it. */
const TeamEntry = z.object({
  folder: z.string(),
  isOn: z.boolean(),
  problem: z.string(),
  memory: TeamMemory,
});
export type TeamEntry = z.infer<typeof TeamEntry>;

const Entries = z.record(z.string(), TeamEntry);

/** Which projects have a team folder on this machine, by project id. */
export type TeamFolders = {
  readonly get: (project: string) => TeamEntry | null;
  /** Null forgets it. */
  readonly set: (project: string, entry: TeamEntry | null) => void;
};

const readEntries = (path: string): z.infer<typeof Entries> => {
  try {
    return Entries.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    // Nothing in it is dear: a folder is chosen again, and its files are looked into again.
    return {};
  }
};

/** Reads `team-folders.json` of the profile's folder. Paths stay on this machine: nothing of it is in a project. */
export const openTeamFolders = (profileFolder: string): TeamFolders => {
  const path = join(profileFolder, "team-folders.json");
  let entries = readEntries(path);
  return {
    get: (project) => entries[project] ?? null,
    set: (project, entry) => {
      const { [project]: _, ...others } = entries;
      entries = entry === null ? others : { ...others, [project]: entry };
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.new`, `${JSON.stringify(entries, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
  };
};
