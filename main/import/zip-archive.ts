import { type AppError, fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { largestDocument, memberTooLarge, mostMembers, mostUnpacked, tooMuch } from "./archive-limits";
import type { FileContent, Member } from "./imported-article";
import { listZip, unpackEntry, type ZipEntry } from "./zip-entries";

/** What systems leave in folders without anybody's wish. */
const litter = /(?:^|\/)(?:__MACOSX|Thumbs\.db|desktop\.ini|\.[^/]*)(?:\/|$)/i;

const isFile = ({ name }: ZipEntry): boolean =>
  // "." and ".." are no hidden files: a name that points elsewhere is shown as it is, and leads nowhere.
  !name.endsWith("/") && !litter.test(name.replaceAll(/(?:^|\/)\.\.?(?=\/)/g, ""));

const longestName = 4000;

const shown = (name: string): string =>
  name.slice(-longestName).replace(/^[\udc00-\udfff]/, "") || "without a name";

/**
 * Reads a ZIP archive: its files in order, each to be read by itself. What is encrypted or damaged is told, and the rest
 * goes on. Names are words to show, never places to write to.
 */
export const readZip = (bytes: Uint8Array, alive: () => void): Result<FileContent> => {
  const listed = listZip(bytes, mostMembers);
  if (!listed.ok) return listed;
  const files = listed.value.filter(isFile);
  if (files.length === 0) return fail("invalid-input", "The archive holds no files");
  // Nothing unpacks to more than the list says, so the list can be judged before anything is unpacked.
  const total = files.reduce((sum, { size }) => sum + (size > largestDocument ? 0 : size), 0);
  if (total > mostUnpacked(bytes.length)) return tooMuch(bytes.length);
  const members: Member[] = [];
  const unread: { part: string; error: AppError }[] = [];
  for (const file of files) {
    alive();
    const name = shown(file.name);
    const unpacked =
      file.size > largestDocument ? { ok: false as const, error: memberTooLarge } : unpackEntry(bytes, file);
    if (unpacked.ok) members.push({ name, bytes: unpacked.value, proposals: [] });
    else unread.push({ part: name, error: unpacked.error });
  }
  return ok({ kind: "archive", members, unread });
};
