import { createHash } from "node:crypto";
import { closeSync, fstatSync, ftruncateSync, openSync, readSync, type Stats, writeSync } from "node:fs";
import { basename, join } from "node:path";
import { type AppError, fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import {
  checkPath,
  damaged,
  type Head,
  lengthProblem,
  openRegular,
  parseHeader,
  sidecarOf,
} from "../store/check-file";

/** A private copy of what was received, and what the file's outside told. */
export type Received = {
  readonly copy: string;
  readonly head: Head;
  /** Of the file as it was received. */
  readonly sha256: string;
  readonly bytes: number;
  /** What of it may be missing or is wrong, in words; see `Examined`. */
  readonly remarks: readonly string[];
  readonly isDamaged: boolean;
  /** As `lengthProblem`; null when the file is as long as it says. */
  readonly length: string | null;
  readonly isIncomplete: boolean;
};

/** In bytes; with a private copy beside it, and room for the work, a disk has to hold twice as much. */
const mostBytes = 8_000_000_000;
const part = 1 << 20;

type Failed = { readonly ok: false; readonly error: AppError };

const notCopied = (path: string, cause: unknown): Failed => {
  const code = String((cause as { code?: unknown }).code ?? "");
  if (code === "") throw cause;
  if (code === "ENOSPC" || code === "EDQUOT")
    return fail(
      "disk-full",
      `There is no room for a private copy of “${basename(path)}”, which Assay examines in its place.`,
      "Free some space on the disk that holds temporary files, and try again.",
    );
  return fail(
    "file-unreadable",
    `“${basename(path)}” could not be read to its end.`,
    "See that its disk is connected, or copy the file to this computer first.",
  );
};

const beingWritten = (path: string): Failed =>
  fail(
    "locked",
    `“${basename(path)}” is being written by another program right now.`,
    "Wait until it is whole (a shared folder may still be fetching it), and try again.",
  );

const isSame = (a: Stats, b: Stats): boolean =>
  a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs;

/** Copies an open file and hashes it meanwhile; answers with what was copied. */
const copyOpen = (from: number, to: string, alive: () => void) => {
  const target = openSync(to, "wx", 0o600);
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(part);
  let bytes = 0;
  try {
    for (;;) {
      const length = readSync(from, buffer, 0, part, bytes);
      if (length === 0 || bytes > mostBytes) break;
      const read = buffer.subarray(0, length);
      hash.update(read);
      for (let done = 0; done < length; ) done += writeSync(target, read, done);
      bytes += length;
      alive();
    }
  } finally {
    closeSync(target);
  }
  return { bytes, sha256: hash.digest("hex") };
};

/**
 * Makes the copy one that SQLite opens by itself: in the mode of a single file, and as long as it says. What is missing
 * at its end is zeros then, which SQLite knows for damage where it meets them.
 */
const settle = (copy: string, head: Head, bytes: number): void => {
  const fd = openSync(copy, "r+");
  try {
    writeSync(fd, Buffer.from([1, 1]), 0, 2, 18);
    if (head.pages * head.pageSize !== bytes) ftruncateSync(fd, head.pages * head.pageSize);
  } finally {
    closeSync(fd);
  }
};

const remarksOf = (path: string, { isWal, pages, pageSize }: Head, bytes: number) => {
  const sidecar = sidecarOf(path);
  const length = lengthProblem(bytes, pages * pageSize);
  const incomplete = isWal
    ? "Recent work may be missing: the file was copied while it was open in another program."
    : `Recent work may be missing: a file of unsaved pages (-${sidecar}) lies beside it. It was not looked into.`;
  const isIncomplete = isWal || sidecar !== null;
  return {
    remarks: [...(isIncomplete ? [incomplete] : []), ...(length === null ? [] : [`The file ${length}.`])],
    isIncomplete,
    isDamaged: length !== null,
    length,
  };
};

const firstBytes = (fd: number): Buffer => {
  const bytes = Buffer.alloc(100);
  return bytes.subarray(0, readSync(fd, bytes, 0, 100, 0));
};

const copyChecked = (path: string, folder: string, alive: () => void): Result<Received> => {
  const opened = openRegular(path);
  if (!opened.ok) return opened;
  const { fd, stat } = opened.value;
  try {
    const head = parseHeader(path, firstBytes(fd));
    if (!head.ok) return head;
    const { version, encoding, pages, pageSize } = head.value;
    if (version < 1) return damaged(path, "it does not say which version it is");
    if (encoding < 1 || encoding > 3) return damaged(path, "its text is in a wrong encoding");
    if (stat.size > mostBytes)
      return fail(
        "invalid-input",
        `“${basename(path)}” is larger than 8 GB.`,
        "Ask for a copy of a part of it, or for one without the originals.",
      );
    // Nothing that comes to less than a tenth of what it says is worth filling up.
    if (pages * pageSize > 10 * stat.size + part)
      return damaged(path, `it ${lengthProblem(stat.size, pages * pageSize)}: most of it is missing`);
    const copy = join(folder, "received.assay");
    const copied = copyOpen(fd, copy, alive);
    if (!isSame(stat, fstatSync(fd)) || copied.bytes !== stat.size) return beingWritten(path);
    settle(copy, head.value, copied.bytes);
    return ok({ copy, head: head.value, ...copied, ...remarksOf(path, head.value, copied.bytes) });
  } catch (cause) {
    return notCopied(path, cause);
  } finally {
    closeSync(fd);
  }
};

/**
 * Copies the main file of a received project, and nothing that lies beside it, into `folder`, and reads its header.
 * Fails in words when it is no regular file, no project, of a newer version, or is being written.
 */
export const copyReceived = (path: string, folder: string, alive: () => void): Result<Received> => {
  const isPath = checkPath(path);
  return isPath.ok ? copyChecked(path, folder, alive) : isPath;
};
