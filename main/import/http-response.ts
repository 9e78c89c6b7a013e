import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from "node:zlib";
import { bufferOf } from "./encodings";
import { splitHead } from "./warc-records";

/** What a server answered, as a web archive keeps it. `isTooLarge`: the body was packed and holds more than it may. */
export type HttpResponse = {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array;
  readonly isTooLarge: boolean;
};

const joinChunks = (body: Uint8Array): Uint8Array | null => {
  const buffer = bufferOf(body);
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const line = buffer.indexOf("\n", at);
    const length = /^([0-9a-f]{1,8})\s*(?:;.*)?\r?$/i.exec(
      line < 0 ? "" : buffer.toString("latin1", at, Math.min(line, at + 200)),
    );
    if (length === null) return null;
    const size = Number.parseInt(length[1] ?? "", 16);
    if (size === 0) return Buffer.concat(chunks);
    if (line + 1 + size > buffer.length) return null;
    chunks.push(buffer.subarray(line + 1, line + 1 + size));
    at = line + 1 + size;
    if (buffer[at] === 13) at += 1;
    if (buffer[at] === 10) at += 1;
  }
};

type Unpack = (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array;

const unpackers: Readonly<Record<string, readonly Unpack[]>> = {
  gzip: [gunzipSync],
  "x-gzip": [gunzipSync],
  // Servers send either of the two under this name.
  deflate: [inflateSync, inflateRawSync],
  br: [brotliDecompressSync],
};

/** The unpacked body; the bytes as they are when they are not packed after all; null when they hold too much. */
const unpack = (body: Uint8Array, coding: string, most: number): Uint8Array | null => {
  for (const unpacker of unpackers[coding] ?? []) {
    try {
      return unpacker(body, { maxOutputLength: Math.max(1, most) });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") return null;
    }
  }
  // Some archivers keep the bodies unpacked and the field as it was.
  return body;
};

/** Reads an answer of a server; its body in plain bytes, not more than `most`. Null when it is none. */
export const readHttpResponse = (bytes: Uint8Array, most: number): HttpResponse | null => {
  const head = splitHead(bytes);
  const status = /^HTTP\/\d(?:\.\d)?\s+(\d{3})/.exec(head?.first ?? "")?.[1];
  if (head === null || status === undefined) return null;
  const { fields } = head;
  const isChunked = /chunked/i.test(fields.get("transfer-encoding") ?? "");
  let body: Uint8Array | null = (isChunked ? joinChunks(head.body) : null) ?? head.body;
  const codings = (fields.get("content-encoding") ?? "")
    .toLowerCase()
    .split(/\s*,\s*/)
    .slice(0, 3);
  for (const coding of codings.reverse()) if (body !== null) body = unpack(body, coding, most);
  return {
    status: Number(status),
    type: fields.get("content-type") ?? "",
    body: body ?? new Uint8Array(),
    isTooLarge: body === null || body.length > most,
  };
};
