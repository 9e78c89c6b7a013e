import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { beyondWorksheet } from "../../shared/domain/worksheet";
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
    const remark = beyondWorksheet(rows, work.words["raw"] === true);
    return ok({
      text: [`Wrote ${count(rows, "row")} to ${path}`],
      json: { path, rows, bytes: statSync(path).size },
      ...(remark === null ? {} : { remarks: [remark] }),
    });
  },
};

export const projectCommands: readonly Command[] = [create, exportClaims, verify];
