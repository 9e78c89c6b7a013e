import { basename } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import { Manifest } from "../../shared/domain/merge";
import { type AppError, fail } from "../../shared/errors";
import { ProjectId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { countsLostPages, damaged, type Head, notAProject } from "../store/check-file";
import {
  firstProblem,
  loggedProject,
  openReceived,
  receivedMeta,
  strangeSchema,
} from "../store/received-file";
import { foldProblem } from "./check-fold";
import type { Cells, ReceivedTable } from "./check-rows";
import { copyReceived, type Received } from "./copy-received";
import { createDigest, digestOfManifest } from "./digest";
import type { Examined } from "./examined";
import { readRows, type Tally } from "./read-rows";

/*
 * The gate for project files that others sent. In this order, because each step may only lean on those before it: the
 * file from outside, a private copy of the main file alone, its schema against ours before any check (a check may run
 * what the schema brings along), SQLite's own checks, then row by row what may come in.
 */

/** How a file is inspected; see `ExamineOptions`. */
export type Inspection = {
  readonly purpose: "merge" | "open";
  /** A folder of nobody else's, for the copy; whoever made it removes it. */
  readonly folder: string;
  /** Told again and again that the work is getting on. */
  readonly alive: () => void;
  /** Takes rows that were found good, as their cells. */
  readonly rows: (table: ReceivedTable, rows: readonly Cells[]) => Promise<void> | void;
};

type Failed = { readonly ok: false; readonly error: AppError };

const nouns: Readonly<Record<ReceivedTable, readonly [string, string]>> = {
  edits: ["edit", "edits"],
  changes: ["change", "changes"],
  article_texts: ["article text", "article texts"],
  originals: ["original file", "original files"],
  captures: ["note of an import", "notes of imports"],
};
const count = (table: ReceivedTable, number: number): string =>
  `${number.toLocaleString("en-GB")} ${nouns[table][number === 1 ? 0 : 1]}`;

/** Remarks about rows that are named one by one. */
const mostRemarks = 100;

const remarksOf = ({ torn, refused }: Tally): string[] => {
  const remarks = torn.map(
    ({ table, before, behind }) =>
      `Part of the ${nouns[table][1]} cannot be read: only ${before.toLocaleString("en-GB")} before the damage and ${behind.toLocaleString("en-GB")} behind it can.`,
  );
  for (const [table, reasons] of refused)
    for (const [reason, number] of reasons)
      remarks.push(`${count(table, number)} ${number === 1 ? "was" : "were"} left out: ${reason}.`);
  return remarks.length <= mostRemarks
    ? remarks
    : [...remarks.slice(0, mostRemarks), `and ${remarks.length - mostRemarks} more`];
};

const cannotOpen = (path: string, what: string): Failed =>
  fail(
    "damaged",
    `“${basename(path)}” is damaged: ${what}`,
    "Ask for another copy of it. What can still be read of it can be merged into a project of yours.",
  );

const incomplete = (path: string, what: string): Failed =>
  fail(
    "file-unreadable",
    `“${basename(path)}” is not whole. ${what}`,
    "Ask for a copy made with “Save a copy to share”. If the project is your own, open it on the computer where you last worked on it.",
  );

const strange = (path: string, found: readonly string[]): Failed =>
  fail(
    "damaged",
    `“${basename(path)}” is not as Assay makes its files (${[...new Set(found)].slice(0, 3).join(", ").slice(0, 200)}), so nothing of it was read.`,
    "Ask whoever sent it for a copy made with “Save a copy to share”.",
  );

const nothingReadable = (path: string, { length }: Received): Failed =>
  damaged(path, `${length === null ? "" : `it ${length}, and `}not even the list of its tables can be read`);

/** What stands in `meta`; null when it cannot be read, or is not what Assay writes there. */
type Said = ReadonlyMap<string, string> | null;

/** The manifest of a copy that was made to be shared, and what is wrong with it. */
const manifestOf = (said: Said): { readonly manifest: Manifest | null; readonly remark: string | null } => {
  const json = said?.get("manifest");
  if (said !== null && json === undefined) return { manifest: null, remark: null };
  try {
    const parsed = Manifest.safeParse(JSON.parse(json ?? ""));
    if (parsed.success) return { manifest: parsed.data, remark: null };
  } catch {
    // Below.
  }
  return { manifest: null, remark: "What the file says of itself cannot be read." };
};

/** The project's id; of a file that does not say it where it should, the one that its log is about. */
const projectOf = (db: Database, said: Said) => {
  if (said !== null) return ProjectId.safeParse(said.get("project"));
  const logged = attempt(() => loggedProject(db));
  return ProjectId.safeParse("value" in logged ? logged.value : undefined);
};

/** Runs something of SQLite's; what it throws over a damaged page is what is wrong. */
const attempt = <T>(work: () => T): { readonly value: T } | { readonly problem: string } => {
  try {
    return { value: work() };
  } catch (cause) {
    if (cause instanceof Sqlite.SqliteError) return { problem: cause.message };
    throw cause;
  }
};

/**
 * What SQLite's own checks find first. The long check does all that the quick one does, and compares the indexes with
 * their tables, the nearest thing to a checksum that there is.
 */
const checkPages = (db: Database, head: Head, alive: () => void): string[] => {
  if (countsLostPages(head))
    return ["Its pages do not fit together (it counts free pages that are nowhere)."];
  for (const check of ["integrity_check(1)", "foreign_key_check"] as const) {
    alive();
    const found = attempt(() => firstProblem(db, check));
    const problem = "problem" in found ? found.problem : found.value;
    if (problem !== null) return [`Its pages do not fit together (SQLite: ${problem}).`];
  }
  return [];
};

/**
 * What the manifest says and the rows do not. A project that somebody goes on working in keeps its manifest (for the
 * marking), and has more edits from then on: the digest speaks of the copy as it was made.
 */
const digestProblem = (manifest: Manifest, projectId: string, edits: number, rows: string): string | null => {
  const head = digestOfManifest(manifest, projectId);
  if (!manifest.digest.startsWith(head))
    return "What the file says of itself (its manifest) is not what its maker wrote: its digest differs.";
  const promised = manifest.counts["edits"];
  return manifest.digest === head + rows || (promised !== undefined && edits > promised)
    ? null
    : "What is in the file is not what its maker put into it: the digest in its manifest differs.";
};

const inspectOpened = async (
  path: string,
  db: Database,
  received: Received,
  { purpose, alive, rows }: Inspection,
): Promise<Result<Examined>> => {
  const { version } = received.head;
  const schema = attempt(() => strangeSchema(db, version));
  if ("problem" in schema) return nothingReadable(path, received);
  if (schema.value.length > 0) return strange(path, schema.value);
  const problems = checkPages(db, received.head, alive);
  const [problem] = problems;
  if (purpose === "open" && problem !== undefined) return cannotOpen(path, problem);
  const meta = attempt(() => receivedMeta(db));
  const said = "value" in meta ? meta.value : null;
  const project = projectOf(db, said);
  if (!project.success) return damaged(path, "it does not say which project it holds");
  const { manifest, remark } = manifestOf(said);
  const digest = manifest === null ? null : createDigest();
  let edits = 0;
  const tally = await readRows({
    db,
    version,
    projectId: project.data,
    alive,
    give: purpose === "merge" ? rows : () => {},
    see: (table, cells) => {
      if (table === "edits") edits += 1;
      digest?.add(table, cells);
    },
  });
  const changed =
    manifest === null || digest === null
      ? null
      : digestProblem(manifest, project.data, edits, digest.value());
  const wrong = [...problems, ...[remark, changed].filter((words) => words !== null)];
  const left = remarksOf(tally);
  if (purpose === "open") {
    const first = wrong[0] ?? left[0] ?? foldProblem(received.copy, alive);
    if (first !== null) return cannotOpen(path, first);
  }
  return ok({
    sha256: received.sha256,
    bytes: received.bytes,
    version,
    manifest,
    projectId: project.data,
    projectName: tally.name?.name ?? basename(path, ".assay"),
    unreadable: [...received.remarks, ...wrong, ...left],
    isDamaged: received.isDamaged || wrong.length > 0 || tally.torn.length > 0,
    isIncomplete: received.isIncomplete,
    rows: tally.rows,
  });
};

/**
 * Examines a project file that somebody sent; runs in the guest process. The file itself is only ever read, and its
 * side files are not touched. Rows of older versions come as those of this one.
 *
 * @returns what is known of it; fails in words (`Examine`)
 * @see security.md 2.4 of the project's reference; https://www.sqlite.org/security.html
 */
export const inspectFile = async (path: string, inspection: Inspection): Promise<Result<Examined>> => {
  const { purpose, folder, alive } = inspection;
  const received = copyReceived(path, folder, alive);
  if (!received.ok) return received;
  const [remark = ""] = received.value.remarks;
  if (purpose === "open" && received.value.isIncomplete) return incomplete(path, remark);
  if (purpose === "open" && received.value.isDamaged) return cannotOpen(path, remark);
  const opened = attempt(() => openReceived(received.value.copy));
  if ("problem" in opened) return notAProject(path);
  try {
    return await inspectOpened(path, opened.value, received.value, inspection);
  } finally {
    opened.value.close();
  }
};
