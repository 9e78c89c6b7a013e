import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { randomOf } from "./random";
import type { Said } from "./worker";

/*
 * What a process did to its files, as strace recorded it, and the disk as a power cut would leave it after any of that.
 *
 * The disk keeps its promises and no more: what was synced is there. Of what was written since, any 512-byte sector may
 * be there or not, in any order; of names made, moved and removed since the folder was synced the first few may be.
 */

/** One thing that was done; `said` is an acknowledgement on the way to whoever asked. */
export type Done =
  | { readonly is: "write"; readonly path: string; readonly at: number; readonly bytes: Buffer }
  | { readonly is: "truncate"; readonly path: string; readonly size: number }
  | { readonly is: "make" | "remove"; readonly path: string }
  | { readonly is: "sync"; readonly path: string }
  | { readonly is: "rename"; readonly path: string; readonly to: string }
  | { readonly is: "said"; readonly said: Said };

/** How to run a program so that `readRecord` understands what it did, in all of its threads. */
export const recording = (file: string): readonly string[] => [
  "strace",
  "-f",
  ...["-o", file, "-y", "-xx", "-s", "1000000"],
  ...["-e", "trace=openat,pwrite64,write,copy_file_range,fsync,fdatasync,ftruncate,unlink,rename"],
];

const fromHex = (hex: string): Buffer => Buffer.from(hex.replaceAll("\\x", ""), "hex");
const text = (hex: string | undefined): string => fromHex(hex ?? "").toString("utf8");

const patterns = {
  write: /^pwrite64\(\d+<([^>]*)>, "([^"]*)", \d+, (\d+)\)\s+= (\d+)/,
  append: /^write\((\d+)<([^>]*)>, "([^"]*)", \d+\)\s+= (\d+)/,
  copy: /^copy_file_range\(\d+<([^>]*)>, \[(\d+)[^\]]*\], \d+<([^>]*)>, NULL, \d+, 0\)\s+= (\d+)/,
  truncate: /^ftruncate\(\d+<([^>]*)>, (\d+)\)\s+= 0/,
  sync: /^f(?:data)?sync\(\d+<([^>]*)>\)\s+= 0/,
  make: /^openat\([^"]*"[^"]*", [A-Z_|]*O_CREAT[^)]*\)\s+= \d+<([^>]*)>/,
  remove: /^unlink\("([^"]*)"\)\s+= 0/,
  rename: /^rename\("([^"]*)", "([^"]*)"\)\s+= 0/,
};

/** Lines without the number of their thread; a call during which another thread had its say is put together where it ends. */
const callsOf = (file: string): string[] => {
  const begun = new Map<string, string>();
  return readFileSync(file, "latin1")
    .split("\n")
    .flatMap((line) => {
      const [, thread = "", call = ""] = /^(\d+)\s+(.*)$/u.exec(line) ?? [];
      const [, head] = /^(.*) <unfinished \.\.\.>$/u.exec(call) ?? [];
      if (head !== undefined) begun.set(thread, head);
      const [, rest] = /^<\.\.\. \w+ resumed>(.*)$/u.exec(call) ?? [];
      if (head !== undefined || call === "") return [];
      return rest === undefined ? [call] : [(begun.get(thread) ?? "") + rest];
    });
};

/** Reads what `recording` wrote down, in order, as far as it concerns files in `folder`. */
export const readRecord = (file: string, folder: string): Done[] => {
  const ends = new Map<string, number>();
  const done: Done[] = [];
  const put = (one: Exclude<Done, { is: "said" }>): void => {
    if (one.path === folder || dirname(one.path) === folder) done.push(one);
  };
  for (const line of callsOf(file)) {
    const found = <K extends keyof typeof patterns>(name: K) => patterns[name].exec(line);
    const write = found("write");
    if (write !== null)
      put({ is: "write", path: text(write[1]), at: Number(write[3]), bytes: fromHex(write[2] ?? "") });
    const append = found("append");
    if (append !== null) {
      const [, fd, path, bytes] = append;
      if (fd === "1")
        for (const said of text(bytes).split("\n").filter(Boolean))
          done.push({ is: "said", said: JSON.parse(said) as Said });
      else {
        const at = ends.get(text(path)) ?? 0;
        ends.set(text(path), at + fromHex(bytes ?? "").length);
        put({ is: "write", path: text(path), at, bytes: fromHex(bytes ?? "") });
      }
    }
    const copy = found("copy");
    if (copy !== null) {
      // The bytes are not in the record. What is copied is a backup, which stays as it is.
      const [, from, start, to, length] = copy;
      const bytes = readFileSync(text(from)).subarray(Number(start), Number(start) + Number(length));
      put({ is: "write", path: text(to), at: Number(start), bytes });
    }
    const truncate = found("truncate");
    if (truncate !== null) put({ is: "truncate", path: text(truncate[1]), size: Number(truncate[2]) });
    for (const is of ["sync", "make", "remove"] as const) {
      const one = found(is);
      if (one !== null) put({ is, path: text(one[1]) });
    }
    const rename = found("rename");
    if (rename !== null) put({ is: "rename", path: text(rename[1]), to: text(rename[2]) });
  }
  return done;
};

