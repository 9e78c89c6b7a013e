import { createReadStream, realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type AppError, fail } from "../../shared/errors";
import { type StoreCalls, storeCalls } from "../../shared/ipc/contract";
import type { BridgeOf } from "../../shared/ipc/define";
import { ok, type Result } from "../../shared/result";
import { describeError } from "../describe-error";
import type { Progress } from "../handlers/context";
import { createSession } from "../handlers/session";
import { newId } from "../ids";
import { decodeUnknown } from "../import/decode-text";
import { readFileBytes } from "../import/import-files";
import { openKnownFiles } from "../known-files";
import { removeLeftFolders } from "../share/private-folder";
import { guestCommand } from "../worker/guest-command";
import { startGuest } from "../worker/guest-host";
import { agreementCommand } from "./agreement-command";
import { actingAnalyst, profileFolder } from "./analyst";
import { articleCommands } from "./article-commands";
import { momentOf } from "./as-of";
import type { Answer, Command, Misuse, Words, Work } from "./command";
import { wordOf } from "./command";
import { historyCommands } from "./history-commands";
import { importCommands } from "./import-commands";
import { joinCommand } from "./join-command";
import { knownAnalyst } from "./known-analyst";
import { mergeCommands } from "./merge-commands";
import { commandNames } from "./names";
import { type Output, printable } from "./print";
import { projectCommands } from "./project-commands";
import { shareCommands } from "./share-commands";

/** Where a command reads and writes, and whether somebody has asked it to stop. */
export type Io = {
  readonly stdout: Output & { readonly isTTY?: boolean };
  readonly stderr: Output & { readonly isTTY?: boolean };
  readonly stdin?: AsyncIterable<Uint8Array | string>;
  readonly env?: NodeJS.ProcessEnv;
  readonly folder?: string;
  readonly isCancelled?: () => boolean;
};

const done = 0;
const failed = 1;
const wrongUsage = 2;

const commands: readonly Command[] = [
  ...projectCommands,
  ...shareCommands,
  ...mergeCommands,
  joinCommand,
  agreementCommand,
  ...historyCommands,
  ...importCommands,
  ...articleCommands,
];
const inOrder = commandNames.flatMap((name) => commands.filter((command) => command.name === name));

const everyOption = {
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  analyst: { type: "string" },
  "as-of": { type: "string" },
} as const;

