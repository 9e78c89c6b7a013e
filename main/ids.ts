import { hash } from "node:crypto";
import { v7 } from "uuid";
import { ArticleId, type IdPrefix } from "../shared/ids";

/** Random bytes of one id. */
const ofOneId = 16;
/** Random bytes for many ids, fetched at once: fetched for each id they took 0.3 s of an import of 10,000 articles. */
const random = new Uint8Array(1024 * ofOneId);
let used = random.length;

const randomBytes = (): Uint8Array => {
  if (used === random.length) {
    crypto.getRandomValues(random);
    used = 0;
  }
  used += ofOneId;
  return random.subarray(used - ofOneId, used);
};

/** The last id's millisecond and its number there. */
const last = { msecs: 0, seq: 0 };

/** As uuid does where it fetches randomness by itself: ids of one millisecond are counted up, whatever the clock does. */
const nextPlace = (random: Uint8Array): { readonly msecs: number; readonly seq: number } => {
  const now = Date.now();
  if (now > last.msecs) {
    last.msecs = now;
    last.seq = new DataView(random.buffer, random.byteOffset).getUint32(6) >>> 1;
  } else {
    last.seq = (last.seq + 1) >>> 0;
    if (last.seq === 0) last.msecs += 1;
  }
  return last;
};

/** A fresh id: the noun's prefix and a UUIDv7. Those of this process sort in the order of their making. */
export const newId = (prefix: IdPrefix): string => {
  const random = randomBytes();
  return `${prefix}-${v7({ random, ...nextPlace(random) })}`;
};

/** SHA-256 in lower-case hex; strings are hashed as UTF-8. */
export const sha256 = (data: string | Uint8Array): string => hash("sha256", data, "hex");

/** The id of the article with this digest: the same text is the same article, whoever imports it. */
export const articleIdOf = (textSha256: string): ArticleId =>
  ArticleId.parse(`art-${textSha256.slice(0, 32)}`);

/**
 * A name as it is compared: NFKC, case folded, white space collapsed. Upper then lower case folds what lower
 * case alone leaves apart ("ß" and "SS").
 */
export const normaliseName = (name: string): string =>
  name.normalize("NFKC").toUpperCase().toLowerCase().replace(/\s+/gu, " ").trim();

/** The first id of a source or a tag of this name, so that two people who type one name get one item. */
export const nameId = (prefix: "src" | "tag", name: string): string =>
  `${prefix}-${sha256(normaliseName(name)).slice(0, 32)}`;
