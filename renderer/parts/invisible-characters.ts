/** A character that is not seen but changes what is: where it stands (UTF-16 units) and what it is called. */
export type InvisibleCharacter = {
  readonly start: number;
  readonly end: number;
  /** "U+202E". */
  readonly code: string;
  /** "right-to-left override". */
  readonly name: string;
  /** What a chip shows: "RLO". */
  readonly sign: string;
};

const named: Readonly<Record<number, readonly [sign: string, name: string]>> = {
  0: ["NUL", "null"],
  127: ["DEL", "delete"],
  173: ["SHY", "soft hyphen"],
  847: ["CGJ", "combining grapheme joiner"],
  1564: ["ALM", "Arabic letter mark"],
  4447: ["FILL", "Hangul filler"],
  4448: ["FILL", "Hangul filler"],
  6158: ["MVS", "Mongolian vowel separator"],
  8203: ["ZWSP", "zero-width space"],
  8204: ["ZWNJ", "zero-width non-joiner"],
  8205: ["ZWJ", "zero-width joiner"],
  8206: ["LRM", "left-to-right mark"],
  8207: ["RLM", "right-to-left mark"],
  8232: ["LS", "line separator"],
  8233: ["PS", "paragraph separator"],
  8234: ["LRE", "left-to-right embedding"],
  8235: ["RLE", "right-to-left embedding"],
  8236: ["PDF", "end of embedding or override"],
  8237: ["LRO", "left-to-right override"],
  8238: ["RLO", "right-to-left override"],
  8288: ["WJ", "word joiner"],
  8289: ["FA", "function application"],
  8290: ["IT", "invisible times"],
  8291: ["IS", "invisible separator"],
  8292: ["IP", "invisible plus"],
  8294: ["LRI", "left-to-right isolate"],
  8295: ["RLI", "right-to-left isolate"],
  8296: ["FSI", "first strong isolate"],
  8297: ["PDI", "end of isolate"],
  12644: ["FILL", "Hangul filler"],
  65279: ["BOM", "zero-width no-break space"],
  65440: ["FILL", "Hangul filler"],
  65529: ["IAA", "annotation anchor"],
  65530: ["IAS", "annotation separator"],
  65531: ["IAT", "annotation terminator"],
};

// Tags (U+E0000 to U+E007F) spell hidden words; a lone surrogate is half of a character that was cut in two.
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]|\u034f|\p{Cs}/gu;

/** Letters of scripts that need (non-)joiners to be spelt right: marking those would only be noise. */
const joining =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Oriya}\p{Script=Sinhala}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Khmer}\p{Script=Mongolian}]/u;
const pictured = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u;

const isOrdinaryJoiner = (text: string, code: number, start: number, end: number): boolean => {
  if (code !== 8204 && code !== 8205) return false;
  const before = [...text.slice(Math.max(0, start - 2), start)].at(-1) ?? "";
  const after = [...text.slice(end, end + 2)][0] ?? "";
  if (code === 8205 && pictured.test(before) && pictured.test(after)) return true;
  return joining.test(before);
};

const nameOf = (code: number): readonly [sign: string, name: string] => {
  const known = named[code];
  if (known !== undefined) return known;
  const hex = code.toString(16).toUpperCase().padStart(4, "0");
  if (code >= 0xe0000) return ["TAG", "hidden tag character"];
  if (code >= 0xd800 && code <= 0xdfff) return [hex, "half of a character"];
  return [hex, "control character"];
};

/**
 * The characters of a text that nobody sees: controls, direction marks and overrides, zero-width ones, fillers, tags.
 * Line feeds and tabs are not among them, nor joiners where a script or an emoji needs them.
 */
export const findInvisible = (text: string): readonly InvisibleCharacter[] => {
  const found: InvisibleCharacter[] = [];
  for (const match of text.matchAll(unseen)) {
    const code = match[0].codePointAt(0) ?? 0;
    const end = match.index + match[0].length;
    if (isOrdinaryJoiner(text, code, match.index, end)) continue;
    const [sign, name] = nameOf(code);
    const hex = code.toString(16).toUpperCase().padStart(4, "0");
    found.push({ start: match.index, end, code: `U+${hex}`, name, sign });
  }
  return found;
};
