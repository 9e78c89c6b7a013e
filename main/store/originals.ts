import { inflateRawSync } from "node:zlib";
import type { Database } from "better-sqlite3";
import { z } from "zod";
import { sha256 } from "../ids";
import { compress, type Packed } from "./pack";
import { exists, first, run } from "./statement";

/**
 * Keeps the bytes of a file exactly as they came, compressed, once; answers with their SHA-256.
 *
 * @param packed of these very bytes, when they were packed beforehand by this process
 */
export const insertOriginal = (db: Database, bytes: Uint8Array, packed?: Packed): string => {
  const digest = packed?.sha256 ?? sha256(bytes);
  if (!exists(db, "SELECT 1 FROM originals WHERE sha256 = ?", digest))
    run(
      db,
      "INSERT INTO originals (sha256, size, bytes) VALUES (?, ?, ?)",
      digest,
      bytes.length,
      packed?.bytes ?? compress(bytes),
    );
  return digest;
};

const Row = z.object({ size: z.number().int(), bytes: z.instanceof(Uint8Array) });

/** The very bytes that were kept; undefined when there are none of this digest. Throws on damaged ones. */
export const getOriginal = (db: Database, digest: string): Uint8Array | undefined => {
  const row = first(db, Row, "SELECT size, bytes FROM originals WHERE sha256 = ?", digest);
  // The stored size bounds the output, so that damaged or hostile bytes cannot swell without end.
  return row === undefined
    ? undefined
    : inflateRawSync(row.bytes, { maxOutputLength: Math.max(1, row.size) });
};
