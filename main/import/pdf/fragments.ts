import type { PDFPageProxy } from "pdfjs-dist";
import { type CharacterTally, toCanonical } from "../decode-text";

/** A run of text on one line. Points from the upper left corner of the page as it is read, y at the baseline. */
export type Fragment = {
  readonly text: string;
  readonly x0: number;
  readonly x1: number;
  readonly y: number;
  readonly size: number;
  readonly isRightToLeft: boolean;
};

/** What stands on a page. */
export type PageText = {
  readonly width: number;
  readonly height: number;
  readonly fragments: readonly Fragment[];
  /** Text that runs in another direction than the most of the page. */
  readonly sideways: readonly string[];
  /** Runs that stood over the same run at the same place: shadows, false bold, hidden copies. */
  readonly doubles: number;
};

type Item = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
  /** Quarter turns from left to right, downwards positive; null for a slant. */
  readonly turn: 0 | 1 | 2 | 3 | null;
  readonly isRightToLeft: boolean;
};

type RawItem = {
  readonly str: string;
  readonly dir: string;
  readonly width: number;
  readonly height: number;
  readonly transform: readonly number[];
};

const number = (value: number | undefined): number => (Number.isFinite(value) ? (value ?? 0) : 0);

const multiply = (m: readonly number[], n: readonly number[]): number[] => {
  const [a, b, c, d, e, f] = [0, 1, 2, 3, 4, 5].map((at) => number(m[at])) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [g, h, i, j, k, l] = [0, 1, 2, 3, 4, 5].map((at) => number(n[at])) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
};

/** Degrees by which a line may slant and still count as straight. */
const mostSlant = 8;

const turnOf = (a: number, b: number): Item["turn"] => {
  const degrees = (Math.atan2(b, a) * 180) / Math.PI;
  const quarters = Math.round(degrees / 90);
  if (Math.abs(degrees - quarters * 90) > mostSlant) return null;
  return (((quarters % 4) + 4) % 4) as 0 | 1 | 2 | 3;
};

const itemOf = (raw: RawItem, view: readonly number[], tally: CharacterTally): Item => {
  const m = multiply(view, raw.transform);
  const size = Math.hypot(number(m[2]), number(m[3])) || Math.hypot(number(m[0]), number(m[1])) || 1;
  return {
    text: toCanonical(raw.str, tally).replace(/\s+/g, " "),
    x: number(m[4]),
    y: number(m[5]),
    width: number(raw.width),
    size,
    turn: turnOf(number(m[0]), number(m[1])),
    isRightToLeft: raw.dir === "rtl",
  };
};

/** The direction that most letters of a page have. */
const mainTurn = (items: readonly Item[]): 0 | 1 | 2 | 3 => {
  const letters = [0, 0, 0, 0];
  for (const { turn, text } of items) if (turn !== null) letters[turn] = (letters[turn] ?? 0) + text.length;
  return letters.indexOf(Math.max(...letters)) as 0 | 1 | 2 | 3;
};

/** Turns a place so that the page's main direction runs from left to right. */
const upright = ({ x, y }: Item, turn: 0 | 1 | 2 | 3, width: number, height: number): [number, number] => {
  if (turn === 1) return [y, width - x];
  if (turn === 2) return [width - x, height - y];
  if (turn === 3) return [height - y, x];
  return [x, y];
};

/** Shares of the letters' size: a gap that is a space, one that parts runs, and how far a raised sign may be off. */
const spaceGap = 0.13;
const widestGap = 1.3;
const mostRaise = 0.5;
/** Runs that stand this near to each other with the same text are one, as a share of their size. */
const sameSpot = 0.35;

const isDouble = (seen: Map<string, Fragment[]>, run: Fragment): boolean => {
  const key = run.text.trim();
  const before = seen.get(key) ?? [];
  const near = run.size * sameSpot;
  if (before.some((other) => Math.abs(other.x0 - run.x0) < near && Math.abs(other.y - run.y) < near))
    return true;
  seen.set(key, [...before.slice(-8), run]);
  return false;
};

/** Joins a run to the one before it on the same line, if it is that. */
const joined = (last: Fragment | undefined, run: Fragment, isSpaced: boolean): Fragment | null => {
  if (last === undefined || last.isRightToLeft !== run.isRightToLeft) return null;
  const size = Math.max(last.size, run.size);
  const isLevel = Math.abs(run.y - last.y) < (last.size === run.size ? 0.2 : mostRaise) * size;
  const gap = run.isRightToLeft ? last.x0 - run.x1 : run.x0 - last.x1;
  if (!isLevel || gap > widestGap * size || gap < -0.5 * size) return null;
  const isApart = isSpaced || gap > spaceGap * size;
  const blank = isApart && !last.text.endsWith(" ") && !run.text.startsWith(" ") ? " " : "";
  const main = run.size > last.size * 1.05 ? run : last;
  return {
    text: last.text + blank + run.text,
    x0: Math.min(last.x0, run.x0),
    x1: Math.max(last.x1, run.x1),
    y: main.y,
    size: main.size,
    isRightToLeft: last.isRightToLeft,
  };
};

/** Reads the text of a page as runs with their places. Spaces at the ends of runs are gone. */
export const readPage = async (page: PDFPageProxy, tally: CharacterTally): Promise<PageText> => {
  // Half of what a hostile page asks for need not be drawn: the scale is the document's own unit.
  const view = page.getViewport({ scale: 1 });
  const content = await page.getTextContent({ disableNormalization: true, includeMarkedContent: false });
  const items = (content.items as readonly RawItem[]).map((raw) => itemOf(raw, view.transform, tally));
  const turn = mainTurn(items);
  const isTurned = turn === 1 || turn === 3;
  const fragments: Fragment[] = [];
  const sideways: string[] = [];
  const seen = new Map<string, Fragment[]>();
  let doubles = 0;
  let isSpaced = false;
  for (const item of items) {
    if (item.text.trim() === "") {
      isSpaced ||= item.text !== "";
      continue;
    }
    if (item.turn !== turn) {
      sideways.push(item.text.trim());
      continue;
    }
    const [x, y] = upright(item, turn, view.width, view.height);
    const { text, size, isRightToLeft } = item;
    const run: Fragment = { text, x0: x, x1: x + item.width, y, size, isRightToLeft };
    if (isDouble(seen, run)) {
      doubles += 1;
      continue;
    }
    const whole = joined(fragments.at(-1), run, isSpaced);
    if (whole === null) fragments.push(run);
    else fragments[fragments.length - 1] = whole;
    isSpaced = false;
  }
  return {
    width: isTurned ? view.height : view.width,
    height: isTurned ? view.width : view.height,
    fragments: fragments.map((fragment) => ({ ...fragment, text: fragment.text.trim() })),
    sideways,
    doubles,
  };
};