type Change = Extract<Done, { is: "write" | "truncate" }>;
/** A file: what of it was synced, and what was done to it since, in order. */
type Stored = { synced: Buffer; readonly since: Change[] };
type Naming = Extract<Done, { is: "make" | "remove" | "rename" }>;

const sector = 512;

/** A file's bytes after some changes to them, in order. */
const applied = (bytes: Buffer, changes: readonly Change[]): Buffer => {
  const room = changes.reduce(
    (most, change) => Math.max(most, change.is === "write" ? change.at + change.bytes.length : change.size),
    bytes.length,
  );
  const next = Buffer.alloc(room);
  bytes.copy(next);
  let size = bytes.length;
  for (const change of changes) {
    if (change.is === "truncate") next.fill(0, change.size, size);
    else change.bytes.copy(next, change.at);
    size = change.is === "truncate" ? change.size : Math.max(size, change.at + change.bytes.length);
  }
  return next.subarray(0, size);
};

/** A write as the sectors that it touches, each of which reaches the disk or does not. */
const sectorsOf = (change: Change): Change[] => {
  if (change.is === "truncate") return [change];
  const { path, at, bytes } = change;
  const parts: Change[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = Math.min(bytes.length, start + sector - ((at + start) % sector));
    parts.push({ is: "write", path, at: at + start, bytes: bytes.subarray(start, end) });
    start = end;
  }
  return parts;
};

/** A folder of files as they were before the recorded work began. */
export type Folder = ReadonlyMap<string, Buffer>;

/**
 * What of the un-synced work a power cut leaves: all of it (then the process was killed, not the machine), none of it,
 * or whatever chance leaves.
 */
export type Left = "all" | "none" | ReturnType<typeof randomOf>;

/** A disk on which recorded work is done again, step by step. */
export const createDisk = (before: Folder) => {
  const names = new Map<string, Stored>();
  let namings: Naming[] = [];
  for (const [path, bytes] of before) {
    const file: Stored = { synced: bytes, since: [] };
    names.set(path, file);
  }
  let syncedNames = new Map(names);
  /** What a name came to mean, so that it means the same when it is done again. */
  const made = new Map<Naming, Stored>();

  const rename = (of: Map<string, Stored>, naming: Naming): void => {
    if (naming.is === "make") {
      const file = made.get(naming);
      if (file !== undefined) of.set(naming.path, file);
      return;
    }
    const file = of.get(naming.path);
    of.delete(naming.path);
    if (naming.is === "rename" && file !== undefined) of.set(naming.to, file);
  };

  const contents = ({ synced, since }: Stored, left: Left): Buffer => {
    if (left === "none") return synced;
    if (left === "all") return applied(synced, since);
    return applied(
      synced,
      since.flatMap(sectorsOf).filter(() => left.below(2) === 0),
    );
  };

  return {
    /** Does one more thing. `folder` is the path by which the folder itself is synced. */
    step: (one: Done, folder: string): void => {
      if (one.is === "said") return;
      if (one.is === "sync") {
        if (one.path === folder) {
          syncedNames = new Map(names);
          namings = [];
        }
        const file = names.get(one.path);
        if (file !== undefined) file.synced = applied(file.synced, file.since.splice(0));
      } else if (one.is === "write" || one.is === "truncate") names.get(one.path)?.since.push(one);
      else {
        if (one.is === "make") {
          // Opening a file that is there makes none.
          if (names.has(one.path)) return;
          const file: Stored = { synced: Buffer.alloc(0), since: [] };
          made.set(one, file);
        }
        namings.push(one);
        rename(names, one);
      }
    },
    /** The files that are there after a power cut now. */
    cut: (left: Left): Folder => {
      const those = new Map(syncedNames);
      const count = left === "all" ? namings.length : left === "none" ? 0 : left.below(namings.length + 1);
      for (const naming of namings.slice(0, count)) rename(those, naming);
      return new Map([...those].map(([path, file]) => [path, contents(file, left)]));
    },
  };
};
