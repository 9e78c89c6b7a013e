/** Where the text of a group goes. */
export type Destination =
  | "text"
  | "skip"
  | "fonts"
  | "styles"
  | "info"
  | "title"
  | "author"
  | "created"
  | "saved"
  | "note"
  | "doubled";

const list = (words: string): readonly string[] => words.split(/\s+/).filter((word) => word !== "");

/** Groups with no text of the article, though nothing marks them as such. */
const skippedWords = list(`
  colortbl filetbl revtbl listtable listoverridetable rsidtbl generator pict header headerl headerr headerf footer
  footerl footerr footerf fldinst bkmkstart bkmkend xe tc tcn rxe txe themedata colorschememapping datastore latentstyles
  xmlnstbl mmathPr private template formfield ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn sp sv sn shprslt nonshppict
  shppict objclass objname objdata objalias objsect operator company doccomm keywords subject manager category comment
  hlinkbase pgptbl passwordhash protusertbl factoidname docvar nesttableprops nonesttables background listtext pntext
  pntxta pntxtb annotation atnid atnauthor atnref atndate atntime atnicn atnparent atrfstart atrfend userprops
  pnseclvl pn wgrffmtfilter mhtmltag htmltag keycode fontemb fontfile falt panose blipuid`);

const known: ReadonlyMap<string, Destination> = new Map([
  ...skippedWords.map((word): [string, Destination] => [word, "skip"]),
  ["fonttbl", "fonts"],
  ["stylesheet", "styles"],
  ["info", "info"],
  ["title", "title"],
  ["author", "author"],
  ["creatim", "created"],
  ["revtim", "saved"],
  ["footnote", "note"],
  ["upr", "doubled"],
]);

/** Groups that may be passed over, and hold text nevertheless: text boxes and formulas. */
const starredText = new Set(list("shpinst shptxt do dptxbxtext moMath moMathPara"));

/** The part that a control word at the head of a group gives to it; null when it gives none. */
export const destinationOf = (word: string, isStarred: boolean): Destination | null => {
  if (isStarred && !starredText.has(word)) return known.get(word) ?? "skip";
  return known.get(word) ?? (word.startsWith("m") && word.endsWith("Pr") ? "skip" : null);
};

/** Control words and symbols that stand for a character. */
export const characters: ReadonlyMap<string, string> = new Map([
  ["tab", "\t"],
  ["line", "\n"],
  ["lbr", "\n"],
  ["emdash", "—"],
  ["endash", "–"],
  ["lquote", "‘"],
  ["rquote", "’"],
  ["ldblquote", "“"],
  ["rdblquote", "”"],
  ["bullet", "•"],
  ["emspace", "\u2003"],
  ["enspace", "\u2002"],
  ["qmspace", "\u2005"],
  ["zwj", "\u200d"],
  ["zwnj", "\u200c"],
  ["zwbo", "\u200b"],
  ["zwnbo", "\u2060"],
  ["ltrmark", "\u200e"],
  ["rtlmark", "\u200f"],
  ["~", "\u00a0"],
  ["-", "\u00ad"],
  ["_", "\u2011"],
  ["{", "{"],
  ["}", "}"],
  ["\\", "\\"],
]);
