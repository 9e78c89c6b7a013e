import { CalendarDate, type Doubt, type Proposal, type ProposalField } from "../../../shared/domain/article";
import type { Piece } from "../build-article";

/** One article of a news database's export, its fields set aside and proposed. */
export type NewsArticle = {
  readonly pieces: readonly Piece[];
  readonly proposals: readonly Proposal[];
  readonly doubts: readonly Doubt[];
};

/** An export that was recognised. `announced` is how many articles its own table of contents counts, if it has one. */
export type NewsExport = {
  readonly layout: string;
  readonly articles: readonly NewsArticle[];
  readonly announced: number | null;
};

/** No field of an export is longer; paragraphs are. */
const longestLine = 4000;

/** The beginning of a piece's text as one line, to compare and to propose: the text itself stays as it is. */
export const lineOf = (piece: Piece | undefined): string =>
  piece?.text.slice(0, longestLine).replace(/\s+/g, " ").trim() ?? "";

/** The piece set aside. */
export const aside = (piece: Piece, reason: NonNullable<Piece["aside"]>): Piece =>
  piece.aside === undefined ? { ...piece, aside: reason } : piece;

/** A stated proposal, or none for an empty value. */
export const stated = (field: ProposalField, value: string | null, from: string): Proposal[] => {
  const line = value?.replace(/\s+/g, " ").trim() ?? "";
  return line === "" ? [] : [{ field, value: line.slice(0, 4000), from, strength: "stated" }];
};

/** A byline without the word that introduces it. */
export const withoutBy = (byline: string): string =>
  byline.replace(/^(?:by|von|par|por|di|door)\s*:?\s+(?=\p{L})/iu, "");

const months: readonly (readonly string[])[] = [
  ["january", "jan", "januar", "jänner", "janvier", "enero", "gennaio", "janeiro", "januari"],
  ["february", "feb", "februar", "février", "febrero", "febbraio", "fevereiro", "februari"],
  ["march", "mar", "märz", "mars", "marzo", "março", "maart"],
  ["april", "apr", "avril", "abril", "aprile"],
  ["may", "mai", "mayo", "maggio", "maio", "mei", "maj"],
  ["june", "jun", "juni", "juin", "junio", "giugno", "junho"],
  ["july", "jul", "juli", "juillet", "julio", "luglio", "julho"],
  ["august", "aug", "août", "agosto", "augustus", "augusti"],
  ["september", "sep", "sept", "septembre", "septiembre", "settembre", "setembro"],
  ["october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre", "outubro"],
  ["november", "nov", "novembre", "noviembre", "novembro"],
  ["december", "dec", "dezember", "dez", "décembre", "diciembre", "dicembre", "dezembro"],
];

const monthOf = (word: string): number =>
  months.findIndex((names) => names.includes(word.toLowerCase().replace(/\.$/, ""))) + 1;

const dayOf = (year: string, month: number, day: string): string | null => {
  const text = `${year}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}`;
  return CalendarDate.safeParse(text).success ? text : null;
};

const weekday = String.raw`(?:\p{L}{3,12}\.?,?\s+)?`;
const monthFirst = new RegExp(String.raw`^${weekday}(\p{L}{3,10}\.?)\s+(\d{1,2}),?\s+(\d{4})(?!\d)`, "u");
const dayFirst = new RegExp(
  String.raw`^${weekday}(\d{1,2})\.?\s+(?:de\s+)?(\p{L}{3,10}\.?),?\s+(?:de\s+)?(\d{4})(?!\d)`,
  "u",
);
const inFigures = /^(\d{4})(?:-|年\s?)(\d{1,2})(?:-|月\s?)(\d{1,2})(?:日)?(?!\d)/u;

/** The calendar date that a line of an export begins with ("April 21, 2024 Sunday", "29 décembre 2011"); null if none. */
export const dateOfLine = (line: string): string | null => {
  const first = monthFirst.exec(line);
  if (first !== null) return dayOf(first[3] ?? "", monthOf(first[1] ?? ""), first[2] ?? "");
  const second = dayFirst.exec(line);
  if (second !== null) return dayOf(second[3] ?? "", monthOf(second[2] ?? ""), second[1] ?? "");
  const third = inFigures.exec(line);
  return third === null ? null : dayOf(third[1] ?? "", Number(third[2]), third[3] ?? "");
};

/** Longer than a date with its weekday, time and edition. */
const longestDateLine = 70;

/** Whether a line is a date and no sentence that begins with one. */
export const isDateLine = (line: string): boolean =>
  line.length <= longestDateLine &&
  dateOfLine(line) !== null &&
  !/[.!?]\s|[.!?]$/.test(line.replace(/\d\./g, ""));

const languages: ReadonlyMap<string, string> = new Map(
  Object.entries({
    english: "en",
    englisch: "en",
    anglais: "en",
    inglés: "en",
    inglese: "en",
    french: "fr",
    français: "fr",
    französisch: "fr",
    francés: "fr",
    francese: "fr",
    german: "de",
    deutsch: "de",
    allemand: "de",
    alemán: "de",
    tedesco: "de",
    spanish: "es",
    español: "es",
    spanisch: "es",
    espagnol: "es",
    spagnolo: "es",
    italian: "it",
    italiano: "it",
    italienisch: "it",
    italien: "it",
    portuguese: "pt",
    português: "pt",
    portugiesisch: "pt",
    dutch: "nl",
    nederlands: "nl",
    niederländisch: "nl",
    russian: "ru",
    русский: "ru",
    russisch: "ru",
    arabic: "ar",
    arabisch: "ar",
    العربية: "ar",
    chinese: "zh",
    chinesisch: "zh",
    中文: "zh",
    "chinese - simplified": "zh-Hans",
    "chinese - traditional": "zh-Hant",
    japanese: "ja",
    japanisch: "ja",
    日本語: "ja",
    korean: "ko",
    koreanisch: "ko",
    turkish: "tr",
    türkisch: "tr",
    polish: "pl",
    polnisch: "pl",
    swedish: "sv",
    schwedisch: "sv",
    danish: "da",
    norwegian: "no",
    finnish: "fi",
    czech: "cs",
    hungarian: "hu",
    greek: "el",
    hebrew: "he",
    ukrainian: "uk",
    persian: "fa",
    farsi: "fa",
    indonesian: "id",
    malay: "ms",
    vietnamese: "vi",
    thai: "th",
    hindi: "hi",
  }),
);

/** The language tag for a language's name as databases write it; null for a name that is not known. */
export const languageOfName = (name: string): string | null =>
  languages.get(name.trim().toLowerCase()) ?? null;
