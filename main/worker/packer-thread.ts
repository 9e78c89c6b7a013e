import { parentPort } from "node:worker_threads";
import { countCodePoints } from "../../shared/text/offsets";
import { sampledShingles } from "../../shared/text/shingles";
import { sha256 } from "../ids";
import { shutNodeNetwork } from "../network-guard";
import { compress } from "../store/pack";
import { cut, type FilesToPack, type FromPacker, join, type TextsToPack, type ToPacker } from "./packer";

/* The thread that works out what follows from bytes and texts by themselves, while the store's thread stores. */

shutNodeNetwork();
const port = parentPort;
if (port === null) throw new Error("Packing is done on a thread of its own.");

const texts: TextsToPack[] = [];
const files: FilesToPack[] = [];

const answerTexts = ({ texts }: TextsToPack): void => {
  const facts = texts.map((text) => ({
    sha256: sha256(text),
    characters: countCodePoints(text),
    shingles: sampledShingles(text),
  }));
  port.postMessage({ kind: "texts", facts } satisfies FromPacker);
};

const answerFiles = ({ parcel }: FilesToPack): void => {
  const bytes = cut(parcel);
  const packed = join(bytes.map(compress));
  port.postMessage({ kind: "files", digests: bytes.map(sha256), packed } satisfies FromPacker, [
    packed.joined.buffer,
  ]);
};

/** Texts go first: they are stored next, while files are begun with long before. */
const work = (): void => {
  const nextTexts = texts.shift();
  if (nextTexts !== undefined) answerTexts(nextTexts);
  else {
    const nextFiles = files.shift();
    if (nextFiles !== undefined) answerFiles(nextFiles);
  }
  // What came meanwhile is heard in between.
  if (texts.length + files.length > 0) setImmediate(work);
};

port.on("message", (message: ToPacker) => {
  if (texts.length + files.length === 0) setImmediate(work);
  if (message.kind === "texts") texts.push(message);
  else files.push(message);
});
