import type { Capture } from "../../shared/domain/article";
import { fail } from "../../shared/errors";
import type { ArticleId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { writeExport } from "../export/write-export";
import { getOriginal } from "../store/originals";
import { listCaptures } from "../store/provenance";
import type { Context, Jobs } from "./context";
import { requireProject } from "./require";

/** An original: the very bytes that came, and how they came in. */
export type OriginalFile = { readonly bytes: Uint8Array; readonly capture: Capture };

/** Which original of an article is meant: by its SHA-256, else the first. */
type Which = { readonly articleId: ArticleId; readonly original?: string | undefined };

export const readOriginal = async (
  context: Context,
  { articleId, original }: Which,
): Promise<Result<OriginalFile>> => {
  const db = requireProject(context);
  if (!db.ok) return db;
  const captures = listCaptures(db.value, articleId);
  if (!captures.ok) return captures;
  const kept = captures.value.filter((one) => one.original !== null);
  const capture = kept.find((one) => original === undefined || one.original === original);
  const bytes = capture === undefined ? undefined : getOriginal(db.value, capture.original ?? "");
  return capture === undefined || bytes === undefined
    ? fail("not-found", "This original is not in the project.")
    : ok({ bytes, capture });
};

/** Writes the very bytes of an original to a place on the disk, whole or not at all. */
export const exportOriginal = async (
  context: Context,
  { path, ...which }: Parameters<Jobs["exportOriginal"]>[0],
): Promise<Result<{ bytes: number }>> => {
  const found = await readOriginal(context, which);
  if (!found.ok) return found;
  return writeExport(path, [context.path], async (write) => {
    write(found.value.bytes);
    return ok({ bytes: found.value.bytes.length });
  });
};
