/** What somebody pasted or dragged in that is no file. */
export type Pasted = {
  readonly text: string;
  /** The same as a web page gave it; it is never put into this window, only sent on to be read. */
  readonly html: string | null;
  /** Where it came from, when the clipboard says so. */
  readonly url: string;
  readonly title: string;
};

/** Only the beginning is looked at: what follows is the page's own. */
const headLength = 4000;
const greatestHtml = 20_000_000;

const withoutEntities = (text: string): string =>
  text
    .replace(/&(?:nbsp|#160|#xa0);/gi, " ")
    .replace(/&lt;/gi, "<")
    .replace(/&gt;/gi, ">")
    .replace(/&quot;/gi, '"')
    .replace(/&(?:#39|apos);/gi, "'")
    .replace(/&amp;/gi, "&");

/** The words of HTML, for a preview alone: what comes in is read with care, elsewhere. */
const wordsOf = (html: string): string =>
  withoutEntities(
    html
      .replace(/<!--[\s\S]*?-->/g, " ")
      .replace(/<(script|style|head|template|noscript)\b[\s\S]*?<\/\1\s*>/gi, " ")
      .replace(/<(?:br|\/p|\/div|\/li|\/h[1-6]|\/tr)\b[^>]*>/gi, "\n")
      .replace(/<[^>]*>/g, ""),
  )
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();

const isWebAddress = (address: string): boolean => /^https?:\/\/[^\s/]/i.test(address);

/** Windows puts a header before the HTML that names the page; Firefox has a type of its own for it. */
const addressOf = (html: string, get: (type: string) => string): string => {
  const head = html.slice(0, headLength);
  const candidates = [
    /^SourceURL:[ \t]*(\S+)[ \t]*\r?$/im.exec(head.split(/<html|<!--StartFragment/i, 1)[0] ?? "")?.[1],
    get("text/x-moz-url-priv"),
    get("text/x-moz-url").split("\n", 1)[0],
  ];
  return candidates.find((one) => one !== undefined && isWebAddress(one.trim()))?.trim() ?? "";
};

/** The fragment that was selected, without the header and the page round it. */
const fragmentOf = (html: string): string => {
  const from = /<!--\s*StartFragment\s*-->/i.exec(html);
  const to = /<!--\s*EndFragment\s*-->/i.exec(html);
  if (from === null || to === null || to.index < from.index)
    return html.replace(/^Version:[\d.]+\s+(?:\w+:\S*\s+)+(?=<)/i, "");
  return html.slice(from.index + from[0].length, to.index);
};

/** Reads what was pasted or dropped; `get` answers the data of a type, "" for none. Null when there is no text. */
export const readClipboard = (get: (type: string) => string): Pasted | null => {
  const plain = get("text/plain");
  const raw = get("text/html");
  const isHtml = raw.trim() !== "" && raw.length <= greatestHtml;
  const html = isHtml ? fragmentOf(raw) : "";
  const text = plain.trim() === "" ? wordsOf(html) : plain;
  if (text.trim() === "") return null;
  const title = get("text/x-moz-url").split("\n")[1]?.trim() ?? "";
  return {
    text,
    // A fragment without a tag says no more than its text does.
    html: /<[a-z!/]/i.test(html) ? html : null,
    url: addressOf(raw, get),
    title: isWebAddress(title) ? "" : title.slice(0, 1000),
  };
};
