import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { Analyst } from "../shared/domain/analyst";
import { Settings } from "../shared/domain/settings";
import { alignToCodePoint } from "../shared/text/offsets";
import { writeWhole } from "./write-whole";

/** As many as the start screen shows. */
const MAX_RECENT = 12;

const WindowBounds = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
  isMaximized: z.boolean(),
});
export type WindowBounds = z.infer<typeof WindowBounds>;

/** A project opened here before; `key` is the handle under which a window may ask for it. */
const Recent = z.object({ key: z.string(), path: z.string() });

/** What this machine remembers of one person: nothing of it travels with a project. */
const Profile = z.object({
  analyst: Analyst,
  settings: Settings.catch({ theme: "system" }),
  recent: z.array(Recent).catch([]),
  /** Opened again at the next start; null after the project was closed by hand. */
  lastProject: z.string().nullable().catch(null),
  sampleProject: z.string().nullable().catch(null),
  bounds: WindowBounds.nullable().catch(null),
});
type Profile = z.infer<typeof Profile>;

export type ProfileStore = {
  readonly isNew: boolean;
  readonly get: () => Readonly<Profile>;
  readonly set: (part: Partial<Profile>) => void;
  /** Puts a project at the head of the recent ones and makes it the one to open next time. */
  readonly remember: (path: string) => void;
};

/** Reads `profile.json` of a folder. One that makes no sense is kept aside, and a fresh profile takes its place. */
export function openProfile(folder: string, newId: () => string): ProfileStore {
  const path = join(folder, "profile.json");
  const found = readProfile(path);
  let profile: Profile = found ?? {
    analyst: analystFromSystem(newId()),
    settings: { theme: "system" },
    recent: [],
    lastProject: null,
    sampleProject: null,
    bounds: null,
  };
  const set = (part: Partial<Profile>) => {
    const next = { ...profile, ...part };
    writeAtomically(path, `${JSON.stringify(next, null, 2)}\n`);
    profile = next;
  };
  if (found === null) set({});
  return {
    isNew: found === null,
    get: () => profile,
    set,
    remember: (opened) => {
      const known = profile.recent.find((recent) => recent.path === opened);
      const others = profile.recent.filter((recent) => recent.path !== opened);
      const recent = [known ?? { key: newId(), path: opened }, ...others].slice(0, MAX_RECENT);
      try {
        set({ recent, lastProject: opened });
      } catch (error) {
        if (!(error instanceof Error && "code" in error)) throw error;
        // A full disk costs the list of recent projects its newest line at the next start, not this project its opening.
        profile = { ...profile, recent, lastProject: opened };
      }
    },
  };
}

function readProfile(path: string): Profile | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  try {
    return Profile.parse(JSON.parse(text));
  } catch {
    renameSync(path, `${path}.damaged-${Date.now()}`);
    return null;
  }
}

/** The old profile stays until the new one is on the disk as a whole: a short one would cost the analyst their identity. */
function writeAtomically(path: string, text: string) {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.new`;
  try {
    const file = openSync(draft, "w", 0o600);
    try {
      writeWhole(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } finally {
    // After the rename there is nothing under this name, and `force` makes that no error.
    rmSync(draft, { force: true });
  }
}

/** At most `units` UTF-16 units of a text, which is how the contract counts, and no half character at the end. */
export const cutTo = (text: string, units: number): string => text.slice(0, alignToCodePoint(text, units));

/** The first analyst of a machine: named after its user, to be corrected in the settings. */
export function analystFromSystem(uuid: string, login = systemLogin()): Analyst {
  const words = login
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    // By characters: half of one (𠮷) is no letter, and the store refuses it.
    .map((word) => Array.from(word));
  const name = words.map(([first = "", ...rest]) => first.toUpperCase() + rest.join("")).join(" ");
  const initials = words.map(([first = ""]) => first.toUpperCase()).join("");
  return Analyst.parse({
    id: `ana-${uuid}`,
    name: cutTo(name, 100) || "Analyst",
    initials: cutTo(initials, 3) || "A",
  });
}

function systemLogin(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may have no entry for the user.
    return "";
  }
}
