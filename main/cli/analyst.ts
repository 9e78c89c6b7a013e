import { readFileSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { join } from "node:path";
import { Analyst, initialsOf } from "../../shared/domain/analyst";
import { normaliseName, sha256 } from "../ids";
import { analystFromSystem, cutTo } from "../profile";

/** Where Electron keeps this application's data for the person who is signed in. */
export const profileFolder = (env: NodeJS.ProcessEnv): string => {
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support", "Assay");
  if (process.platform === "win32")
    return join(env["APPDATA"] ?? join(homedir(), "AppData", "Roaming"), "Assay");
  return join(env["XDG_CONFIG_HOME"] || join(homedir(), ".config"), "Assay");
};

/** The analyst of the app's own profile. It is only read: the app makes it, with what belongs to a first start. */
const analystOfProfile = (env: NodeJS.ProcessEnv): Analyst | null => {
  try {
    const profile: unknown = JSON.parse(readFileSync(join(profileFolder(env), "profile.json"), "utf8"));
    return Analyst.parse(
      profile !== null && typeof profile === "object" && "analyst" in profile ? profile.analyst : null,
    );
  } catch {
    return null;
  }
};

/** The same name is the same analyst on every run, without anything kept on the disk. */
const idOf = (name: string): string => sha256(`analyst ${normaliseName(name)}`).slice(0, 32);

const login = (): string => {
  try {
    return userInfo().username;
  } catch {
    return "";
  }
};

/**
 * Who acts: the name given (by --analyst or ASSAY_ANALYST), else the app's own profile, else the system's user.
 * A given name that is the profile's is the profile's analyst, so that nobody becomes two.
 */
export const actingAnalyst = (given: string | undefined, env: NodeJS.ProcessEnv): Analyst => {
  const name = (given ?? env["ASSAY_ANALYST"] ?? "").trim();
  const own = analystOfProfile(env);
  if (name === "") return own ?? analystFromSystem(idOf(login()), login());
  if (own !== null && normaliseName(own.name) === normaliseName(name)) return own;
  return Analyst.parse({
    id: `ana-${idOf(name)}`,
    name: cutTo(name, 120),
    initials: initialsOf(name) || "A",
  });
};
