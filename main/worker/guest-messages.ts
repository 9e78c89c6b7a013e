import { DefaultSerializer, deserialize } from "node:v8";
import type { Known } from "../import/imported-article";
import type { OriginalType } from "../originals/page-of";
import type { Cells, ReceivedTable } from "../share/check-rows";

/** A file to be read as articles. */
export type ToRead = { readonly id: number; readonly known: Known; readonly bytes: Uint8Array };

/** A file of an article's original, of which a page is to be made: see originals/page-of.ts. */
export type ToShow = { readonly id: number; readonly show: OriginalType; readonly bytes: Uint8Array };

/** A received project to be examined; `folder` is an empty one for its private copy. */
export type ToExamine = {
  readonly id: number;
  readonly examine: {
    readonly path: string;
    readonly folder: string;
    readonly purpose: "merge" | "open";
  };
};

/** What the host asks of the guest process. */
export type ToGuest =
  | ToRead
  | ToShow
  | ToExamine
  /** The rows that came were taken: more may come. */
  | { readonly id: number; readonly isTaken: true };

/** What the guest says. `result` is parsed by the host before it is believed. */
export type FromGuest =
  /** It stands, and reads what is sent. */
  | { readonly kind: "ready" }
  | { readonly kind: "read"; readonly id: number; readonly result: unknown }
  /** Rows of a received project, as cells; see check-rows.ts. */
  | {
      readonly kind: "rows";
      readonly id: number;
      readonly table: ReceivedTable;
      readonly rows: readonly Cells[];
    }
  | { readonly kind: "examined"; readonly id: number; readonly result: unknown }
  /** A file has been begun with, or a long work on it is getting on. */
  | { readonly kind: "alive"; readonly id: number };

/** Bytes of the length that goes before each message. */
const head = 4;

/**
 * Greatest length of a message in bytes: an archive's 400 MB and what stands round them. A longer one is no message but
 * noise, and would otherwise be waited for until the memory is full.
 */
const mostLength = 600_000_000;

/** A message as it travels through a pipe: its length in four bytes, then the structured clone of V8. */
export const frame = (message: ToGuest | FromGuest): Buffer => {
  const serializer = new DefaultSerializer();
  // Room for the length in the same buffer: a large message is not copied once more.
  serializer.writeRawBytes(Buffer.alloc(head));
  serializer.writeHeader();
  serializer.writeValue(message);
  const framed = serializer.releaseBuffer();
  framed.writeUInt32LE(framed.length - head, 0);
  return framed;
};

/** Cuts a stream of bytes into messages and hands each one on. Throws when what comes is no message. */
export const unframe = (hear: (message: unknown) => void): ((part: Buffer) => void) => {
  let parts: Buffer[] = [];
  let size = 0;
  return (part) => {
    parts.push(part);
    size += part.length;
    while (size >= head) {
      if ((parts[0]?.length ?? 0) < head) parts = [Buffer.concat(parts)];
      const length = head + (parts[0]?.readUInt32LE(0) ?? 0);
      if (length > mostLength) throw new Error("A message is longer than any can be");
      if (size < length) return;
      // Joined only when a whole message is there, since a large one comes in thousands of parts; and into memory of
      // its own, because a reader may take that over for good.
      const last = parts.at(-1) ?? Buffer.alloc(0);
      const whole = parts.length === 1 ? last : Buffer.concat(parts, length);
      parts = size > length ? [last.subarray(last.length - (size - length))] : [];
      size -= length;
      hear(deserialize(whole.subarray(head, length)));
    }
  };
};
