import { type Likelihood, likelihoodWording } from "../../shared/domain/claim";
import { type Credibility, evidenceGrade, type Reliability } from "../../shared/domain/grade";
import { longestCell, mostLineFeeds } from "../../shared/domain/worksheet";
import { alignToCodePoint } from "../../shared/text/offsets";
import type { Cell, ClaimRow } from "../store/claim-rows";

/*
 * The table of tagged claims, whatever file it is written to: its columns, what stands in the cells of a row, and
 * what of a text fits into a cell of a worksheet.
 */

/** The columns in their order. Their names are a promise to other people's scripts. */
export const claimColumns = [
  "claim_id",
  "claim",
  "claim_kind",
  "asserter",
  "event_date",
  "likelihood",
  "confidence",
  "claim_tags",
  "stance",
  "credibility",
  "evidence_grade",
  "evidence_note",
  "quote",
  "highlight_id",
  "highlight_tags",
  "highlight_note",
  "start",
  "end",
  "article_id",
  "article_title",
  "source",
  "source_reliability",
  "reliability_as_of",
  "published_on",
  "url",
  "language",
  "analyst",
  "created_at",
  "updated_at",
  "article_sha256",
] as const;

export type ClaimColumn = (typeof claimColumns)[number];

/** Between the tags of a cell on their way from the store: a character that no name holds. */
export const tagSeparator = "\u001f";

/**
 * Tags as one cell: "troops; numbers". A name that holds a semicolon or a double quote is put in double quotes,
 * with its own doubled, so that the list can be read and taken apart again: `"arms; ammunition"; troops`.
 */
export const joinTags = (cell: string): string => {
  if (!/[;"]/.test(cell)) return cell.replaceAll(tagSeparator, "; ");
  return cell
    .split(tagSeparator)
    .map((name) => (/[;"]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name))
    .join("; ");
};

const column = (name: ClaimColumn): number => claimColumns.indexOf(name);
const likelihoodAt = column("likelihood");
const claimTagsAt = column("claim_tags");
const stanceAt = column("stance");
const credibilityAt = column("credibility");
const gradeAt = column("evidence_grade");
const highlightTagsAt = column("highlight_tags");
const reliabilityAt = column("source_reliability");

/** "B2" beside its halves, for evidence alone: F and 6 stand as they are, and nothing is averaged. */
const gradeOf = (row: ClaimRow): string =>
  row[stanceAt] === null
    ? ""
    : evidenceGrade(row[reliabilityAt] as Reliability | null, row[credibilityAt] as Credibility | null);

const wordingOf = (cell: Cell): string =>
  cell === null ? "" : (likelihoodWording[cell as Likelihood]?.label ?? String(cell));

/**
 * What stands in a row's column, as numbers and texts: null and "" are both an empty cell. The type of the value says
 * whether it is a number, never how it looks.
 */
export const cellOf = (row: ClaimRow, at: number): Cell => {
  const cell = row[at] ?? null;
  if (at === gradeAt) return gradeOf(row);
  if (at === likelihoodAt) return wordingOf(cell);
  if ((at === claimTagsAt || at === highlightTagsAt) && typeof cell === "string") return joinTags(cell);
  return cell;
};

const limitOf = (value: string): number => {
  let limit = value.length;
  let seen = 0;
  for (let at = value.indexOf("\n"); at !== -1; at = value.indexOf("\n", at + 1)) {
    seen += 1;
    if (seen > mostLineFeeds) {
      limit = at;
      break;
    }
  }
  return Math.min(limit, longestCell);
};

/**
 * Cuts a text at what a cell of a worksheet can hold, and says so at its end: the mark counts the code points of the
 * whole text. `onCut` is told of each that was cut.
 */
export const cutToFit = (value: string, length: () => number, onCut: () => void): string => {
  if (value.length <= mostLineFeeds) return value;
  const limit = limitOf(value);
  if (limit === value.length) return value;
  onCut();
  const mark = `…[truncated, ${length()} characters]`;
  return value.slice(0, alignToCodePoint(value, Math.min(limit, longestCell - mark.length))) + mark;
};
