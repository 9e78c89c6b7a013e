import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { listZip, unpackEntry, type ZipEntry } from "./zip-entries";

/**
 * An office package (DOCX, ODT, EPUB) whose list of parts was checked before anything was unpacked. Parts are unpacked
 * one by one when they are asked for, and never written anywhere.
 */
export type OfficeZip = {
  /** Names of the parts with "/" between folders, in the order of the list; folders themselves are left out. */
  readonly names: readonly string[];
  /** The bytes of a part. Fails when it is missing, damaged, or larger than the package says. */
  readonly read: (name: string) => Result<Uint8Array>;
};

const mostParts = 2000;
const mostBytes = 200_000_000;
const mostRatio = 100;
/** Below this the ratio says nothing: a blank picture packs a thousand times, and harms nobody. */
const harmlessBytes = 10_000_000;
/** A part's own header in the file is at least this long (bytes). */
const headerLength = 30;

const refused = (what: string) =>
  fail(
    "invalid-input",
    `The document was not unpacked: ${what}`,
    "Documents are not made like this. If you trust it, save its text in another format and import that.",
  );

const leavesTheFolder = (name: string): boolean =>
  name.startsWith("/") || /^[a-z]:/i.test(name) || name.includes("\0") || name.split("/").includes("..");

const checkNames = (entries: readonly ZipEntry[]): Result<null> => {
  const names = new Set<string>();
  for (const { name } of entries) {
    if (leavesTheFolder(name)) return refused(`the name of a part points outside the document (${name})`);
    if (names.has(name))
      return refused(`it holds the part ${name} twice, so it is not clear which one counts`);
    names.add(name);
  }
  return ok(null);
};

/** A list may name the same bytes again and again: that is how a small file unpacks to a huge one. */
const checkPlaces = (entries: readonly ZipEntry[]): Result<null> => {
  let free = 0;
  for (const { offset, packed } of entries.toSorted((one, other) => one.offset - other.offset)) {
    if (offset < free) return refused("its parts overlap");
    free = offset + headerLength + packed;
  }
  return ok(null);
};

const checkSizes = (entries: readonly ZipEntry[], size: number): Result<null> => {
  if (entries.some(({ flags }) => (flags & 1) !== 0))
    return fail(
      "invalid-input",
      "The document is protected by a password",
      "Open it in the program that made it, save a copy without the password, and import that.",
    );
  const total = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (total > mostBytes) return refused(`it would unpack to more than ${mostBytes / 1_000_000} MB`);
  return total > harmlessBytes && total > size * mostRatio
    ? refused(`it would unpack to more than ${mostRatio} times its size`)
    : ok(null);
};

const damaged = (name: string, what: string) =>
  fail(
    "damaged",
    `The document is damaged: ${what} (${name})`,
    "Get another copy, or open it in the program that made it and save it again.",
  );

/**
 * Opens an office package after checking its list of parts: not more than 2,000 of them, not more than 200 MB and not
 * more than 100 times the file's size unpacked, none encrypted, none twice, none on top of another. Sizes may lie, so
 * unpacking a part stops at its stated size: what is unpacked in all cannot exceed what was checked.
 */
export const openOfficeZip = (bytes: Uint8Array): Result<OfficeZip> => {
  const listed = listZip(bytes, mostParts);
  if (!listed.ok)
    return listed.error.kind === "damaged"
      ? damaged("ZIP", "its list of parts cannot be read")
      : refused(`it holds more than ${mostParts.toLocaleString("en")} parts`);
  const entries = listed.value;
  for (const checked of [checkNames(entries), checkPlaces(entries), checkSizes(entries, bytes.length)])
    if (!checked.ok) return checked;
  const parts = new Map(entries.map((entry) => [entry.name, entry]));
  return ok({
    names: [...parts.keys()].filter((name) => !name.endsWith("/")),
    read: (name) => {
      const entry = parts.get(name);
      if (entry === undefined) return damaged(name, "a part is missing");
      const part = unpackEntry(bytes, entry);
      return part.ok
        ? part
        : damaged(
            name,
            part.error.message.replace(/^(?:The archive is damaged: )?(?:this file|It)\b/, "a part of it"),
          );
    },
  });
};
