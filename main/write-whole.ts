import { writeSync } from "node:fs";

/** Writes a text to an open file as UTF-8. One write may take only a part of it (a disk that is nearly full): the rest follows, or fails. */
export const writeWhole = (file: number, text: string): void => {
  const bytes = Buffer.from(text, "utf8");
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
};
