import type { Database } from "better-sqlite3";
import { sha256 } from "../ids";
import { analystsOfCopy, writeFirstEdit } from "../store/share-rows";

/**
 * Begins the ids of what gives an analyst a name in a copy without names. No id that was made by a clock begins like
 * this, and all come after it: where the real name is known it stands, whatever order things are merged in.
 */
const beginning = "00000000-";

/** Whether a change gives an analyst a stand-in for a name. Nothing is lost by passing over it where they are known. */
export const isPseudonym = (change: string): boolean => change.startsWith(`chg-${beginning}`);

const derived = (prefix: "edt" | "chg", ...parts: readonly string[]): string =>
  `${prefix}-${beginning}${sha256(parts.join("\n")).slice(0, 24)}`;

/** Calls the analysts of a copy "Analyst 1", "Analyst 2"...; what tells them apart stays, so that their work can be merged. */
export const writePseudonyms = (db: Database): void => {
  for (const [index, { id, at }] of analystsOfCopy(db).entries()) {
    const fields = { name: `Analyst ${index + 1}`, initials: `A${index + 1}`.slice(0, 4), deleted: false };
    const changes = Object.entries(fields).map(([field, value]) => ({
      id: derived("chg", id, field, String(value)),
      field,
      value: JSON.stringify(value),
    }));
    writeFirstEdit(db, { id: derived("edt", id, fields.name), analyst: id, at }, "analyst", id, changes);
  }
};
