import type { Line } from "./reading-order";

/** Lines that are read as one block. */
export type Paragraph = {
  readonly kind: "paragraph" | "heading" | "list-item";
  readonly level?: number;
  readonly lines: readonly Line[];
  /** A note at the foot of a page. */
  readonly isFootnote: boolean;
};

/** What the running text of a document looks like. */
type Style = { readonly size: number; readonly leading: number };

const weighted = (values: Iterable<readonly [number, number]>): number => {
  const weights = new Map<number, number>();
  for (const [value, weight] of values) weights.set(value, (weights.get(value) ?? 0) + weight);
  return [...weights].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0] as const)[0];
};

const rounded = (value: number): number => Math.round(value * 5) / 5;

/** Distances between the lines of a stretch of body text, to a fifth of a point. */
const distancesOf = (lines: readonly Line[], size: number): number[] =>
  lines.flatMap((line, at) => {
    const before = lines[at - 1];
    const isNext = before !== undefined && before.column === line.column && before.page === line.page;
    const distance = isNext ? line.y - before.y : 0;
    const isBody = rounded(line.size) === size && distance > 0.8 * size && distance < 2.2 * size;
    return isBody ? [rounded(distance)] : [];
  });

const mostCommon = (values: readonly number[]): number =>
  weighted(values.map((value) => [value, 1] as const));

/** The size that most letters have, and the distance that most of its lines keep. Points, to a fifth of one. */
const bodyStyle = (lines: readonly Line[]): Style => {
  const size = weighted(lines.map((line) => [rounded(line.size), line.text.length] as const)) || 10;
  return { size, leading: mostCommon(distancesOf(lines, size)) || size * 1.2 };
};

/** Distances that a column must have for its own leading to count; fewer do if they are nearly the body's. */
const ownLeading = 4;
const nearLeading = 1.45;

/** The style of each column, where that differs: text that spans a page is often set wider than that in columns. */
const columnStyles = (lines: readonly Line[], body: Style): ((line: Line) => Style) => {
  const columns = new Map<string, Line[]>();
  const keyOf = ({ page, column }: Line): string => `${page} ${column}`;
  for (const line of lines) {
    const column = columns.get(keyOf(line));
    if (column === undefined) columns.set(keyOf(line), [line]);
    else column.push(line);
  }
  const styles = new Map<string, Style>();
  for (const [key, column] of columns) {
    const distances = distancesOf(column, body.size);
    const own = mostCommon(distances);
    const isOwn =
      distances.length >= ownLeading || (distances.length > 1 && own <= nearLeading * body.leading);
    styles.set(key, { ...body, leading: isOwn ? own : body.leading });
  }
  return (line) => styles.get(keyOf(line)) ?? body;
};

