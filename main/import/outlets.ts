import { knownOutlet, knownOutletPattern } from "./agencies";

/** An outlet that a text points to, with where it does so in words. */
export type OutletSign = { readonly name: string; readonly from: string; readonly weight: number };

/** How much each sign says about who published the text, as against who is quoted in it. */
const weights = {
  dateline: 10,
  rights: 9,
  closing: 8,
  reports: 8,
  page: 6,
  told: 5,
  contributed: 4,
  credit: 3,
} as const;

/** Words that the names of newspapers, broadcasters and agencies are made of. */
const outletWord =
  "Post|Times|News|Journal|Guardian|Tribune|Herald|Telegraph|Gazette|Chronicle|Press|Agency|Radio|Television|TV|Today|Daily|Mail|Observer|Independent|Standard|Globe|Star|Sun|Express|Economist|Weekly|Magazine|Network|Channel|Media|Insider|Review|Monde|Figaro|Spiegel|Zeitung|País|Mundo|Repubblica|Online|Wire|Examiner|Inquirer|Courier|Mirror|Punch|Vanguard";
const word = String.raw`\p{Lu}[\p{L}&.'’-]*`;
const named = `(?:[Tt]he\\s+)?(?:${word}\\s+){0,3}(?:${outletWord})(?:\\s+(?:News|Service|Agency|International|Online|of\\s+${word}))?(?![\\p{L}’'])`;
const outlet = `(?:[Tt]he\\s+)?(?:${knownOutletPattern})(?![\\p{L}\\p{N}/-])|${named}`;

