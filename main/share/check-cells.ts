import type { Entity } from "../../shared/domain/change";
import { hasOnlyWellFormed, isWellFormed } from "../well-formed";

/*
 * The cells of a received row, one by one: ids, counts, times, words and JSON as Assay writes them and no other way.
 */

const anId = (prefix: string): RegExp => new RegExp(`^${prefix}-[0-9a-f][0-9a-f-]{30,34}[0-9a-f]$`);
/** The forms of ids; see shared/ids.ts. */
export const ids = {
  edit: anId("edt"),
  change: anId("chg"),
  analyst: anId("ana"),
  article: anId("art"),
  tag: anId("tag"),
} as const;
/** A SHA-256. */
export const digest = /^[0-9a-f]{64}$/;
/** Ids of each noun begin with its own letters, so that one entity cannot pose as another. */
export const idsOf: Readonly<Record<Entity, RegExp>> = {
  project: anId("prj"),
  analyst: ids.analyst,
  source: anId("src"),
  rating: anId("rat"),
  article: ids.article,
  tag: ids.tag,
  highlight: anId("hl"),
  claim: anId("clm"),
  evidence: anId("evd"),
};

/** Text of the form of an id or a digest. */
export const isId = (cell: unknown, form: RegExp): cell is string =>
  typeof cell === "string" && form.test(cell);
/** Text of at most so many UTF-16 units, without half characters. */
export const isText = (cell: unknown, most: number): cell is string =>
  typeof cell === "string" && cell.length <= most && isWellFormed(cell);
/** A whole number from 0 on that JavaScript holds exactly. */
export const isCount = (cell: unknown): cell is number => Number.isSafeInteger(cell) && (cell as number) >= 0;

/** The greatest clock that a log may have; a row beyond it would win for ever. */
const greatestClock = 1_000_000_000_000;
/** A Lamport clock within bounds. */
export const isClock = (cell: unknown): cell is number => isCount(cell) && cell >= 1 && cell <= greatestClock;

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;
/** A time in ISO 8601 UTC that there is. */
export const isTime = (cell: unknown): cell is string =>
  typeof cell === "string" && moment.test(cell) && !Number.isNaN(Date.parse(cell));

/**
 * JSON in the form in which Assay writes it, whole and without a second meaning: no key twice, no `__proto__`, no half
 * characters. Undefined when it is anything else.
 */
export const parseJson = (cell: unknown): { readonly value: unknown } | undefined => {
  if (typeof cell !== "string") return undefined;
  try {
    const value: unknown = JSON.parse(cell);
    return JSON.stringify(value) === cell && hasOnlyWellFormed(value) && !isPollution(value)
      ? { value }
      : undefined;
  } catch {
    return undefined;
  }
};

const isPollution = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  (Object.hasOwn(value, "__proto__") || Object.values(value).some(isPollution));
