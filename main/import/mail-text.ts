import type { Piece } from "./build-article";
import { piecesOfText, type TextPieces } from "./text-pieces";

const quotedLine = /^((?:> ?)*>) ?(.*)$/;

/** How deep a line is quoted, and the line without its marks. */
const unquote = (line: string): { depth: number; text: string } => {
  const found = quotedLine.exec(line);
  if (found === null) return { depth: 0, text: line };
  return { depth: (found[1] ?? "").replaceAll(" ", "").length, text: found[2] ?? "" };
};

/**
 * Joins the lines that a mail program wrapped: one that ends in a space goes on in the next, when that is quoted as deep.
 * The line before a signature ends in a space, too.
 * @see RFC 3676, section 4
 */
export const unflow = (text: string, isSpaceDropped: boolean): string => {
  const lines: { depth: number; parts: string[]; isOpen: boolean }[] = [];
  for (const raw of text.split("\n")) {
    const { depth, text: quoted } = unquote(raw);
    const line = quoted.startsWith(" ") ? quoted.slice(1) : quoted;
    const isSignature = line === "-- ";
    const isSoft = line.endsWith(" ") && !isSignature;
    const part = isSoft && isSpaceDropped ? line.slice(0, -1) : line;
    const last = lines.at(-1);
    if (last?.isOpen && last.depth === depth && !isSignature) {
      last.parts.push(part);
      last.isOpen = isSoft;
    } else lines.push({ depth, parts: [part], isOpen: isSoft });
  }
  const written = lines.map(({ depth, parts }) => {
    const line = parts.join("");
    if (depth > 0) return `${">".repeat(depth)} ${line}`;
    // Its own mark of a quotation, which a space had kept from being one.
    return line.startsWith(">") ? ` ${line}` : line;
  });
  return written.join("\n");
};

/** Runs of lines that are all quoted, or all not. */
const runsOf = (text: string): { isQuoted: boolean; lines: string[] }[] => {
  const runs: { isQuoted: boolean; lines: string[] }[] = [];
  for (const raw of text.split("\n")) {
    const { depth, text: line } = unquote(raw);
    const isQuoted = depth > 0;
    const last = runs.at(-1);
    if (last?.isQuoted === isQuoted) last.lines.push(line);
    else runs.push({ isQuoted, lines: [line] });
  }
  return runs;
};

/** The pieces of a mail's plain text: quoted lines are quotes, and the signature is set aside. */
export const piecesOfMailText = (text: string): TextPieces => {
  const signature = /(?:^|\n)-- \n/.exec(text);
  const body = signature === null ? text : text.slice(0, signature.index);
  const steps = new Set<string>();
  const pieces: Piece[] = [];
  for (const { isQuoted, lines } of runsOf(body)) {
    const found = piecesOfText(lines.join("\n"));
    for (const step of found.steps) steps.add(step);
    pieces.push(...found.pieces.map((piece): Piece => (isQuoted ? { ...piece, kind: "quote" } : piece)));
  }
  if (signature !== null)
    pieces.push({
      kind: "paragraph",
      text: text.slice(signature.index + signature[0].length),
      aside: "other",
    });
  return { pieces, steps: [...steps] };
};
