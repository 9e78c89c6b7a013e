import { Worker } from "node:worker_threads";
import { type Packed, packLevel } from "../store/originals";

/** Hashes and compresses original bytes on a thread of its own, while the store's thread stores what came before. */
export type Packer = {
  /** Begins with bytes that will probably be stored. They must not change any more. */
  readonly begin: (bytes: Uint8Array) => void;
  /** Resolves when all that was begun with so far is done. */
  readonly done: () => Promise<void>;
  /** What came of bytes with which it began; undefined when it did not, or failed. */
  readonly packed: (bytes: Uint8Array) => Packed | undefined;
  readonly stop: () => void;
};

/** Larger ones may be archives, which are never stored themselves; and they would stand in memory twice. In bytes. */
const largest = 1_000_000;
/** So many travel in one message, in files and in bytes: a message for each file takes this thread 17 µs, one for many 5 µs a file. */
const together = { files: 32, bytes: 1_000_000 };

/** Gets bytes and their lengths one after another; answers with the same of the compressed ones, and the digests. */
const work = `
  const { createHash } = require("node:crypto");
  const { parentPort } = require("node:worker_threads");
  const { deflateRawSync } = require("node:zlib");
  const cut = (joined, lengths) => {
    let at = 0;
    return lengths.map((length) => joined.subarray(at, (at += length)));
  };
  parentPort.on("message", ({ joined, lengths }) => {
    const files = cut(joined, lengths);
    const digests = files.map((bytes) => createHash("sha256").update(bytes).digest("hex"));
    const packed = files.map((bytes) => deflateRawSync(bytes, { level: ${packLevel} }));
    const all = new Uint8Array(packed.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const bytes of packed) {
      all.set(bytes, at);
      at += bytes.length;
    }
    parentPort.postMessage({ digests, joined: all, lengths: packed.map(({ length }) => length) }, [all.buffer]);
  });
`;

type Done = {
  readonly digests: readonly string[];
  readonly joined: Uint8Array;
  readonly lengths: readonly number[];
};

/** One after another, in memory of their own that the thread can take over: bytes may be a part of something larger. */
const join = (files: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const joined = new Uint8Array(files.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const bytes of files) {
    joined.set(bytes, at);
    at += bytes.length;
  }
  return joined;
};

/** Starts the thread. When it fails nothing is packed any more, and the store does it by itself. */
export const startPacker = (): Packer => {
  const worker = new Worker(work, { eval: true });
  /** Bytes that nobody stores take what came of them along. */
  const results = new WeakMap<Uint8Array, Packed>();
  const atWork: Uint8Array[][] = [];
  let waiting: Uint8Array[] = [];
  let size = 0;
  let isOver = false;
  let wake = () => {};

  const end = (): void => {
    isOver = true;
    atWork.length = 0;
    waiting = [];
    wake();
  };

  worker.on("message", ({ digests, joined, lengths }: Done) => {
    let at = 0;
    for (const [index, bytes] of (atWork.shift() ?? []).entries()) {
      const [sha256, length = 0] = [digests[index], lengths[index]];
      if (sha256 !== undefined) results.set(bytes, { sha256, bytes: joined.subarray(at, at + length) });
      at += length;
    }
    if (atWork.length === 0) wake();
  });
  worker.on("error", end);
  worker.on("exit", end);

  const send = (): void => {
    if (waiting.length === 0 || isOver) return;
    const joined = join(waiting);
    worker.postMessage({ joined, lengths: waiting.map(({ length }) => length) }, [joined.buffer]);
    atWork.push(waiting);
    waiting = [];
    size = 0;
  };

  return {
    begin: (bytes) => {
      if (isOver || bytes.length > largest) return;
      waiting.push(bytes);
      size += bytes.length;
      if (waiting.length >= together.files || size >= together.bytes) send();
    },
    done: async () => {
      send();
      while (atWork.length > 0)
        await new Promise<void>((resume) => {
          wake = resume;
        });
    },
    packed: (bytes) => results.get(bytes),
    stop: () => {
      end();
      void worker.terminate();
    },
  };
};
