import { lstatSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fail } from "../../shared/errors";
import { ok } from "../../shared/result";
import { mostRows } from "../export/claims-csv";
import { type Command, type Work, wordOf } from "./command";
import { count, oneLine, table } from "./print";

const create: Command = {
  name: "new",
  usage: "new FILE [--name NAME]",
  summary: "make an empty project",
  details: [
    "FILE is made and must not be there yet; its name should end in .assay.",
    "--name NAME   what the project is called (else the file's name)",
  ],
  options: { name: { type: "string" } },
  takes: [1, 1],
  opensProject: false,
  run: async ({ jobs, words, files: [path = ""] }) => {
    const name = wordOf(words, "name") ?? basename(path).replace(/\.assay$/i, "");
    const made = await jobs.create({ path, name });
    if (!made.ok) return made;
    return ok({ text: [`Made the project “${oneLine(name)}” in ${path}`], json: made.value });
  },
};

const share: Command = {
  name: "share",
  usage: "share FILE OUT [--replace]",
  summary: "save a copy of the project to share, as one file",
  details: [
    "The copy opens in another profile with everything in it. History goes along: who changed what and when,",
    "and whoever has the copy can bring back what you deleted. Not in it are scraps of text that the file still",
    "holds unused, your settings, and which articles you have read.",
    "--replace     put the copy in the place of a file OUT that is there already",
  ],
  options: { replace: { type: "boolean" } },
  takes: [2, 2],
  opensProject: true,
  run: async ({ jobs, words, files: [, path = ""] }) => {
    // What is no ordinary file, or the project itself, is refused with better words further on.
    const there = lstatSync(path, { throwIfNoEntry: false });
    if (there?.isFile() === true && words["replace"] !== true)
      return fail("conflict", `${path} is there already`, "Choose another name, or add --replace.");
    const shared = await jobs.shareCopy({ path });
    if (!shared.ok) return shared;
    return ok({
      text: [`Saved a copy in ${path} (${count(shared.value.bytes, "byte")})`],
      json: { path, bytes: shared.value.bytes },
    });
  },
};

const verify: Command = {
  name: "verify",
  usage: "verify FILE",
  summary: "check the whole file: structure, texts, originals, quotes, history",
  details: ["Exit code 1 when anything is wrong."],
  options: {},
  takes: [1, 1],
  opensProject: true,
  run: async ({ jobs }) => {
    const report = await jobs.verify(undefined);
    if (!report.ok) return report;
    const { checks, isSound } = report.value;
    const lines = table(
      checks.map(({ name, checked, problems }) => [
        problems.length === 0 ? "ok" : "WRONG",
        name,
        String(checked),
      ]),
    );
    const problems = checks.flatMap((check) => check.problems.map((problem) => `${check.name}: ${problem}`));
    return ok({
      text: [...lines, isSound ? "The project is sound." : `Found ${count(problems.length, "problem")}.`],
      json: report.value,
      remarks: problems,
      isFailed: !isSound,
    });
  },
};

const history: Command = {
  name: "history",
  usage: "history FILE [--limit N]",
  summary: "list the edits, newest first",
  details: ["--limit N     how many (100)"],
  options: { limit: { type: "string" } },
  takes: [1, 1],
  check: ({ limit }) =>
    limit === undefined || (/^\d{1,5}$/.test(String(limit)) && Number(limit) >= 1 && Number(limit) <= 10_000)
      ? null
      : "--limit is a number from 1 to 10000",
  opensProject: true,
  run: async ({ calls, words }) => {
    const edits = await calls.history.list({ limit: Number(wordOf(words, "limit") ?? 100) });
    if (!edits.ok) return edits;
    const rows = edits.value.map((edit) => [
      edit.at,
      oneLine(edit.analyst, 30),
      `${oneLine(edit.label)}${edit.isUndone ? " (undone)" : ""}`,
    ]);
    return ok({ text: table(rows), json: edits.value });
  },
};

const undo: Command = {
  name: "undo",
  usage: "undo FILE",
  summary: "take back your newest edit that stands",
  details: ["Refused with a reason where somebody has changed the same thing since."],
  options: {},
  takes: [1, 1],
  opensProject: true,
  run: async ({ calls }) => {
    const undone = await calls.history.undo({});
    if (!undone.ok) return undone;
    return ok({ text: [`Undone: ${oneLine(undone.value.label)}`], json: undone.value });
  },
};

/** Writes beside the system's temporary files and copies from there: the exporter itself writes only whole files. */
const exportToOutput = async (work: Work): ReturnType<Command["run"]> => {
  const folder = mkdtempSync(join(tmpdir(), "assay-export-"));
  try {
    const path = join(folder, "claims.csv");
    const done = await exportTo(work, path);
    if (!done.ok) return done;
    await work.pour(path);
    return ok({ text: [], json: null });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const exportTo = async ({ jobs, words, progress }: Work, path: string) =>
  jobs.exportClaims(
    { path, query: {}, hasHighlights: words["with-highlights"] === true, isRaw: words["raw"] === true },
    progress("Exporting"),
  );

const exportClaims: Command = {
  name: "export",
  usage: "export FILE --format claims-csv -o OUT [--raw] [--with-highlights]",
  summary: "write the tagged claims as CSV, one row for each piece of evidence",
  details: [
    "-o, --output OUT    the file to write, replaced only when the new one is whole; - is standard output",
    "--raw               for scripts: values exactly as stored, no byte order mark, no guard against formulas",
    "--with-highlights   also the tagged highlights that belong to no claim",
  ],
  options: {
    format: { type: "string" },
    output: { type: "string", short: "o" },
    raw: { type: "boolean" },
    "with-highlights": { type: "boolean" },
  },
  takes: [1, 1],
  check: (words) => {
    if (wordOf(words, "format") !== "claims-csv") return "--format claims-csv is the only format for now";
    if ((wordOf(words, "output") ?? "") === "")
      return "-o OUT is missing: the file to write, or - for standard output";
    return wordOf(words, "output") === "-" && words["json"] === true
      ? "--json and -o - cannot share standard output"
      : null;
  },
  opensProject: true,
  run: async (work) => {
    const output = wordOf(work.words, "output") ?? "";
    if (output === "-") return exportToOutput(work);
    const path = work.resolve(output);
    const done = await exportTo(work, path);
    if (!done.ok) return done;
    const { rows } = done.value;
    const isTooLong = rows + 1 > mostRows && work.words["raw"] !== true;
    return ok({
      text: [`Wrote ${count(rows, "row")} to ${path}`],
      json: { path, rows, bytes: statSync(path).size },
      ...(isTooLong
        ? { remarks: [`A worksheet holds ${mostRows} rows: a spreadsheet will leave out the rest`] }
        : {}),
    });
  },
};

export const projectCommands: readonly Command[] = [create, exportClaims, share, verify, history, undo];
