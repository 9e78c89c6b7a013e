const day = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});
const minute = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});
const second = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** British English has one month of four letters; in a column of dates three are enough. */
const evenMonth = (date: string): string => date.replace("Sept ", "Sep ");

/** "20 Apr 2024" from a calendar date or a time; "no date" when there is none. */
export const formatDate = (date: string | null): string =>
  date === null || date === ""
    ? "no date"
    : evenMonth(day.format(new Date(date.length === 10 ? `${date}T00:00:00Z` : date)));

/** "20 Apr 2024, 14:05" in local time. */
export const formatTime = (time: string): string => evenMonth(minute.format(new Date(time)));

/** "20 Apr 2024, 14:05:31" in local time: where two times have to be told apart. */
export const formatSecond = (time: string): string => evenMonth(second.format(new Date(time)));

/** "2 minutes ago", "yesterday", then the date. */
export const formatAgo = (time: string, now = Date.now()): string => {
  const seconds = (new Date(time).getTime() - now) / 1000;
  if (seconds > -45) return "just now";
  if (seconds > -3600) return relative.format(Math.round(seconds / 60), "minute");
  if (seconds > -86_400) return relative.format(Math.round(seconds / 3600), "hour");
  if (seconds > -6 * 86_400) return relative.format(Math.round(seconds / 86_400), "day");
  return formatDate(time);
};

/** "3 claims", "1 claim". */
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;