const toldWords = "told|telling|interview with|statement to|email to|spoke to";
/** Finds the few places that are worth the slow pattern. */
const maybeTold = new RegExp(`(?:${toldWords})\\s`, "g");
const told = new RegExp(`(?<!\\p{L})(?:${toldWords})\\s+(?<outlet>${outlet})`, "uy");
/** At the end of a block or a sentence, after a sign: "... in the capital, reports The Morning Star". */
const reports = new RegExp(
  String.raw`(?:[,…—–-]|\.{3})\s*(?:reports?|reported|writes)\s+(?<outlet>(?:the\s+)?${word}(?:\s+${word}){0,4})\s*[.]?$`,
  "u",
);
const contributed = new RegExp(
  `^[_*—–\\-\\s(]*(?<outlet>${outlet})(?:\\s+(?:writers?|journalists?|staff|correspondents?)\\b.{0,100})?\\s+(?:also\\s+)?contributed(?:\\s+reporting|\\s+to\\s+this)`,
  "u",
);
const writer = new RegExp(
  `(?:^|[\\s(])(?<outlet>${outlet})\\s+(?:writers?|reporters?|correspondents?|journalists?)\\s+\\p{Lu}[\\p{L}.'’-]+\\s+.{0,100}contributed`,
  "u",
);
const rights =
  /^(?:copyright|©|\(c\))\s*(?:©|\(c\))?\s*(?:19|20)\d\d(?:[-–]\d{2,4})?,?\s+(?:by\s+)?(?<outlet>[\p{L}][\p{L}&.'’ -]{1,60}?)(?:[.,]|\s+all rights|\s*$)/iu;
const closing = new RegExp(
  `^(?:[—–-]{1,2}\\s*|[([]\\s*(?:with\\s+(?:additional\\s+)?inputs?\\s+from\\s+|source:\\s*)?|source:\\s*|via\\s+)(?<outlet>${outlet})\\s*[)\\]]?[.]?$`,
  "iu",
);
const trailing = new RegExp(
  `[.!?”"’]\\s*(?:[—–]|--|\\(|-\\s?)\\s*(?<outlet>${knownOutletPattern})\\s*\\)?$`,
  "u",
);
const credit = new RegExp(`(?:/\\s*|via\\s+|\\b)(?<outlet>${knownOutletPattern})(?![\\p{L}\\p{N}])`, "u");

const nameOf = (called: string): string => {
  const plain = called
    .replace(/\s+/g, " ")
    .trim()
    .replace(/(?<=\p{Ll})\.$/u, "");
  return knownOutlet(plain) ?? plain.replace(/^the\s/, "The ");
};

/** Words as they are quoted in a proposal: short and on one line. */
export const quoted = (words: string): string => {
  const line = words.replace(/\s+/g, " ").trim();
  return `“${line.length <= 60 ? line : `${line.slice(0, 59).replace(/[\ud800-\udbff]$/, "")}…`}”`;
};

/** Who was told something. `paragraphAt` numbers the paragraph that holds an offset. */
export const signsOfTelling = (text: string, paragraphAt: (offset: number) => number): OutletSign[] => {
  const signs: OutletSign[] = [];
  for (const { index } of text.matchAll(maybeTold)) {
    told.lastIndex = index;
    const found = told.exec(text);
    const called = found?.groups?.["outlet"];
    if (found !== null && called !== undefined)
      signs.push({
        name: nameOf(called),
        from: `${quoted(found[0])}, paragraph ${paragraphAt(index)}`,
        weight: weights.told,
      });
  }
  return signs;
};

/** Whose report a paragraph says that it is. */
export const signsOfReport = (block: string, paragraph: number): OutletSign[] => {
  const end = block.slice(-120);
  if (!end.includes("report") && !end.includes("writes")) return [];
  const said = reports.exec(end)?.groups?.["outlet"];
  if (said === undefined) return [];
  const from = `${quoted(`reports ${said}`)}, paragraph ${paragraph}`;
  return [{ name: nameOf(said), from, weight: weights.reports }];
};

/** Signs in a block at the end of a text: rights, "— Reuters", who contributed. */
export const signsInClosing = (block: string): OutletSign[] => {
  const signs: OutletSign[] = [];
  const add = (pattern: RegExp, text: string, what: string, weight: number): void => {
    const called = pattern.exec(text)?.groups?.["outlet"];
    if (called !== undefined)
      signs.push({
        name: nameOf(called),
        from: `${what} ${quoted(block.length <= 60 || pattern === rights ? block : block.slice(-60))}`,
        weight,
      });
  };
  const isContributed = block.length <= 500 && block.includes("contributed");
  if (block.length <= 400) add(rights, block, "rights line", weights.rights);
  if (block.length <= 80) add(closing, block, "last lines", weights.closing);
  if (isContributed) add(contributed, block, "contributor line", weights.contributed);
  if (isContributed) add(writer, block, "contributor line", weights.contributed);
  add(trailing, block.slice(-60), "end of the text", weights.closing);
  return signs;
};

/** Signs in what was set aside: a picture's credit, the rights, the buttons of a page. */
export const signsInAside = (reason: string, text: string): OutletSign[] => {
  if (reason === "other") return signsInClosing(text);
  if (reason !== "credit" && reason !== "caption") return [];
  const signs: OutletSign[] = [];
  const button = /^(?:switch|toggle|hide)\s+caption/i.exec(text)?.[0];
  if (button !== undefined)
    signs.push({ name: "NPR", from: `${quoted(button)}, a button of NPR's pages`, weight: weights.page });
  const line = button === undefined ? text : text.slice(button.length);
  const called = credit.exec(line.slice(-80))?.groups?.["outlet"];
  if (called !== undefined)
    signs.push({ name: nameOf(called), from: `credit line ${quoted(line)}`, weight: weights.credit });
  return signs;
};

/** The sign of a dateline that names an outlet. */
export const signInDateline = (called: string, words: string): OutletSign => ({
  name: nameOf(called),
  from: `dateline ${quoted(words)}`,
  weight: weights.dateline,
});

/** A second sign adds a little: ten people may have told the same agency, which is still one agency. */
const furtherSign = 0.5;

/** The outlets that signs point to, the most likely first, each once with its strongest sign. */
export const rankOutlets = (signs: readonly OutletSign[]): OutletSign[] => {
  const outlets = new Map<string, { best: OutletSign; count: number }>();
  for (const sign of signs) {
    const key = sign.name.toLowerCase().replace(/^the /, "");
    const known = outlets.get(key);
    if (known === undefined) outlets.set(key, { best: sign, count: 1 });
    else {
      known.count += 1;
      if (sign.weight > known.best.weight) known.best = sign;
    }
  }
  const rank = ({ best, count }: { best: OutletSign; count: number }): number =>
    best.weight + furtherSign * count;
  return [...outlets.values()].sort((one, other) => rank(other) - rank(one)).map(({ best }) => best);
};
