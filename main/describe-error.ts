import { homedir } from "node:os";

const MAX_MESSAGE_LENGTH = 300;

/**
 * An error as it may be written down: its name, code and stack, and of its message what stands outside quotation
 * marks, because that is where parsers and databases put what they were reading.
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return `a thrown ${typeof error}`;
  const { code } = error as { code?: unknown };
  const message = error.message
    .replace(/(["'`“‘])[^"'`”’]{16,}(["'`”’]|$)/g, "$1…$2")
    .slice(0, MAX_MESSAGE_LENGTH);
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const head = `${error.name}${typeof code === "string" ? ` ${code}` : ""}: ${message}`;
  return [head, ...frames].join("\n").replaceAll(homedir(), "~");
}
