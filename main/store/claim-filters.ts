import { type ClaimSummary, Likelihood } from "../../shared/domain/claim";
import { GradeBucket, gradeBucket, gradeBucketLabel } from "../../shared/domain/grade";
import { type ClaimFacets, type ClaimQuery, type FacetValue, StanceState } from "../../shared/domain/query";
import type { SourceId } from "../../shared/ids";
import { compareText } from "./compare-text";

/*
 * Filters and facets of the Claims screen, over claims in memory. A facet counts under all the *other* filters,
 * so every claim is looked at once and it is noted which filters it fails: none, and it is listed and counted
 * everywhere; exactly one, and it is still counted in that one's facet.
 */

/** A claim with what only filters and orders look at. `rank` is that of its best grade, lower is better; null when no grade of it can be ranked. */
export type ClaimFacts = {
  readonly claim: ClaimSummary;
  /** Sources of the articles that its evidence comes from. */
  readonly sourceIds: ReadonlySet<SourceId>;
  readonly rank: number | null;
};

type Facet = keyof ClaimFacets;

const stanceLabel: Readonly<Record<StanceState, string>> = {
  supported: "supported",
  contradicted: "contradicted",
  both: "supported and contradicted",
  neither: "neither",
};

/** Whether a claim's evidence supports it, contradicts it, both, or neither. */
const stanceState = ({ supports, contradicts }: ClaimSummary): StanceState => {
  if (supports > 0) return contradicts > 0 ? "both" : "supported";
  return contradicts > 0 ? "contradicted" : "neither";
};

const asserterKey = ({ asserter }: ClaimSummary): string => {
  if (asserter === null) return "none";
  return "sourceId" in asserter ? asserter.sourceId : `text:${asserter.description}`;
};

/** The values that a claim has in each facet. Its grade is that of its best supporting evidence. */
const valuesOf: Readonly<Record<Facet, (facts: ClaimFacts) => Iterable<string>>> = {
  tags: ({ claim }) => claim.tagIds,
  sources: ({ sourceIds }) => sourceIds,
  stances: ({ claim }) => [stanceState(claim)],
  grades: ({ claim }) => [gradeBucket(claim.bestReliability, claim.bestCredibility)],
  asserters: ({ claim }) => [asserterKey(claim)],
  kinds: ({ claim }) => [claim.kind],
  analysts: ({ claim }) => [claim.analystId],
};

const facets = Object.keys(valuesOf) as Facet[];

const chosen = (query: ClaimQuery): Readonly<Record<Facet, ReadonlySet<string> | null>> => {
  const set = (values: readonly string[] | undefined) =>
    values === undefined || values.length === 0 ? null : new Set(values);
  return {
    tags: set(query.tagIds),
    sources: set(query.sourceIds),
    stances: set(query.stances),
    grades: set(query.grades),
    asserters: set(query.asserters),
    kinds: set(query.kinds),
    analysts: set(query.analystIds),
  };
};

const isInDates = ({ eventFrom, eventTo }: ClaimQuery, { eventDate }: ClaimSummary): boolean => {
  if (eventFrom !== undefined && (eventDate === null || eventDate < eventFrom)) return false;
  return eventTo === undefined || (eventDate !== null && eventDate <= eventTo);
};

const hasAny = (wanted: ReadonlySet<string>, values: Iterable<string>): boolean => {
  for (const value of values) if (wanted.has(value)) return true;
  return false;
};

/** The facets whose filter a claim fails, at most two of them; null when a filter without a facet leaves it out. */
const failed = (
  facts: ClaimFacts,
  query: ClaimQuery,
  filters: ReturnType<typeof chosen>,
  hits: ReadonlySet<string> | null,
): Facet[] | null => {
  if (hits !== null && !hits.has(facts.claim.id)) return null;
  if (!isInDates(query, facts.claim)) return null;
  const failing: Facet[] = [];
  for (const facet of facets) {
    const wanted = filters[facet];
    if (wanted !== null && !hasAny(wanted, valuesOf[facet](facts))) failing.push(facet);
    if (failing.length > 1) break;
  }
  return failing;
};

/** The claims that pass every filter. `hits` are those that a search found; null without a search. */
export const wantedClaims = (
  claims: readonly ClaimFacts[],
  query: ClaimQuery,
  hits: ReadonlySet<string> | null,
): ClaimFacts[] => {
  const filters = chosen(query);
  return claims.filter((facts) => failed(facts, query, filters, hits)?.length === 0);
};

type Names = { readonly tags: ReadonlyMap<string, string>; readonly sources: ReadonlyMap<string, string> };

