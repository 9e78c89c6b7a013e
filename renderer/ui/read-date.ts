const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const checked = (year: number, month: number, day: number): string | null => {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.toISOString().slice(0, 10) : null;
};

const monthOf = (word: string): number => months.indexOf(word.slice(0, 3).toLowerCase()) + 1;

/**
 * The calendar date (`YYYY-MM-DD`) that somebody typed as 2024-04-19, 19 Apr 2024 or April 19, 2024; without a
 * year it is that of `near`. Null for anything else: 4/5/2024 is two different days, and is not guessed at.
 */
export const readDate = (typed: string, near: string | null = null): string | null => {
  const text = typed.trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso !== null) return checked(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dayFirst = /^(\d{1,2})\.?\s+(\p{L}{3,9})\.?,?(?:\s+(\d{4}))?$/u.exec(text);
  const monthFirst = /^(\p{L}{3,9})\.?\s+(\d{1,2}),?(?:\s+(\d{4}))?$/u.exec(text);
  const found = dayFirst ?? monthFirst;
  if (found === null) return null;
  const [day, word] = dayFirst !== null ? [found[1], found[2]] : [found[2], found[1]];
  const year = found[3] ?? near?.slice(0, 4);
  const month = monthOf(word ?? "");
  return year === undefined || month === 0 ? null : checked(Number(year), month, Number(day));
};

/** "19 Apr 2024": what `readDate` reads back. */
export const writeDate = (date: string): string => {
  const [year, month, day] = date.split("-");
  const name = months[Number(month) - 1] ?? "";
  return `${Number(day)} ${name.charAt(0).toUpperCase()}${name.slice(1)} ${year}`;
};
