import type { AsideReason } from "../../../shared/domain/article";
import type { Fragment, PageText } from "./fragments";

/** What stands round a page's text. */
export type PageAside = { readonly text: string; readonly reason: AsideReason; readonly isAtTop: boolean };

/** A page without what was set aside. */
export type TidyPage = { readonly fragments: readonly Fragment[]; readonly asides: readonly PageAside[] };

type Row = {
  readonly page: number;
  readonly fragments: readonly Fragment[];
  readonly text: string;
  /** The text with any number as "#". */
  readonly key: string;
  readonly y: number;
  readonly isAtTop: boolean;
  /** There is more room beside it than between lines. */
  readonly isApart: boolean;
};

/** Share of a page's height at its top and bottom where heads and feet stand, and how many rows of them. */
const margin = 0.13;
const mostRows = 3;
/** Points by which a head may stand elsewhere on another page. */
const sameHeight = 5;

const rowsOf = (fragments: readonly Fragment[]): Fragment[][] => {
  const rows: Fragment[][] = [];
  for (const fragment of [...fragments].sort((a, b) => a.y - b.y)) {
    const last = rows.at(-1);
    if (last?.[0] !== undefined && Math.abs(fragment.y - last[0].y) < 0.4 * last[0].size) last.push(fragment);
    else rows.push([fragment]);
  }
  return rows.map((row) => row.sort((a, b) => a.x0 - b.x0));
};

const marginRows = ({ fragments, height }: PageText, page: number): Row[] => {
  const rows = rowsOf(fragments);
  const yOf = (at: number): number | undefined => rows[at]?.[0]?.y;
  return rows.flatMap((row, at): Row[] => {
    const y = yOf(at) ?? 0;
    const isAtTop = y < margin * height && at < mostRows;
    const isAtBottom = y > (1 - margin) * height && at >= rows.length - mostRows;
    if (!isAtTop && !isAtBottom) return [];
    const size = row[0]?.size ?? 10;
    const neighbour = isAtTop ? yOf(at + 1) : yOf(at - 1);
    const text = row.map((fragment) => fragment.text).join(" ");
    return [
      {
        page,
        fragments: row,
        text,
        key: text.toLowerCase().replace(/\d+/g, "#"),
        y,
        isAtTop,
        isApart: neighbour === undefined || Math.abs(neighbour - y) > 1.6 * size,
      },
    ];
  });
};

const romanDigits: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10, l: 50, c: 100 };

const romanNumber = (text: string): number | null => {
  if (!/^[ivxlc]{1,8}$/i.test(text)) return null;
  let sum = 0;
  const values = [...text.toLowerCase()].map((digit) => romanDigits[digit] ?? 0);
  for (const [at, value] of values.entries()) sum += value < (values[at + 1] ?? 0) ? -value : value;
  return sum;
};

const alone =
  /^[-–—|[(\s]*(?:(?:page|p\.?|seite|s\.|pág\.?|página|pagina|стр\.?|صفحة)\s*)?(\d{1,5}|[ivxlc]{1,8})(?:\s*(?:\/|of|von|de|di|из)\s*\d{1,5})?[-–—|\])\s.]*$/iu;
const inWords = /^[-–—|[(\s]*(?:page|p\.|seite|página|pagina|стр)\s*\d|^\d{1,5}\s*(?:\/|of|von)\s*\d{1,5}$/iu;

const pageNumberIn = (text: string): number | null => {
  const found = alone.exec(text)?.[1];
  if (found === undefined) return null;
  return /^\d/.test(found) ? Number(found) : romanNumber(found);
};

/** Rows that are a number which rises with the pages, or that say in words that they are a page's. */
const findPageNumbers = (rows: readonly Row[], pages: number): Set<Row> => {
  const shifts = new Map<number, number>();
  const candidates = rows.flatMap((row) => {
    const value = pageNumberIn(row.text);
    return value === null ? [] : [{ row, shift: value - row.page }];
  });
  for (const { shift } of candidates) shifts.set(shift, (shifts.get(shift) ?? 0) + 1);
  return new Set(
    candidates
      .filter(
        ({ row, shift }) =>
          (shifts.get(shift) ?? 0) >= 2 || inWords.test(row.text) || (pages === 1 && shift === 1),
      )
      .map(({ row }) => row),
  );
};

/** Rows that stand at the same height on several pages, but for a number in them. */
const findRunningHeads = (rows: readonly Row[]): Set<Row> => {
  const byKey = new Map<string, Row[]>();
  for (const row of rows)
    if (/\p{L}/u.test(row.key)) byKey.set(row.key, [...(byKey.get(row.key) ?? []), row]);
  const found = new Set<Row>();
  for (const alike of byKey.values()) {
    if (alike.length < 2) continue;
    for (const row of alike) {
      const others = alike.filter(
        (other) =>
          other.page !== row.page && other.isAtTop === row.isAtTop && Math.abs(other.y - row.y) <= sameHeight,
      );
      if (others.length >= (row.isApart ? 1 : 2)) found.add(row);
    }
  }
  return found;
};

/** Takes running heads and feet and page numbers from the pages of a document. */
export const setFurnitureAside = (pages: readonly PageText[]): TidyPage[] => {
  const rows = pages.flatMap((page, at) => marginRows(page, at));
  const numbers = findPageNumbers(rows, pages.length);
  const heads = findRunningHeads(rows);
  const taken = new Map<number, Row[]>();
  for (const row of rows)
    if (numbers.has(row) || heads.has(row)) taken.set(row.page, [...(taken.get(row.page) ?? []), row]);
  return pages.map(({ fragments, sideways }, at): TidyPage => {
    const out = taken.get(at) ?? [];
    const gone = new Set(out.flatMap((row) => row.fragments));
    return {
      fragments: fragments.filter((fragment) => !gone.has(fragment)),
      asides: [
        ...out.map((row) => ({
          text: row.text,
          reason: numbers.has(row) ? ("page-number" as const) : ("running-head" as const),
          isAtTop: row.isAtTop,
        })),
        ...(sideways.length > 0
          ? [{ text: sideways.join(" "), reason: "other" as const, isAtTop: false }]
          : []),
      ],
    };
  });
};
