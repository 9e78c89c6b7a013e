import { createHash } from "node:crypto";
import { v7 } from "uuid";
import { ArticleId, type IdPrefix } from "../shared/ids";

/** A fresh id: the noun's prefix and a UUIDv7, which sorts by the time of its making. */
export const newId = (prefix: IdPrefix): string => `${prefix}-${v7()}`;

/** SHA-256 in lower-case hex; strings are hashed as UTF-8. */
export const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");

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