const generalHelp = (): string =>
  [
    "Usage: assay COMMAND FILE [arguments]",
    "",
    ...inOrder.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`),
    "",
    "FILE is an Assay project (.assay). With every command:",
    "  --json           the answer as JSON on standard output",
    "  --analyst NAME   who acts (else ASSAY_ANALYST, else the app's profile, else the system's user)",
    "  --as-of AT       the project as it stood, for reading: at the end of a day (2026-05-03), at a time",
    "                   (2026-05-03T14:10), or just after an edit (its id, from `assay history FILE --json`)",
    "  -h, --help       what a command takes",
    "",
    "Exit code 0: done. 1: failed, with a message on standard error. 2: wrong usage.",
    "",
  ].join("\n");

const helpOf = ({ usage, summary, details }: Command): string =>
  [
    `Usage: assay ${usage} [--json] [--analyst NAME]`,
    "",
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    ...details,
    "",
  ].join("\n");

type Parsed = { readonly command: Command; readonly words: Words; readonly names: readonly string[] };
type Refusal = { readonly code: number; readonly out: string; readonly err: string };

const misused = (command: Command, message: string): Refusal => ({
  code: wrongUsage,
  out: "",
  err: `assay ${command.name}: ${message}\nUsage: assay ${command.usage}\n`,
});

/** Node's own words for a wrong option, without its advice about `--`. */
const wordsOf = (cause: unknown): string =>
  (cause instanceof Error ? cause.message.split(". ")[0] : "wrong options") ?? "";

const parseWords = (command: Command, rest: readonly string[]): Parsed | Refusal => {
  let values: Words;
  let names: readonly string[];
  try {
    ({ values, positionals: names } = parseArgs({
      args: [...rest],
      options: { ...command.options, ...everyOption },
      allowPositionals: true,
    }) as {
      values: Words;
      positionals: string[];
    });
  } catch (cause) {
    return misused(command, wordsOf(cause));
  }
  if (values["help"] === true) return { code: done, out: helpOf(command), err: "" };
  const [fewest, most] = command.takes;
  if (names.length < fewest)
    return misused(command, names.length === 0 ? "FILE is missing" : "something is missing after FILE");
  if (names.length > most) return misused(command, `“${names[most] ?? ""}” is one argument too many`);
  if (names.includes("")) return misused(command, "an argument is empty");
  const at = wordOf(values, "as-of");
  if (at !== undefined && (!command.opensProject || momentOf(at) === null))
    return misused(command, "--as-of is a day, a time or the id of an edit of a project that is there");
  const problem = command.check?.(values) ?? null;
  return problem === null ? { command, words: values, names } : misused(command, problem);
};

const parse = (argv: readonly string[]): Parsed | Refusal => {
  const [name = "", ...rest] = argv;
  if (name === "") return { code: wrongUsage, out: "", err: generalHelp() };
  if (["--help", "-h", "help"].includes(name)) return { code: done, out: generalHelp(), err: "" };
  const command = commands.find((candidate) => candidate.name === name);
  if (command !== undefined) return parseWords(command, rest);
  return { code: wrongUsage, out: "", err: `assay: there is no command “${name}”\n\n${generalHelp()}` };
};

/** The calls of the contract on a session in this very process. */
const callsOf = (session: ReturnType<typeof createSession>): BridgeOf<StoreCalls> =>
  Object.fromEntries(
    Object.entries(storeCalls).map(([noun, verbs]) => [
      noun,
      Object.fromEntries(
        Object.keys(verbs).map((verb) => [
          verb,
          (input: unknown) => session.call(noun as keyof StoreCalls, verb, input),
        ]),
      ),
    ]),
  ) as BridgeOf<StoreCalls>;

/** The file that a name means, through links; a name that means none stays as it is, and opening it says so. */
const real = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
};

/** Not as canonical text: that would break a line at a U+2028 inside a JSON string, and the lines are numbered. */
const textOf = async (bytes: Uint8Array): Promise<string> => (await decodeUnknown(bytes)).text;

/** A project's own file is never read beside SQLite: closing it again would drop SQLite's lock on it (POSIX). */
const isSameFile = (a: string, b: string): boolean => {
  const [one, other] = [a, b].map((path) => statSync(path, { throwIfNoEntry: false }));
  return one !== undefined && other !== undefined && one.ino === other.ino && one.dev === other.dev;
};

const readNamed = async (path: string, name: string, project: string): Promise<Result<string>> => {
  if (isSameFile(path, project))
    return fail("invalid-input", `${name} is the project itself`, "Name a file that holds annotations.");
  const bytes = readFileBytes(path);
  return bytes.ok ? ok(await textOf(bytes.value)) : fail(bytes.error.kind, `${name}: ${bytes.error.message}`);
};

const readAll = async (input: AsyncIterable<Uint8Array | string>): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  for await (const part of input) parts.push(typeof part === "string" ? Buffer.from(part) : part);
  return Buffer.concat(parts);
};

/** A progress line where a person watches; a job is cancelled between its batches. */
const progressOn = (io: Io, label: string): Progress => {
  const isShown = io.stderr.isTTY === true;
  return async (at, total) => {
    if (isShown) io.stderr.write(at < total ? `\r${label} ${at} of ${total} ` : "\r\u001b[K");
    await new Promise((resume) => setImmediate(resume));
    return io.isCancelled?.() === true ? "cancelled" : "go-on";
  };
};

const write = (output: Output, text: string | Uint8Array): Promise<void> =>
  new Promise((resume) => {
    // Streams answer when they have passed the text on; a process that ends earlier would cut it off.
    const stream = output as {
      write: (text: string | Uint8Array, then?: () => void) => unknown;
      writableLength?: number;
    };
    if (stream.writableLength === undefined) {
      stream.write(text);
      resume();
    } else stream.write(text, () => resume());
  });

const pour = async (path: string, output: Output): Promise<void> => {
  for await (const part of createReadStream(path)) await write(output, part as Uint8Array);
};

const tellFailure = async (
  io: Io,
  command: Command,
  words: Words,
  error: AppError | Misuse,
): Promise<number> => {
  if (error.kind === "misuse") {
    await write(io.stderr, printable(misused(command, error.message).err));
    return wrongUsage;
  }
  const { message, advice } = error;
  await write(
    io.stderr,
    printable(`assay ${command.name}: ${message}${advice === undefined ? "" : `\n${advice}`}\n`),
  );
  if (words["json"] === true) await write(io.stdout, `${JSON.stringify({ error }, null, 2)}\n`);
  return failed;
};

const tellAnswer = async (io: Io, words: Words, answer: Answer): Promise<number> => {
  for (const remark of answer.remarks ?? []) await write(io.stderr, printable(`${remark}\n`));
  if (answer.bytes !== undefined) {
    // A file or a pipe gets the very bytes; a terminal would obey what is hidden in them.
    const isWatched = io.stdout.isTTY === true;
    await write(io.stdout, isWatched ? printable(Buffer.from(answer.bytes).toString("utf8")) : answer.bytes);
    return answer.isFailed === true ? failed : done;
  }
  if (words["json"] === true) await write(io.stdout, `${JSON.stringify(answer.json, null, 2)}\n`);
  else if (answer.text.length > 0) await write(io.stdout, printable(`${answer.text.join("\n")}\n`));
  return answer.isFailed === true ? failed : done;
};

const work = async (
  io: Io,
  { command, words, names }: Parsed,
): Promise<Result<Answer, AppError | Misuse>> => {
  const env = io.env ?? process.env;
  const folder = io.folder ?? process.cwd();
  const named = wordOf(words, "analyst") ?? env["ASSAY_ANALYST"] ?? "";
  let analyst = actingAnalyst(named, env);
  removeLeftFolders();
  const guest = startGuest(guestCommand);
  const session = createSession({
    analyst,
    guest,
    known: openKnownFiles(profileFolder(env)),
    now: () => new Date().toISOString(),
    newId,
    publish: () => {},
  });
  const files = names.map((name) => resolve(folder, name));
  try {
    const path = files[0] ?? "";
    if (command.opensProject) {
      const opened = await session.jobs.open({ path: real(path) });
      if (!opened.ok) return opened;
      const { fileName, backup } = opened.value;
      if (backup !== null)
        await write(
          io.stderr,
          printable(`Updated ${fileName} to this version; as it was, it is in “${backup}”.\n`),
        );
      if (named.trim() !== "")
        analyst = await knownAnalyst({ calls: callsOf(session), jobs: session.jobs }, analyst);
      const moment = momentOf(wordOf(words, "as-of") ?? "");
      const shown =
        moment === null ? null : await session.jobs.openAsOf(moment, progressOn(io, "Going back"));
      if (shown?.ok === false) return shown;
    }
    const given: Work = {
      calls: callsOf(session),
      jobs: session.jobs,
      analyst,
      words,
      names,
      files,
      progress: (label) => progressOn(io, label),
      isCancelled: () => io.isCancelled?.() === true,
      resolve: (name) => resolve(folder, name),
      pour: (from) => pour(from, io.stdout),
      readInput: async (name) => {
        if (name === "-") return ok(await textOf(await readAll(io.stdin ?? process.stdin)));
        return readNamed(resolve(folder, name), name, path);
      },
    };
    return await command.run(given);
  } finally {
    guest.stop();
    await session.jobs.close(undefined);
  }
};

const ownIo = (): Io => ({ stdout: process.stdout, stderr: process.stderr });

/**
 * Runs one command of the command line and answers with its exit code: 0 done, 1 failed with a message on
 * standard error, 2 wrong usage.
 */
export const runCli = async (argv: readonly string[], io: Io = ownIo()): Promise<number> => {
  const parsed = parse(argv);
  if ("code" in parsed) {
    if (parsed.out !== "") await write(io.stdout, parsed.out);
    if (parsed.err !== "") await write(io.stderr, printable(parsed.err));
    return parsed.code;
  }
  const { command, words } = parsed;
  try {
    const result = await work(io, parsed);
    return result.ok ? tellAnswer(io, words, result.value) : tellFailure(io, command, words, result.error);
  } catch (cause) {
    const [what = "", ...frames] = describeError(cause).split("\n");
    const code = await tellFailure(io, command, words, {
      kind: "unexpected",
      message: `Something went wrong inside Assay: ${what}`,
      advice:
        "The project is as it was after the last finished step. Please report this with the lines below.",
    });
    await write(io.stderr, printable(`${frames.join("\n")}\n`));
    return code;
  }
};
