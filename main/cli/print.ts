/*
 * What the command line shows. Titles and names come from anywhere, so nothing of them may reach the terminal as
 * a command (escape sequences move the cursor, retitle windows, rewrite lines) or turn the reading direction.
 */

/** Where a command writes. */
export type Output = { readonly write: (text: string) => unknown };

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A text without anything that a terminal would obey. Line breaks and tabs stay. */
export const printable = (text: string): string => text.replace(unprintable, "�");

/** One line of it, cut at `length` code points. */
export const oneLine = (text: string, length = 100): string => {
  const points = Array.from(printable(text).replace(/\s+/g, " ").trim());
  return points.length > length ? `${points.slice(0, length - 1).join("")}…` : points.join("");
};

/** Rows with their columns in line; the last column is as long as it likes. */
export const table = (rows: readonly (readonly string[])[]): string[] => {
  // One after the other: an import has more rows than a call takes arguments.
  const widths = (rows[0] ?? []).map((_, at) =>
    rows.reduce((most, row) => Math.max(most, Array.from(row[at] ?? "").length), 0),
  );
  return rows.map((row) =>
    row
      .map((cell, at) =>
        at === row.length - 1 ? cell : cell + " ".repeat((widths[at] ?? 0) - Array.from(cell).length),
      )
      .join("  ")
      .trimEnd(),
  );
};

/** "1 article", "2 articles". */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
