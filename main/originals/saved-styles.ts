import { beginTag } from "./markup";
import type { Archive } from "./saved-parts";

/** What references in the styles of a page become. */
export type StyleReferences = {
  readonly archive: Archive;
  /** A picture that the page holds itself, by the name that stands for it; null for other references. */
  readonly held: (reference: string) => string | null;
};

/** Style sheets ask for others, but hardly so deep; and some ask for themselves. */
const deepest = 5;

/*
 * The pieces of CSS that matter here, as browsers tell them apart: what stands in a text, in a comment or behind an escape
 * is nothing else. None of them can take up again what another has gone through, so that no sheet makes them slow.
 */
const quoted = /"[^"\\\n\r\f]*(?:\\[\s\S][^"\\\n\r\f]*)*"?|'[^'\\\n\r\f]*(?:\\[\s\S][^'\\\n\r\f]*)*'?/.source;
const bare = /url\((?!\s*["'])[^)\\]*(?:\\[\s\S][^)\\]*)*\)?/.source;
const gap = /(?:\s|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)*/.source;
const piece = new RegExp(
  [
    /(?<comment>\/\*[\s\S]*?(?:\*\/|$))/.source,
    `@import${gap}(?<asked>${bare}|url\\(\\s*(?:${quoted})\\s*\\)|${quoted})(?<condition>[^;{}]*);?`,
    "(?<lost>@)import",
    `(?<bare>${bare})`,
    `(?<text>${quoted})`,
    /(?<begin>(?:url|src|type|image(?:-|\\-|\\2d )set)?\()/.source,
    /(?<end>\))/.source,
    /\\[\s\S]/.source,
  ].join("|"),
  "gi",
);
type Piece = Readonly<
  Partial<Record<"comment" | "asked" | "condition" | "lost" | "bare" | "text" | "begin" | "end", string>>
>;

const characterOf = (hex: string): string => {
  const code = Number.parseInt(hex, 16);
  return String.fromCodePoint(code > 0 && code <= 0x10ffff ? code : 0xfffd);
};

/** Letters stand for themselves, so that `u\72l(` is found. Other escapes stay, and end where nothing joins them. */
const withPlainLetters = (css: string): string =>
  css.replace(/\\(?:([0-9a-f]{1,6})\s?|([\s\S])|$)/gi, (whole, hex?: string, other?: string) => {
    const character = hex === undefined ? (other ?? "") : characterOf(hex);
    if (/^[a-z]?$/i.test(character)) return character;
    return hex === undefined ? whole : `\\${hex.replace(/^0+(?=.)/, "").toLowerCase()} `;
  });

const unescaped = (text: string): string =>
  text.replace(/\\(?:([0-9a-f]{1,6})\s?|\n|([\s\S]))/gi, (_, hex?: string, other?: string) =>
    hex === undefined ? (other ?? "") : characterOf(hex),
  );

/** The address in a text, or in a `url()` with or without one. */
const addressIn = (named: string): string => {
  const text = /^url\(/i.test(named) ? named.slice(4).replace(/\)$/, "").trim() : named;
  const mark = /^["']/.exec(text)?.[0];
  if (mark === undefined) return unescaped(text).trim();
  return unescaped(text.slice(1, text.length > 1 && text.endsWith(mark) ? -1 : undefined)).trim();
};

const isHarmless = (address: string): boolean => /^data:(?:image|font|application)\//i.test(address);

/** What the archive does not hold is not fetched: an empty address says so. A place within the page stays. */
const resolved = (address: string, from: string, { archive, held }: StyleReferences): string => {
  const whole = address.startsWith("#")
    ? address
    : (held(address) ?? (isHarmless(address) ? address : archive.inline(address, from)) ?? "data:,");
  return `"${whole.replace(/[\n\r\f]/g, "").replace(/["\\]/g, encodeURIComponent)}"`;
};

/**
 * Styles with the pictures and fonts that they refer to put into them, and the style sheets that they ask for in place of
 * the asking. `from` is where their references start. All other addresses are let go, in `url()`, `image-set()`, `src()`
 * and `@import`. Where one is named in yet another way (with `&quot;` in a style in `svg`, which reads that as a quotation
 * mark), only the content security policy of the window stops it.
 */
export const inlinedStyle = (css: string, from: string, references: StyleReferences, depth = 0): string => {
  /** For each function that is open, whether texts in it are addresses. */
  const inside: boolean[] = [];
  const sheet = (asked: string, condition: string): string => {
    const found = depth < deepest ? references.archive.style(addressIn(asked), from) : null;
    if (found === null) return "";
    // A text that is open at the end of either would go on in what follows: a line ends it.
    const text = `${inlinedStyle(found.text, found.address, references, depth + 1)}\n`;
    const media = condition.replace(/["'\\]|\/\*[\s\S]*?(?:\*\/|$)|url\(/gi, " ").trim();
    return media === "" ? text : `@media ${media}{${text}}`;
  };
  // Lines end as they do once a browser has read them: an escape takes the whole of an end.
  return withPlainLetters(css.replace(/\r\n?|\f/g, "\n")).replace(
    piece,
    (whole: string, ...rest: unknown[]) => {
      const found = rest.at(-1) as Piece;
      // It parts what is before it from what is after it.
      if (found.comment !== undefined) return "/**/";
      if (found.asked !== undefined) return sheet(found.asked, found.condition ?? "");
      if (found.lost !== undefined) return "@not-import";
      if (found.bare !== undefined) return `url(${resolved(addressIn(found.bare), from, references)})`;
      if (found.text !== undefined)
        return inside.at(-1) === true ? resolved(addressIn(found.text), from, references) : whole;
      if (found.begin !== undefined)
        // What `type()` names in an `image-set()` is a media type.
        inside.push(!/^type/i.test(whole) && (whole !== "(" || inside.at(-1) === true));
      else if (found.end !== undefined) inside.pop();
      return whole;
    },
  );
};

/**
 * Styles as they stand between the tags of a `style`. Its text is read as it is by one parser, and as markup by another (in
 * `svg` and `math`): so there is no "<" in it, whose escape means the same in texts and names. Conditions such as
 * `(400px<width)`, where no escape may stand, are lost.
 */
export const styleElement = (css: string, media: string): string =>
  `${beginTag("style", media === "" ? [] : [["media", media]])}${css.replaceAll("<", "\\3c ")}</style>`;
