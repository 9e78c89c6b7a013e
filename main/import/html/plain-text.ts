import { parseHtml } from "./parse-html";

/** A value of metadata as plain text on one line: sites write entities and markup where there should be neither. */
export const plainText = (value: string): string => {
  const text = /[<&]/.test(value)
    ? (parseHtml(value.slice(0, 10_000)).document.body?.textContent ?? "")
    : value;
  return text.replace(/\s+/g, " ").trim();
};
