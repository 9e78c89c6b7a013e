import { knownOutlet, knownOutletPattern } from "./agencies";
import { dayInWords } from "./dates";

/** The beginning of a report that says where, and often for whom, it was written: "ALDER BAY, Norland (AP) — ". */
export type Dateline = {
  /** Its words without the sign that ends it. */
  readonly words: string;
  /** "" when it names an outlet only. */
  readonly place: string;
  readonly outlet: string | null;
  /** `YYYY-MM-DD` where it names a whole date. */
  readonly day: string | null;
  /** Length of the dateline with the sign and the blanks after it (UTF-16 units). */
  readonly end: number;
};

/** More than any dateline takes (UTF-16 units). */
const longestDateline = 120;

const caps = String.raw`\p{Lu}[\p{Lu}.'’-]*\p{Lu}(?:[ \u00a0-](?:\p{Lu}[\p{Lu}.'’-]*\p{Lu}|AL|DE|DU|EL|LA)){0,3}`;
const region = String.raw`(?:,\s*\p{Lu}[\p{L}.'’-]*(?:\s+(?:of\s+|and\s+|the\s+)?\p{Lu}[\p{L}.'’-]*){0,3}){0,2}`;
const month = String.raw`(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)`;
const date = String.raw`(?:,?\s+(?:${month}\s+\d{1,2}|\d{1,2}\s+${month})(?:,?\s+\d{4})?)?`;
const agency = String.raw`(?:\s*[([](?<agency>[\p{L}][\p{L} ./&-]{1,39})[)\]])`;
const sign = String.raw`[^\S\n]*(?:[—–]|--|(?<=[^\S\n]|[)\]])-|-(?=\s))\s*`;

const forms: readonly RegExp[] = [
  // ALDER BAY, Norland — | NEW YORK, May 3, 2024 (Reuters) -
  new RegExp(`^(?<place>${caps}${region})${date}${agency}?,?${sign}`, "u"),
  // Paris (AFP) – | Paris, May 3 (Reuters) -
  new RegExp(
    String.raw`^(?<place>\p{Lu}[\p{L}.'’-]+(?:\s\p{Lu}[\p{L}.'’-]+){0,2}${region})${date}${agency}${sign}`,
    "u",
  ),
  // (AP) — | CNN- | CNN —
  new RegExp(
    String.raw`^(?:[([](?<agency>[\p{L}][\p{L} ./&-]{1,39})[)\]]${sign}|(?<known>${knownOutletPattern})[^\S\n]*(?:[—–]|--?)\s*)`,
    "u",
  ),
];

/** Cities that the AP's rules put in datelines without a country, and a few more that stand so in reports. */
const cities =
  "ABUJA|AMSTERDAM|ANKARA|ATHENS|ATLANTA|BAGHDAD|BALTIMORE|BANGKOK|BEIJING|BEIRUT|BERLIN|BOSTON|BRUSSELS|BUCHAREST|BUDAPEST|CAIRO|CHICAGO|DAKAR|DALLAS|DAMASCUS|DENVER|DETROIT|DJIBOUTI|DUBAI|DUBLIN|GENEVA|HAVANA|HELSINKI|HONG KONG|HOUSTON|ISLAMABAD|ISTANBUL|JERUSALEM|JOHANNESBURG|KABUL|KINSHASA|KYIV|LAGOS|LAS VEGAS|LISBON|LONDON|LOS ANGELES|MADRID|MANILA|MEXICO CITY|MIAMI|MILAN|MILWAUKEE|MINNEAPOLIS|MONTREAL|MOSCOW|MUNICH|NAIROBI|NEW DELHI|NEW ORLEANS|NEW YORK|NIAMEY|OSLO|OTTAWA|PARIS|PHILADELPHIA|PHOENIX|PITTSBURGH|PRAGUE|QUITO|RIO DE JANEIRO|RIYADH|ROME|SAN FRANCISCO|SANTIAGO|SAO PAULO|SEATTLE|SEOUL|SHANGHAI|SINGAPORE|STOCKHOLM|SYDNEY|TAIPEI|TEHRAN|TEL AVIV|TOKYO|TORONTO|TRIPOLI|TUNIS|UNITED NATIONS|VATICAN CITY|VIENNA|WARSAW|WASHINGTON|ZURICH";
/** A dateline whose dash was lost: a city in capitals before a sentence that begins anew. */
const withoutSign = new RegExp(String.raw`^(?<place>${cities})\s+(?=(?:\p{Lu}[\p{Ll}.]|A\s))`, "u");

/** The dateline that a block begins with; null when it begins otherwise. */
export const datelineOf = (block: string): Dateline | null => {
  const start = block.slice(0, longestDateline);
  for (const form of [...forms, withoutSign]) {
    const found = form.exec(start);
    if (found === null) continue;
    const { place = "", agency: named, known } = found.groups ?? {};
    const called = named ?? known;
    const words = found[0].replace(/[\s—–-]+$/u, "");
    // "NATO — the alliance ..." names no place; an outlet in its place is one.
    const isOutletOnly = place !== "" && knownOutlet(place) !== null;
    const outlet =
      called === undefined ? (isOutletOnly ? knownOutlet(place) : null) : (knownOutlet(called) ?? called);
    return { words, place: isOutletOnly ? "" : place, outlet, day: dayInWords(words), end: found[0].length };
  }
  return null;
};

/** Where capitals begin behind the end of a word: a dateline could begin here. */
const maybeDateline = /(?<=[\p{Ll}\p{N}”"’?!])\s*(?=\p{Lu}{3})/gu;

const isHeadline = (words: string): boolean => words.split(/\s+/).length >= 4 && !/[.!]\s/.test(words);

/** Where a headline ends that runs into a dateline, "Ferry line closesALDER BAY, Norland — The"; -1 when none does. */
export const headlineBeforeDateline = (block: string): number => {
  const start = block.slice(0, 2 * longestDateline);
  for (const { index, 0: blank } of start.matchAll(maybeDateline)) {
    const dateline = datelineOf(start.slice(index + blank.length));
    if (dateline !== null && dateline.place !== "" && isHeadline(start.slice(0, index))) return index;
  }
  return -1;
};