/** Counts every facet's values; the commonest first where a facet has no order of its own. */
export const facetsOf = (
  claims: readonly ClaimFacts[],
  query: ClaimQuery,
  hits: ReadonlySet<string> | null,
  names: Names,
): ClaimFacets => {
  const filters = chosen(query);
  const counts = Object.fromEntries(facets.map((facet) => [facet, new Map<string, number>()])) as Record<
    Facet,
    Map<string, number>
  >;
  const asserters = new Map<string, string>();
  const analysts = new Map<string, string>();
  for (const facts of claims) {
    asserters.set(asserterKey(facts.claim), facts.claim.asserterName);
    analysts.set(facts.claim.analystId, facts.claim.analyst);
    const failing = failed(facts, query, filters, hits);
    if (failing === null || failing.length > 1) continue;
    for (const facet of failing.length === 0 ? facets : failing)
      for (const value of valuesOf[facet](facts))
        counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
  }
  // A chosen value stays in its list with no claims left, so that it can be taken back.
  for (const facet of facets)
    for (const value of filters[facet] ?? []) if (!counts[facet].has(value)) counts[facet].set(value, 0);
  const listed = (facet: Facet, label: (key: string) => string): FacetValue[] =>
    [...counts[facet]]
      .map(([key, count]) => ({ key, label: label(key), count }))
      .sort((a, b) => b.count - a.count || compareText(a.label, b.label));
  const inOrder = (facet: Facet, order: readonly string[], label: (key: string) => string): FacetValue[] =>
    order
      .filter((key) => counts[facet].has(key))
      .map((key) => ({ key, label: label(key), count: counts[facet].get(key) ?? 0 }));
  return {
    tags: listed("tags", (key) => names.tags.get(key) ?? ""),
    sources: listed("sources", (key) => names.sources.get(key) ?? ""),
    stances: inOrder("stances", StanceState.options, (key) => stanceLabel[key as StanceState]),
    grades: inOrder("grades", GradeBucket.options, (key) => gradeBucketLabel[key as GradeBucket]),
    asserters: listed("asserters", (key) =>
      key === "none"
        ? "nobody named"
        : (asserters.get(key) ?? names.sources.get(key) ?? key.replace(/^text:/, "")),
    ),
    kinds: listed("kinds", (key) => key),
    analysts: listed("analysts", (key) => analysts.get(key) ?? ""),
  };
};

type Order = (a: ClaimFacts, b: ClaimFacts) => number;

/** Compares what may be missing; what is missing comes last in either direction. */
const byOptional =
  <T>(value: (facts: ClaimFacts) => T | null, compare: (a: T, b: T) => number) =>
  (a: ClaimFacts, b: ClaimFacts, sign: 1 | -1): number => {
    const [left, right] = [value(a), value(b)];
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
    return sign * compare(left, right);
  };
const plain = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);

type Sort = NonNullable<ClaimQuery["sort"]>;

const comparisons: Readonly<Record<Sort, (a: ClaimFacts, b: ClaimFacts, sign: 1 | -1) => number>> = {
  statement: byOptional(({ claim }) => claim.statement, compareText),
  evidence: byOptional(({ claim }) => claim.supports + claim.contradicts + claim.context, plain),
  grade: byOptional(({ rank }) => rank, plain),
  judgement: byOptional(
    ({ claim }) => (claim.likelihood === null ? null : Likelihood.options.indexOf(claim.likelihood)),
    plain,
  ),
  "event-date": byOptional(({ claim }) => claim.eventDate, plain),
  asserter: byOptional(({ claim }) => (claim.asserterName === "" ? null : claim.asserterName), compareText),
  updated: byOptional(({ claim }) => claim.updatedAt, plain),
};

/** Directions that a column has when none is asked for: the newest, the most, the likeliest first; else upwards. */
const descending: ReadonlySet<Sort> = new Set(["evidence", "judgement", "updated"]);

/** How claims stand that are alike in what they are sorted by: by statement, then by id. */
export const byStatement = (statement: string, id: string, other: string, otherId: string): number =>
  compareText(statement, other) || (id < otherId ? -1 : 1);

/** Claims in the order that a query asks for; newest change first without one. Ties by statement, then id. */
export const sortClaims = (
  claims: readonly ClaimFacts[],
  { sort = "updated", direction }: ClaimQuery,
): ClaimFacts[] => {
  const isDescending = direction === undefined ? descending.has(sort) : direction === "descending";
  const compare = comparisons[sort];
  const sign = isDescending ? -1 : 1;
  const order: Order = (a, b) =>
    compare(a, b, sign) || byStatement(a.claim.statement, a.claim.id, b.claim.statement, b.claim.id);
  return [...claims].sort(order);
};
