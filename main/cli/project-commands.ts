import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { ClaimsFormat } from "../../shared/domain/claims-export";
import { beyondWorksheet, cutCellsInWords } from "../../shared/domain/worksheet";
import { ok } from "../../shared/result";
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

const formatOf = (words: Work["words"]): ClaimsFormat => {
  if (wordOf(words, "format") === "claims-xlsx") return "xlsx";
  return words["raw"] === true ? "raw-csv" : "csv";
};

const exportTo = async ({ jobs, words, progress }: Work, path: string) =>
  jobs.exportClaims(
    { path, query: {}, hasHighlights: words["with-highlights"] === true, format: formatOf(words) },
    progress("Exporting"),
  );

/** What is to be said of a file that was written: rows that a spreadsheet leaves out, cells that were cut. */
const remarksOn = (words: Work["words"], { rows, cutCells }: { rows: number; cutCells: number }) => {
  const found = [beyondWorksheet(rows, words["raw"] === true), cutCellsInWords(cutCells)];
  const remarks = found.filter((remark) => remark !== null);
  return remarks.length === 0 ? {} : { remarks };
};

/** Writes beside the system's temporary files and copies from there: the exporter itself writes only whole files. */
const exportToOutput = async (work: Work): ReturnType<Command["run"]> => {
  const folder = mkdtempSync(join(tmpdir(), "assay-export-"));
  try {
    const path = join(folder, "claims");
    const done = await exportTo(work, path);
    if (!done.ok) return done;
    await work.pour(path);
    return ok({ text: [], json: null, ...remarksOn(work.words, done.value) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const exportClaims: Command = {
  name: "export",
  usage: "export FILE --format claims-csv|claims-xlsx -o OUT [--raw] [--with-highlights]",
  summary: "write the tagged claims as CSV or as an Excel workbook, one row for each piece of evidence",
  details: [
    "--format FORMAT     claims-csv: a table; claims-xlsx: a workbook, the same rows and columns with typed cells",
    "-o, --output OUT    the file to write, replaced only when the new one is whole; - is standard output",
    "--raw               CSV for scripts: values exactly as stored, no byte order mark, no guard against formulas",
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
    const format = wordOf(words, "format");
    if (format !== "claims-csv" && format !== "claims-xlsx")
      return "--format is one of claims-csv and claims-xlsx";
    if (format === "claims-xlsx" && words["raw"] === true)
      return "--raw is for claims-csv alone: the cells of a workbook need no guard";
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
    const { rows, cutCells } = done.value;
    return ok({
      text: [`Wrote ${count(rows, "row")} to ${path}`],
      json: { path, rows, bytes: statSync(path).size, cutCells },
      ...remarksOn(work.words, done.value),
    });
  },
};

export const projectCommands: readonly Command[] = [create, exportClaims, verify];
