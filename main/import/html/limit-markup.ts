/** No page that people write is deeper; Chromium stops at 512. */
const deepest = 256;
/** A longer attribute is a picture or a trap; no date, link or class is. */
const longestAttributes = 10_000;

const set = (names: string): ReadonlySet<string> => new Set(names.split(" "));

const empty = set(
  "area base basefont bgsound br col embed frame hr image img input isindex keygen link meta param source track wbr",
);
/** Block elements that end a paragraph which is still open. */
const endsParagraph = set(
  "p address article aside blockquote details div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header " +
    "hgroup main nav ol pre section table ul",
);
/** Elements that end others by their beginning, where the parser has them end. */
const endedBy: Readonly<Record<string, ReadonlySet<string>>> = {
  li: set("li"),
  tr: set("tr th td"),
  th: set("th td"),
  td: set("thead th td"),
  dd: set("dt dd"),
  dt: set("dt dd"),
  option: set("option"),
  tbody: set("thead tbody"),
  tfoot: set("thead tbody"),
};
const paragraph = set("p");
const nothing = set("");

const endedByStart = (name: string): ReadonlySet<string> => {
  if (endsParagraph.has(name)) return paragraph;
  return Object.hasOwn(endedBy, name) ? (endedBy[name] ?? nothing) : nothing;
};

/** Their content is characters, whatever it looks like. */
const raw = new Set(["script", "style", "textarea", "title", "xmp"]);

const quote = 34;
const apostrophe = 39;
const greater = 62;
const equals = 61;
const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);
const isNameEnd = (code: number): boolean =>
  Number.isNaN(code) || isSpace(code) || code === 47 || code === greater;

/** Where the tag that begins before `from` ends: after its ">", outside the quotes of a value. */
const endOfTag = (html: string, from: number): number => {
  let isValueNext = false;
  for (let at = from; at < html.length; at += 1) {
    const code = html.charCodeAt(at);
    if (code === greater) return at + 1;
    if (isValueNext && (code === quote || code === apostrophe)) {
      const close = html.indexOf(code === quote ? '"' : "'", at + 1);
      if (close < 0) return html.length;
      at = close;
      isValueNext = false;
    } else if (code === equals) isValueNext = true;
    else if (!isSpace(code)) isValueNext = false;
  }
  return html.length;
};

/** Where the raw content of an element ends: before its end tag. */
const endOfRaw = (html: string, name: string, from: number): number => {
  for (let at = html.indexOf("</", from); at >= 0; at = html.indexOf("</", at + 2)) {
    const after = at + 2 + name.length;
    if (html.slice(at + 2, after).toLowerCase() === name && isNameEnd(html.charCodeAt(after))) return at;
  }
  return html.length;
};

/** Where a comment, a processing instruction or a declaration ends. */
const endOfMarked = (html: string, at: number): number => {
  const isComment = html.startsWith("<!--", at);
  // "<!-->" and "<!--->" are whole comments.
  const end = html.indexOf(isComment ? "-->" : ">", at + 2);
  return end < 0 ? html.length : end + (isComment ? 3 : 1);
};

/** The elements that are open, as the parser has them, and which of them were dropped for being too deep. */
const openElements = () => {
  const stack: { readonly name: string; readonly isDropped: boolean }[] = [];
  const counts = new Map<string, number>();
  let depth = 0;
  const pop = (): boolean => {
    const last = stack.pop();
    if (last === undefined) return false;
    counts.set(last.name, (counts.get(last.name) ?? 1) - 1);
    if (!last.isDropped) depth -= 1;
    return last.isDropped;
  };
  return {
    /** Whether the tag has to be dropped. */
    start: (name: string): boolean => {
      const ended = endedByStart(name);
      while (ended.has(stack.at(-1)?.name ?? "-")) pop();
      // A paragraph ends the one before it, so that these cannot nest once all else is dropped.
      const isDropped = depth >= deepest && name !== "p";
      stack.push({ name, isDropped });
      counts.set(name, (counts.get(name) ?? 0) + 1);
      if (!isDropped) depth += 1;
      return isDropped;
    },
    /** Whether the tag has to be dropped, because that which it ends was. */
    end: (name: string): boolean => {
      if ((counts.get(name) ?? 0) === 0) return false;
      while (stack.at(-1)?.name !== name) pop();
      return pop();
    },
  };
};

/** HTML that is safe to parse, and what had to go for it. */
export type LimitedMarkup = { readonly html: string; readonly steps: readonly string[] };

/**
 * Takes out what makes a page slow to parse and holds no words: its document type, tags beyond a sane depth (a line break stays in the
 * place of a block) and attributes of megabytes. The parser takes time in the square of the depth (100,000 nested elements: 3.4 s),
 * so this has to be done before it. One pass, linear in the length, no regular expressions.
 */
export const limitMarkup = (html: string): LimitedMarkup => {
  const parts: string[] = [];
  const open = openElements();
  let kept = 0;
  let isTooDeep = false;
  let isTooLong = false;
  const replace = (from: number, to: number, by: string): void => {
    parts.push(html.slice(kept, from), by);
    kept = to;
  };
  let at = html.indexOf("<");
  while (at >= 0) {
    const isEnd = html.charCodeAt(at + 1) === 47;
    const first = html.charCodeAt(isEnd ? at + 2 : at + 1) | 32;
    if (first < 97 || first > 122) {
      const isMarked = html[at + 1] === "!" || html[at + 1] === "?";
      const end = isMarked ? endOfMarked(html, at) : at + 1;
      // The parser hangs a document type beside the tree, where a walk ends at it.
      if (isMarked && html.slice(at, at + 9).toLowerCase() === "<!doctype") replace(at, end, "");
      at = html.indexOf("<", end);
      continue;
    }
    const start = isEnd ? at + 2 : at + 1;
    let nameEnd = start + 1;
    while (!isNameEnd(html.charCodeAt(nameEnd))) nameEnd += 1;
    const name = html.slice(start, Math.min(nameEnd, start + 100)).toLowerCase();
    const end = endOfTag(html, nameEnd);
    let next = end;
    if (isEnd ? open.end(name) : !empty.has(name) && !raw.has(name) && open.start(name)) {
      isTooDeep = true;
      replace(at, end, endsParagraph.has(name) || Object.hasOwn(endedBy, name) ? "<br>" : "");
    }
    if (!isEnd && raw.has(name)) next = endOfRaw(html, name, end);
    if (end - at > longestAttributes && kept <= at) {
      isTooLong = true;
      replace(at, end, `<${isEnd ? "/" : ""}${name}>`);
    }
    at = html.indexOf("<", next);
  }
  if (parts.length === 0) return { html, steps: [] };
  parts.push(html.slice(kept));
  return {
    html: parts.join(""),
    steps: [
      ...(isTooDeep ? [`elements nested more than ${deepest} deep were flattened`] : []),
      ...(isTooLong
        ? ["attributes of more than 10,000 characters (embedded pictures) were passed over"]
        : []),
    ],
  };
};
