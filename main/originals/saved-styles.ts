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

/* None of them can take up a text again that another place has gone through: they stop where the next match may begin. */
const reference = /url\(\s{0,100}(?:"([^"]*)"|'([^']*)'|([^()"'\s]*))\s{0,100}\)/gi;
const asked =
  /@import\s{1,100}(?:url\(\s{0,100}(?:"([^"]*)"|'([^']*)'|([^()"'\s]+))\s{0,100}\)|"([^"]*)"|'([^']*)')([^;{}]*);?/gi;

/** Comments may name what looks like a reference. */
const withoutComments = (css: string): string => {
  const parts: string[] = [];
  let from = 0;
  for (let at = css.indexOf("/*"); at >= 0; at = css.indexOf("/*", from)) {
    const end = css.indexOf("*/", at + 2);
    parts.push(css.slice(from, at));
    from = end < 0 ? css.length : end + 2;
  }
  return [...parts, css.slice(from)].join("");
};

const isHarmless = (address: string): boolean => /^data:(?:image|font|application)\//i.test(address);

const resolved = (address: string, from: string, { archive, held }: StyleReferences): string => {
  // What the archive does not hold is not fetched: an empty address says so.
  const whole = held(address) ?? (isHarmless(address) ? address : archive.inline(address, from)) ?? "data:,";
  return `url("${whole.replace(/["\\\n\r]/g, "")}")`;
};

/**
 * Styles with the pictures and fonts that they refer to put into them, and the style sheets that they ask for in place of
 * the asking. `from` is where their references start.
 */
export const inlinedStyle = (css: string, from: string, references: StyleReferences, depth = 0): string => {
  const whole = withoutComments(css).replace(asked, (_, ...groups: (string | undefined)[]) => {
    const address = groups.slice(0, 5).find((group) => group !== undefined) ?? "";
    const condition = groups[5]?.trim() ?? "";
    const found = depth < deepest ? references.archive.style(address, from) : null;
    if (found === null) return "";
    const text = inlinedStyle(found.text, found.address, references, depth + 1);
    return condition === "" ? text : `@media ${condition}{${text}}`;
  });
  return whole.replace(reference, (_, double, single, bare) => {
    const address = String(double ?? single ?? bare ?? "").trim();
    // Already put in by a sheet that was asked for, or a place within the page.
    return isHarmless(address) || address === "data:," || address.startsWith("#")
      ? `url("${address}")`
      : resolved(address, from, references);
  });
};

/** Styles as they stand between the tags of a `style`, which nothing in them may end. */
export const styleElement = (css: string, media: string): string =>
  `${beginTag("style", media === "" ? [] : [["media", media]])}${css.replace(/<(?=\/style|!--)/gi, "\\3c ")}</style>`;
