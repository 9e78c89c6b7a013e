import type { z } from "zod";
import type { Result } from "../result";

/** One call of the contract: the schema of what goes in and of what comes back. */
export type CallSpec = {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  /** Greatest size of the input in bytes, roughly; 1 MB unless a call says more. */
  readonly maxBytes: number;
};

/** Defines a call. */
export const call = <I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
  maxBytes = 1_000_000,
): { readonly input: I; readonly output: O; readonly maxBytes: number } => ({ input, output, maxBytes });

export type CallTree = Readonly<Record<string, Readonly<Record<string, CallSpec>>>>;
export type EventTree = Readonly<Record<string, z.ZodType>>;

export type InputOf<C extends CallSpec> = z.input<C["input"]>;
export type ParsedInputOf<C extends CallSpec> = z.output<C["input"]>;
export type OutputOf<C extends CallSpec> = z.output<C["output"]>;

/** What a window sees: every call as a plain async function that returns a Result. */
export type BridgeOf<T extends CallTree> = {
  readonly [N in keyof T]: {
    readonly [V in keyof T[N]]: (input: InputOf<T[N][V]>) => Promise<Result<OutputOf<T[N][V]>>>;
  };
};

/** A table of handlers for some of the calls: `Context` first, then the parsed input. */
export type HandlersOf<T extends CallTree, Context> = {
  readonly [N in keyof T]: {
    readonly [V in keyof T[N]]: (
      context: Context,
      input: ParsedInputOf<T[N][V]>,
    ) => Result<OutputOf<T[N][V]>> | Promise<Result<OutputOf<T[N][V]>>>;
  };
};
