import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { TextFacts } from "../store/new-article";
import type { Packed } from "../store/pack";
import { built } from "./built";

/** What holds a text; the very object is what the answer is asked for by. */
type HasText = { readonly text: string };

/**
 * Works out what follows from original bytes and from texts by themselves, on a thread of its own, while the store's
 * thread stores what came before.
 */
export type Packer = {
  /** Begins with bytes that will probably be stored. They must not change any more. */
  readonly begin: (bytes: Uint8Array) => void;
  /** Begins with a text that will probably be stored; it goes before all bytes. */
  readonly beginText: (article: HasText) => void;
  /** Resolves when it is done with those of these with which it began. */
  readonly done: (things: readonly (Uint8Array | HasText)[]) => Promise<void>;
  /** What came of bytes with which it began; undefined when it did not, or failed. */
  readonly packed: (bytes: Uint8Array) => Packed | undefined;
  /** The same of a text. */
  readonly facts: (article: HasText) => TextFacts | undefined;
  readonly stop: () => void;
};

/** Larger ones may be archives, which are never stored themselves; and they would stand in memory twice. In bytes, or UTF-16 units. */
const largest = 1_000_000;
/** So many travel in one message, by their number and their lengths: a message for each file takes this thread 17 µs, one for many 5 µs a file. */
const together = { things: 32, size: 1_000_000 };

/** What the thread leaves behind of texts is collected before it is much. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

/** Bytes of many files, one after another. */
type Parcel = { readonly joined: Uint8Array<ArrayBuffer>; readonly lengths: readonly number[] };

export type FilesToPack = { readonly kind: "files"; readonly parcel: Parcel };
export type TextsToPack = { readonly kind: "texts"; readonly texts: readonly string[] };
export type ToPacker = FilesToPack | TextsToPack;
/** Answers of each kind come in the order of what was sent. */
export type FromPacker =
  | { readonly kind: "files"; readonly digests: readonly string[]; readonly packed: Parcel }
  | { readonly kind: "texts"; readonly facts: readonly TextFacts[] };

/** In memory of their own that another thread can take over: bytes may be a part of something larger. */
export const join = (files: readonly Uint8Array[]): Parcel => {
  const lengths = files.map(({ length }) => length);
  const joined = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const bytes of files) {
    joined.set(bytes, at);
    at += bytes.length;
  }
  return { joined, lengths };
};

export const cut = ({ joined, lengths }: Parcel): Uint8Array[] => {
  let at = 0;
  return lengths.map((length) => {
    at += length;
    return joined.subarray(at - length, at);
  });
};

/** Things of one kind that wait until they are sent together, or for what comes of them. What nobody stores takes that along. */
const createLane = <T extends object, R>(sizeOf: (thing: T) => number, post: (things: T[]) => void) => {
  const results = new WeakMap<T, R>();
  const atWork: T[][] = [];
  let waiting: T[] = [];
  let size = 0;
  const send = (): void => {
    if (waiting.length === 0) return;
    post(waiting);
    atWork.push(waiting);
    waiting = [];
    size = 0;
  };
  return {
    send,
    take: (thing: T): void => {
      if (sizeOf(thing) > largest) return;
      waiting.push(thing);
      size += sizeOf(thing);
      if (waiting.length >= together.things || size >= together.size) send();
    },
    answer: (answers: readonly (R | undefined)[]): void => {
      for (const [at, thing] of (atWork.shift() ?? []).entries()) {
        const result = answers[at];
        if (result !== undefined) results.set(thing, result);
      }
    },
    underWay: (): T[] => atWork.flat(),
    result: (thing: T) => results.get(thing),
    end: (): void => {
      atWork.length = 0;
      waiting = [];
    },
  };
};

/** Starts the thread. When it fails nothing is worked out any more, and the store does it by itself. */
export const startPacker = (): Packer => {
  const worker = new Worker(pathToFileURL(built("packer-thread.js")), { resourceLimits });
  const post = (message: ToPacker, memory: ArrayBuffer[] = []) => worker.postMessage(message, memory);
  const files = createLane<Uint8Array, Packed>(
    ({ length }) => length,
    (some) => {
      const parcel = join(some);
      post({ kind: "files", parcel }, [parcel.joined.buffer]);
    },
  );
  const texts = createLane<HasText, TextFacts>(
    ({ text }) => text.length,
    (some) => post({ kind: "texts", texts: some.map(({ text }) => text) }),
  );
  let isOver = false;
  let wake = () => {};

  const end = (): void => {
    isOver = true;
    files.end();
    texts.end();
    wake();
  };
  worker.on("message", (answer: FromPacker) => {
    if (answer.kind === "texts") texts.answer(answer.facts);
    else {
      const compressed = cut(answer.packed);
      files.answer(
        answer.digests.map((sha256, at) => {
          const bytes = compressed[at];
          return bytes === undefined ? undefined : { sha256, bytes };
        }),
      );
    }
    wake();
  });
  worker.on("error", end);
  worker.on("exit", end);

  return {
    begin: (bytes) => {
      if (!isOver) files.take(bytes);
    },
    beginText: (article) => {
      if (!isOver) texts.take(article);
    },
    done: async (things) => {
      if (!isOver) for (const lane of [texts, files]) lane.send();
      const isMissing = () => {
        const underWay = new Set<unknown>([...files.underWay(), ...texts.underWay()]);
        return things.some((thing) => underWay.has(thing));
      };
      while (isMissing())
        await new Promise<void>((resume) => {
          wake = resume;
        });
    },
    packed: files.result,
    facts: texts.result,
    stop: () => {
      end();
      void worker.terminate();
    },
  };
};
