import type { ParseArgsConfig } from "node:util";
import type { Analyst } from "../../shared/domain/analyst";
import type { AppError } from "../../shared/errors";
import type { StoreCalls } from "../../shared/ipc/contract";
import type { BridgeOf } from "../../shared/ipc/define";
import type { Result } from "../../shared/result";
import type { Jobs, Progress } from "../handlers/context";
import type { CommandName } from "./names";

/** What a command answers: words for a person, and the same as data for a machine. */
export type Answer = {
  readonly text: readonly string[];
  readonly json: unknown;
  /** Goes to standard output as it is, in the place of words and data. */
  readonly bytes?: Uint8Array;
  /** For standard error, in both forms: what a person should know even where the output goes into a file. */
  readonly remarks?: readonly string[];
  /** True when the command did what it could and some of it failed: exit code 1. */
  readonly isFailed?: boolean;
};

/** A command that was called wrongly: exit code 2, with its usage. */
export type Misuse = { readonly kind: "misuse"; readonly message: string };

export type Words = { readonly [name: string]: string | boolean | undefined };

/**
 * What a command works with. `names` are its arguments as they were typed, `files` the same as absolute paths; the first
 * is the project's, opened already.
 */
export type Work = {
  readonly calls: BridgeOf<StoreCalls>;
  readonly jobs: Jobs;
  readonly analyst: Analyst;
  readonly words: Words;
  readonly names: readonly string[];
  readonly files: readonly string[];
  readonly progress: (label: string) => Progress;
  readonly isCancelled: () => boolean;
  readonly readInput: (name: string) => Promise<Result<string>>;
  readonly resolve: (name: string) => string;
  /** Copies a file's bytes to standard output. */
  readonly pour: (path: string) => Promise<void>;
};

export type Command = {
  readonly name: CommandName;
  readonly usage: string;
  readonly summary: string;
  /** More for `--help`, one line each. */
  readonly details: readonly string[];
  readonly options: NonNullable<ParseArgsConfig["options"]>;
  /** Fewest and most arguments besides the options. */
  readonly takes: readonly [number, number];
  /** Checks the words before anything is opened; what it answers is what is wrong with them. */
  readonly check?: (words: Words) => string | null;
  /** False for the one command whose project is not there yet. */
  readonly opensProject: boolean;
  readonly run: (work: Work) => Promise<Result<Answer, AppError | Misuse>>;
};

/** A word that was given as an option with a value. */
export const wordOf = (words: Words, name: string): string | undefined => {
  const word = words[name];
  return typeof word === "string" ? word : undefined;
};
