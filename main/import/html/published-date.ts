import { CalendarDate } from "../../../shared/domain/article";

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/** Years outside are slips and placeholders (0001-01-01, 1601-01-01). */
const earliest = 1602;
const latest = 2199;

const calendarDate = (year: string, month: number, day: string): string | null => {
  const date = `${year}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}`;
  const isPossible = Number(year) >= earliest && Number(year) <= latest;
  return isPossible && CalendarDate.safeParse(date).success ? date : null;
};

const monthNamed = (name: string): number => months.indexOf(name.slice(0, 3).toLowerCase()) + 1;

const month =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const dayFirst = new RegExp(
  `^(?:[a-z]{3,9},?\\s+)?(\\d{1,2})(?:st|nd|rd|th)?[\\s-]+${month}\\.?,?[\\s-]+(\\d{4})(?!\\d)`,
  "i",
);
const monthFirst = new RegExp(
  `^(?:[a-z]{3,9},?\\s+)?${month}\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})(?!\\d)`,
  "i",
);
/** As `Date.toString` has it: "Mon May 20 2024 08:00:00 GMT+0200", and with the year last, as in `ctime`. */
const yearLast = new RegExp(
  `^[a-z]{3}\\s+${month}\\s+(\\d{1,2})\\s+\\d\\d:\\d\\d:\\d\\d\\s.*?(\\d{4})$`,
  "i",
);

const inNumbers = /^(\d{1,2})([/.])(\d{1,2})\2(\d{4})(?!\d)/;

/** One of two days that a stamp may mean, and what of it is read first then. */
type Reading = { readonly day: string; readonly order: "day first" | "month first" };

/** The two days that a stamp such as "04/05/2024" may mean, neither of them likelier; none for all other stamps. */
export const possibleDates = (stamp: string): readonly Reading[] => {
  const [, one = "", , two = "", year = ""] = inNumbers.exec(stamp.slice(0, 100).trim()) ?? [];
  if (one === "" || publishedDate(stamp) !== null) return [];
  const [dayFirst, monthFirst] = [calendarDate(year, Number(two), one), calendarDate(year, Number(one), two)];
  return dayFirst === null || monthFirst === null
    ? []
    : [
        { day: dayFirst, order: "day first" },
        { day: monthFirst, order: "month first" },
      ];
};

/**
 * The calendar date of a stamp in metadata, as it was published: the date part with the stamp's own offset, never
 * turned to another zone, because "2024-05-20T23:30:00-04:00" was published on the 20th. Takes ISO 8601, RFC 2822 and
 * English dates; "05/20/2024" only when one of the two numbers cannot be a month. Null for all else, and for dates that
 * no calendar has.
 */
export const publishedDate = (stamp: string): string | null => {
  const text = stamp.slice(0, 100).replace(/\s+/g, " ").trim();
  const iso = /^(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?!\d)/.exec(text);
  if (iso !== null && (iso[2] !== "" || /^\d{8}(?!\d)/.test(text)))
    return calendarDate(iso[1] ?? "", Number(iso[3]), iso[4] ?? "");
  const first = dayFirst.exec(text);
  if (first !== null) return calendarDate(first[3] ?? "", monthNamed(first[2] ?? ""), first[1] ?? "");
  const named = monthFirst.exec(text) ?? yearLast.exec(text);
  if (named !== null) return calendarDate(named[3] ?? "", monthNamed(named[1] ?? ""), named[2] ?? "");
  const numbers = inNumbers.exec(text);
  if (numbers === null) return null;
  const [, one = "", separator, two = "", year = ""] = numbers;
  // Dots are only written between day and month in that order.
  if (separator === "." || Number(one) > 12) return calendarDate(year, Number(two), one);
  return Number(two) > 12 || one === two ? calendarDate(year, Number(one), two) : null;
};
