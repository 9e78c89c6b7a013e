import { piecesOfHtml } from "./html-pieces";

/** A value of metadata as plain text on one line: sites write entities and markup where there should be neither. */
export const plainText = (value: string): string => {
  const text = /[<&]/.test(value)
    ? piecesOfHtml(value.slice(0, 10_000))
        .map((piece) => piece.text)
        .join(" ")
    : value;
  return text.replace(/\s+/g, " ").trim();
};