const bullet = /^[•▪◦‣●○■□▶➤–*·-]\s+\S/u;
const sentenceEnd = /[.!?…:;。！？؟۔।][”"’')\]»]*\d{0,2}$/u;

/** Letters that a word has at most; signs that stand without spaces are many. */
const longWord = 24;
/** Shares: of letters' size for a change of it, of an indent, of leading for a gap. */
const otherSize = 0.08;
const indent = 0.8;
const wideGap = 1.28;

const differsInSize = (a: Line, b: Line): boolean =>
  Math.abs(a.size - b.size) > otherSize * Math.max(a.size, b.size);

/** Edge at which a line begins, counted inwards. */
const inset = (line: Line): number => (line.isRightToLeft ? line.right - line.x1 : line.x0 - line.left);
/** How far before the column's far edge it ends. */
const rest = (line: Line): number => (line.isRightToLeft ? line.x0 - line.left : line.right - line.x1);

/** Whether a line ends although the next one's first word had room in it: the end of a paragraph, not of a line. */
const isShort = (line: Line, next: Line): boolean => {
  const letter = (line.x1 - line.x0) / Math.max(1, line.text.length);
  const word = /^\S+/.exec(next.text)?.[0].length ?? 0;
  return rest(line) > 1.2 * letter * (Math.min(word, longWord) + 1) && rest(line) > 2 * line.size;
};

/** Whether a line of the same column begins a new block behind the one before. */
const begins = (before: Line, line: Line, { size, leading }: Style): boolean => {
  if (differsInSize(before, line)) return true;
  const distance = line.y - before.y;
  const isBody = Math.abs(line.size - size) <= otherSize * size;
  if (distance > (isBody ? wideGap * leading : 1.6 * line.size) || distance < 0) return true;
  if (bullet.test(line.text)) return true;
  const isIndented = inset(line) - inset(before) > indent * line.size;
  if (isIndented && !bullet.test(before.text)) return true;
  return (
    isShort(before, line) &&
    sentenceEnd.test(before.text) &&
    /^["“„«‘'([]?[\p{Lu}\p{Lo}\p{N}]/u.test(line.text)
  );
};

const footMark = /^(?:\d{1,3}(?!\d)|[*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3})[\s.)]{0,3}["“„«‘'(]?\p{L}/u;
/** Share of the body's size below which a note at the foot of a page is set. */
const noteSize = 0.88;

/** Notes are the last blocks of a page, set smaller, and begin with a mark. */
const findFootnotes = (blocks: readonly (readonly Line[])[], { size }: Style): Set<readonly Line[]> => {
  const notes = new Set<readonly Line[]>();
  const byPage = new Map<number, (readonly Line[])[]>();
  for (const block of blocks) {
    const page = block[0]?.page ?? 0;
    byPage.set(page, [...(byPage.get(page) ?? []), block]);
  }
  for (const ofPage of byPage.values())
    for (let at = ofPage.length - 1; at > 0; at -= 1) {
      const block = ofPage[at];
      const first = block?.[0];
      if (
        block === undefined ||
        first === undefined ||
        first.size > noteSize * size ||
        !footMark.test(first.text)
      )
        break;
      notes.add(block);
    }
  return notes;
};

const mostHeading = { letters: 250, lines: 5 };
/** Share by which a heading is larger than the body. */
const headingSize = 1.14;

/** Sizes of headings, the largest first; its rank is a heading's level. */
const headingSizes = (blocks: readonly (readonly Line[])[], { size }: Style): number[] => {
  const sizes = blocks.flatMap((block) => {
    const first = block[0];
    return first !== undefined && isHeading(block, size) ? [Math.round(first.size)] : [];
  });
  return [...new Set(sizes)].sort((a, b) => b - a);
};

const isHeading = (block: readonly Line[], size: number): boolean =>
  (block[0]?.size ?? 0) >= headingSize * size &&
  block.length <= mostHeading.lines &&
  block.reduce((sum, { text }) => sum + text.length, 0) <= mostHeading.letters &&
  /\p{L}/u.test(block[0]?.text ?? "");

/** Whether a block goes on in one of another column or page. */
const goesOn = (block: readonly Line[], next: readonly Line[]): boolean => {
  const [last, first] = [block.at(-1), next[0]];
  if (last === undefined || first === undefined || differsInSize(last, first)) return false;
  if (last.page === first.page && last.column === first.column) return false;
  if (first.page - last.page > 1 || bullet.test(first.text)) return false;
  if (/^\p{Ll}/u.test(first.text)) return !/[.!?。！？]["”’')\]»]*$/u.test(last.text);
  return (
    !sentenceEnd.test(last.text) &&
    !isShort(last, first) &&
    block.length > 1 &&
    inset(first) <= indent * first.size
  );
};

/** Blocks of lines in reading order, each within one column. */
const blocksOf = (lines: readonly Line[], styleOf: (line: Line) => Style): Line[][] => {
  const blocks: Line[][] = [];
  for (const line of lines) {
    const block = blocks.at(-1);
    const before = block?.at(-1);
    const isSame =
      before !== undefined &&
      before.page === line.page &&
      before.column === line.column &&
      !begins(before, line, styleOf(line));
    if (isSame) block?.push(line);
    else blocks.push([line]);
  }
  return blocks;
};

/**
 * Blocks of a document: paragraphs by leading, indents and short last lines, headings by the size of their letters, notes at
 * the foot of pages. A paragraph that goes on in the next column or on the next page is one.
 */
export const paragraphsOf = (lines: readonly Line[]): Paragraph[] => {
  const style = bodyStyle(lines);
  const blocks = blocksOf(lines, columnStyles(lines, style));
  const notes = findFootnotes(blocks, style);
  const levels = headingSizes(blocks, style);
  const paragraphs: { kind: Paragraph["kind"]; level?: number; lines: Line[]; isFootnote: boolean }[] = [];
  let open: (typeof paragraphs)[number] | null = null;
  for (const block of blocks) {
    const isFootnote = notes.has(block);
    const first = block[0];
    if (first === undefined) continue;
    const isHead = !isFootnote && isHeading(block, style.size);
    if (open !== null && !isFootnote && !isHead && goesOn(open.lines, block)) {
      open.lines.push(...block);
      continue;
    }
    const kind = isHead ? "heading" : bullet.test(first.text) ? "list-item" : "paragraph";
    const level = Math.min(6, levels.indexOf(Math.round(first.size)) + 1);
    const paragraph = { kind, lines: block, isFootnote, ...(isHead ? { level } : {}) } as const;
    paragraphs.push(paragraph);
    // A note stands between a paragraph and its rest on the next page.
    if (!isFootnote) open = isHead ? null : (paragraphs.at(-1) ?? null);
  }
  return paragraphs;
};
