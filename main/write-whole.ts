import { writeSync } from "node:fs";

/** Writes bytes, or a text as UTF-8, to an open file. One write may take only a part of it (a disk that is nearly full): the rest follows, or fails. */
export const writeWhole = (file: number, content: string | Uint8Array): void => {
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
};
