/** A calendar date as `CalendarDate` takes it, null for a day that there never was. */
const day = (year: string, month: string, date: string): string | null => {
  const text = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  const time = Date.parse(`${text}T00:00:00Z`);
  // "2023-02-30" is parsed as a day of March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(`${text}T`) ? text : null;
};

/**
 * The calendar day of a date as metadata has it, "2024-05-11" or "2024-05-11T08:00:00+02:00": the day as written,
 * not turned to another time zone, because that is the day the document shows. Null when there is none.
 */
export const dayOf = (value: string): string | null => {
  const found = /^\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d)/.exec(value);
  return found === null ? null : day(found[1] ?? "", found[2] ?? "", found[3] ?? "");
};

/** The first real day in a file's name: "2024-05-11-evening.txt", "report_20240511.pdf". Null when there is none. */
export const dayOfName = (fileName: string): string | null => {
  for (const [, year = "", , month = "", date = ""] of fileName.matchAll(
    /(?<!\d)((?:19|20)\d\d)([-_. ]?)(\d\d)\2(\d\d)(?!\d)/g,
  )) {
    const found = day(year, month, date);
    if (found !== null) return found;
  }
  return null;
};

const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** The day in the path of a web address: "/2024/05/10/", "/2024/may/10/", "/2024-05-10-", "/20240510/". */
export const dayOfUrl = (url: string): string | null => {
  const path = /^https?:\/\/[^/?#]+([^?#]*)/i.exec(url)?.[1] ?? "";
  const found =
    /\/((?:19|20)\d\d)\/(\d{1,2}|[a-z]{3})\/(\d{1,2})(?:\/|$)/i.exec(path) ??
    /[/-]((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)/.exec(path) ??
    /\/((?:19|20)\d\d)(\d\d)(\d\d)(?:\/|$)/.exec(path);
  if (found === null) return null;
  const [, year = "", month = "", date = ""] = found;
  const named = monthNames.indexOf(month.toLowerCase());
  return day(year, named < 0 ? month : String(named + 1), date);
};

const monthName = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?";
const monthFirst = new RegExp(`\\b${monthName}\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+((?:19|20)\\d\\d)\\b`, "i");
const dayFirst = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+${monthName},?\\s+((?:19|20)\\d\\d)\\b`, "i");

/** The first whole date in English words, "May 3, 2024" or "3 May 2024"; null when there is none. */
export const dayInWords = (words: string): string | null => {
  const american = monthFirst.exec(words);
  if (american !== null) return dayOfMonth(american[3], american[1], american[2]);
  const other = dayFirst.exec(words);
  return other === null ? null : dayOfMonth(other[3], other[2], other[1]);
};

const dayOfMonth = (year = "", month = "", date = ""): string | null =>
  day(year, String(monthNames.indexOf(month.toLowerCase()) + 1), date);

/** A line of its own that gives a date, with a word for what happened then or without one. */
const datedLine =
  /^(?:(?<word>first published|published|posted|date|updated|last updated|last modified|modified)\b\s*:?\s*(?:on\s+|at\s+)?)?(?:\p{L}{3,9}\.?,\s+)?(?<date>\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d|\p{L}{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{1,2}(?:st|nd|rd|th)?\s+\p{L}{3,9}\.?,?\s+\d{4})(?:\s*[,|·•(–—-].{0,40}|\s+(?:at\s|\d).{0,30})?$/iu;

/** The day that a line such as "Published: May 3, 2024, 10:15 GMT" or "3 May 2024" names; null for all other lines. */
export const dayOfLine = (
  line: string,
): { readonly field: "publishedOn" | "modifiedOn"; readonly day: string } | null => {
  if (line.length > 100) return null;
  const found = datedLine.exec(line.trim())?.groups;
  const date = found?.["date"];
  if (date === undefined) return null;
  const [, dayNumber, monthNumber, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(date) ?? [];
  const value =
    dayNumber === undefined
      ? (dayOf(date) ?? dayInWords(date))
      : day(year ?? "", monthNumber ?? "", dayNumber.padStart(2, "0"));
  const isChange = /updated|modified/i.test(found?.["word"] ?? "");
  return value === null ? null : { field: isChange ? "modifiedOn" : "publishedOn", day: value };
};
