import { z } from "zod";
import { err } from "./result";

/** Every way in which Assay fails on purpose. The UI switches over it exhaustively. */
const ErrorKind = z.enum([
  "not-found",
  "invalid-input",
  "conflict",
  "file-unreadable",
  "not-a-project",
  "damaged",
  "newer-file",
  "locked",
  "disk-full",
  "cancelled",
  "unexpected",
]);
export type ErrorKind = z.infer<typeof ErrorKind>;

/**
 * An expected failure, in words for the person at the screen.
 *
 * `message` says what happened and to which item; `advice` says what to do next. `incident` is set only on
 * `unexpected`: it is the id under which the log holds the stack, which never crosses to the window.
 */
export const AppError = z.object({
  kind: ErrorKind,
  message: z.string(),
  advice: z.string().exactOptional(),
  incident: z.string().exactOptional(),
});
export type AppError = Readonly<z.infer<typeof AppError>>;

/** Builds a failed Result in one line. */
export const fail = (
  kind: ErrorKind,
  message: string,
  advice?: string,
): { readonly ok: false; readonly error: AppError } =>
  err(advice === undefined ? { kind, message } : { kind, message, advice });
