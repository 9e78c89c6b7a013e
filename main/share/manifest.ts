import type { Database } from "better-sqlite3";
import type { Analyst } from "../../shared/domain/analyst";
import type { Manifest } from "../../shared/domain/merge";
import type { ShareOptions } from "../../shared/domain/share";
import { currentVersion } from "../store/migrate";
import { readReceived } from "../store/received-file";
import { receivedTables } from "./check-rows";
import { createDigest, digestOfManifest } from "./digest";

/** Rows that are read between two looks at what else there is to do. */
const rowsAtOnce = 1000;

/** The digest over the rows of a file, in steps. The connection can write nothing meanwhile. */
export function* digestSteps(db: Database): Generator<undefined, string> {
  const digest = createDigest();
  let rows = 0;
  for (const table of receivedTables)
    for (const { cells } of readReceived(db, currentVersion, table)) {
      digest.add(table, cells);
      rows += 1;
      if (rows % rowsAtOnce === 0) yield;
    }
  return digest.value();
}

/** Who makes a copy, and when (ISO 8601 UTC). */
export type Maker = { readonly analyst: Analyst; readonly at: string };

/** What a copy says of itself to whoever opens it; `rows` is the digest over the rows of the file. */
export const manifestOf = (
  options: ShareOptions,
  { analyst, at }: Maker,
  /** With `edits`: somebody who goes on working in the copy has more of them, and the digest is not theirs. */
  counts: Manifest["counts"],
  file: { readonly projectId: string; readonly rows: string },
): Manifest => {
  const said = {
    by: options.hasNames ? analyst.name : null,
    at,
    marking: options.marking,
    isBlind: options.annotations.kind === "none",
    text: options.text,
    hasOriginals: options.hasOriginals,
    hasNames: options.hasNames,
    hasNotes: options.hasNotes,
    hasHistory: options.hasHistory,
    counts,
  };
  return { ...said, digest: digestOfManifest(said, file.projectId) + file.rows };
};
