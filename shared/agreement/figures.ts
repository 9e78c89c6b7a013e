import { type AgreementMeasure, type Figure, type FigureScope, measureWording } from "../domain/agreement";
import type { Credibility, Reliability } from "../domain/grade";
import type { TagId } from "../ids";
import { type Coded, nominalAlpha, ordinalAlpha, yesNoAlpha } from "./alpha";
import { type Basis, basisOf, nouns, remarkOf } from "./basis";
import {
  bootstrapInterval,
  type Draws,
  drawsFrom,
  type Interval,
  measureInterval,
  type Steps,
} from "./bootstrap";
import { codedAlpha, codedAlphaOf, type PreparedUnit } from "./coded-alpha";
import { type AgreementData, byCoder, type Digest, digestOf, type Marked } from "./digest";
import { quadraticKappa } from "./kappa";
import { type Estimate, estimateOf, type Measure, type NoFigureReason } from "./measure";
import { joined, passagesOf } from "./partition";
import type { Random } from "./random";
import { spanF1, spanRows } from "./span-f1";
import { type Disagreements, disagreements, unitizingAlpha } from "./unitizing-alpha";

/** A measure with what its figure shows beside the value. */
type Prepared = {
  readonly id: AgreementMeasure;
  readonly estimate: Estimate;
  readonly interval: (draws: Draws) => Steps<Interval | null>;
  readonly n: number;
  /** What the interval draws from. */
  readonly basis: Basis;
  readonly leftOut?: number;
};

const whyNone: Readonly<Record<AgreementMeasure, string>> = {
  "spans-exact": "None of them highlighted anything.",
  "spans-overlap": "None of them highlighted anything.",
  "tags-nominal": "No tagged passage was highlighted by two of them.",
  "tags-coded": "No text was tagged by two of them.",
  "tags-unitizing": "None of them tagged anything.",
  "reliability-kappa": "Nothing was rated A to E by two of them.",
  "reliability-alpha": "Nothing was rated A to E by two of them.",
  "credibility-kappa": "No matched evidence was graded 1 to 5 by two of them.",
  "credibility-alpha": "No matched evidence was graded 1 to 5 by two of them.",
};

const whyOf = (id: AgreementMeasure, reason: NoFigureReason): string => {
  if (reason === "one-analyst") return "Agreement needs two analysts or more.";
  return reason === "no-units"
    ? whyNone[id]
    : "All values are the same, so that nothing tells agreement from chance.";
};

/**
 * @param groups the article of each unit
 * @param telling those of the units that tell anything: what two of them marked or graded
 */
const prepared = (
  id: AgreementMeasure,
  measure: Measure,
  groups: readonly number[],
  n: number,
  telling: readonly number[] = groups,
  leftOut = 0,
): Prepared => ({
  id,
  estimate: estimateOf(measure),
  interval: (draws) => measureInterval(measure, groups, draws),
  n,
  basis: basisOf(id, telling),
  leftOut,
});

/** Units of some articles, with the number of the article that each is from. */
type Collected<T> = { readonly units: readonly T[]; readonly groups: readonly number[] };

const collect = <T>(digests: readonly Digest[], unitsOf: (digest: Digest) => readonly T[]): Collected<T> => {
  const units: T[] = [];
  const groups: number[] = [];
  digests.forEach((digest, group) => {
    for (const unit of unitsOf(digest)) {
      units.push(unit);
      groups.push(group);
    }
  });
  return { units, groups };
};

/** Units of some articles, the same for every tag. */
type Whole = {
  readonly digests: readonly Digest[];
  /** Matched passages on which at least one of the analysts put a tag. */
  readonly tagged: Collected<Coded<Marked>>;
  readonly coded: Collected<PreparedUnit>;
};

const wholeOf = (digests: readonly Digest[]): Whole => ({
  digests,
  tagged: collect(digests, ({ matches }) =>
    matches.filter((match) => match.some((one) => one !== null && one.tagIds.length > 0)),
  ),
  coded: collect(digests, ({ coded }) => coded),
});

/** What a figure is worked out of: some articles, and one tag or all. */
type Scoped = {
  readonly whole: Whole;
  readonly coders: number;
  readonly tagId: TagId | null;
};

const hasTag =
  (tagId: TagId | null) =>
  ({ tagIds }: Marked): boolean =>
    tagId === null || tagIds.includes(tagId);

const spanFigure = (
  { whole: { digests }, coders, tagId }: Scoped,
  matching: "exact" | "overlap",
): Prepared => {
  const isMeant = hasTag(tagId);
  const { units, groups } = collect(digests, (digest) =>
    tagId === null
      ? digest[matching]
      : spanRows(
          passagesOf(digest.article.highlights.filter(isMeant)).map((passage) => byCoder(passage, coders)),
          matching,
        ),
  );
  const n = digests.reduce((sum, { article }) => sum + article.highlights.filter(isMeant).length, 0);
  return prepared(`spans-${matching}`, spanF1(units), groups, n);
};

const isPairable = (unit: Coded<unknown> | undefined): boolean =>
  unit !== undefined && unit.filter((value) => value !== null).length > 1;
const countPairable = (units: readonly Coded<unknown>[]): number => units.filter(isPairable).length;

const nominalFigure = ({ whole: { tagged }, tagId }: Scoped): Prepared => {
  const { units, groups } = tagged;
  if (tagId === null) {
    const values = units.map((match) => match.map((one) => one && [...one.tagIds].sort().join()));
    const telling = groups.filter((_, at) => isPairable(values[at]));
    return prepared("tags-nominal", nominalAlpha(values), groups, countPairable(values), telling);
  }
  const counts = units.map((match) => {
    let [present, yes] = [0, 0];
    for (const one of match)
      if (one !== null) {
        present += 1;
        if (one.tagIds.includes(tagId)) yes += 1;
      }
    return { present, yes };
  });
  const telling = groups.filter((_, at) => (counts[at]?.present ?? 0) > 1);
  return prepared("tags-nominal", yesNoAlpha(counts), groups, telling.length, telling);
};

const codedFigure = ({ whole: { coded }, tagId }: Scoped): Prepared => {
  const { units, groups } = coded;
  const measure = tagId === null ? codedAlpha(units) : codedAlphaOf(units, tagId);
  const isTelling = ({ common, codes }: PreparedUnit) =>
    common.length > 0 && (tagId === null || codes.has(tagId));
  const telling = groups.filter((_, at) => units.slice(at, at + 1).some(isTelling));
  return prepared("tags-coded", measure, groups, telling.length, telling);
};

const unitized = (digests: readonly Digest[], coders: number, tagId: TagId): Disagreements =>
  disagreements(
    digests.map(({ article: { length, highlights } }) => ({
      length,
      coders: byCoder(highlights.filter(hasTag(tagId)), coders).map(joined),
    })),
  );

const unitizingFigure = (digests: readonly Digest[], codes: readonly Disagreements[]): Prepared => {
  const n = codes.reduce((sum, code) => sum + code().units, 0);
  const cost = 10 * (n + digests.length * codes.length);
  return {
    id: "tags-unitizing",
    estimate: unitizingAlpha(codes),
    interval: (draws) =>
      bootstrapInterval(digests.length, (times) => unitizingAlpha(codes, times), draws, cost),
    n,
    basis: { pieces: digests.length, noun: nouns.article },
  };
};

/** Kappa and alpha of grades, without those that cannot be judged. */
const gradeFigures = <T>(
  noun: "reliability" | "credibility",
  all: readonly Coded<T>[],
  groups: readonly number[],
  rankOf: (grade: T) => number | null,
): Prepared[] => {
  const ranks = all.map((unit) => unit.map((grade) => (grade === null ? null : rankOf(grade))));
  let leftOut = 0;
  all.forEach((unit, at) => {
    if (!isPairable(unit)) return;
    unit.forEach((grade, coder) => {
      if (grade !== null && ranks[at]?.[coder] === null) leftOut += 1;
    });
  });
  const telling = groups.filter((_, at) => isPairable(ranks[at]));
  const n = telling.length;
  return [
    prepared(`${noun}-kappa`, quadraticKappa(ranks), groups, n, telling, leftOut),
    prepared(`${noun}-alpha`, ordinalAlpha(ranks, 5), groups, n, telling, leftOut),
  ];
};

const rankOfReliability = (letter: Reliability): number | null =>
  letter === "F" ? null : "ABCDE".indexOf(letter) + 1;
const rankOfCredibility = (digit: Credibility): number | null => (digit === 6 ? null : digit);

const credibilityFigures = (digests: readonly Digest[]): Prepared[] => {
  const { units, groups } = collect(digests, ({ credibilities }) => credibilities);
  return gradeFigures("credibility", units, groups, rankOfCredibility);
};

/** Measures are worked out one by one, because each may take a while. */
type Makers = readonly (() => readonly Prepared[])[];

const spanAndTagMakers = (scoped: Scoped, codes: readonly Disagreements[]): Makers => [
  () => [spanFigure(scoped, "exact")],
  () => [spanFigure(scoped, "overlap")],
  () => [nominalFigure(scoped)],
  () => [codedFigure(scoped)],
  () => [unitizingFigure(scoped.whole.digests, codes)],
];

function* finish(scope: FigureScope, makers: Makers, draws: Draws | null): Steps<Figure[]> {
  const figures: Figure[] = [];
  for (const make of makers) {
    for (const { id, estimate, interval, n, basis, leftOut = 0 } of make()) {
      const { value, reason } = estimate;
      const ends = value === null || draws === null ? null : yield* interval(draws);
      figures.push({
        id: scope.kind === "all" ? id : `${id}:${scope.id}`,
        measure: id,
        name: measureWording[id].name,
        scope,
        value,
        low: ends?.low ?? null,
        high: ends?.high ?? null,
        remark: value === null || draws === null ? "" : remarkOf(basis, ends !== null),
        n,
        leftOut,
        why: reason === null ? "" : whyOf(id, reason),
      });
    }
    yield;
  }
  return figures;
}

/** Runs through a list with a pause after each. */
function* each<T, R>(items: readonly T[], work: (item: T) => R): Steps<R[]> {
  const done: R[] = [];
  for (const item of items) {
    done.push(work(item));
    yield;
  }
  return done;
}

/**
 * All figures of agreement: over all, by tag (spans and tags), by article (all but reliability, of which an article
 * is one unit alone). A generator, because with intervals this takes a while; it pauses every few milliseconds.
 *
 * @param newRandom a fresh source of random numbers for each interval, or null for no intervals; the same each
 *   time makes every interval depend on its own data alone
 */
export function* agreementFigures(
  { coders, articles, tags, rated }: AgreementData,
  newRandom: (() => Random) | null,
): Steps<Figure[]> {
  const draws = newRandom === null ? null : drawsFrom(newRandom);
  const digests = yield* each(articles, (article) => digestOf(article, coders));
  const whole = wholeOf(digests);
  const codes = yield* each(tags, ({ id }) => unitized(digests, coders, id));
  const everyone = rated.map((_, at) => at);
  const overAll: Makers = [
    ...spanAndTagMakers({ whole, coders, tagId: null }, codes),
    () => gradeFigures("reliability", rated, everyone, rankOfReliability),
    () => credibilityFigures(digests),
  ];
  const figures = yield* finish({ kind: "all" }, overAll, draws);
  for (const [at, { id, name }] of tags.entries()) {
    const makers = spanAndTagMakers({ whole, coders, tagId: id }, codes.slice(at, at + 1));
    figures.push(...(yield* finish({ kind: "tag", id, name }, makers, draws)));
  }
  for (const digest of digests) {
    const own = [...new Set(digest.article.highlights.flatMap(({ tagIds }) => tagIds))];
    const one = [digest];
    const ownCodes = own.map((tagId) => unitized(one, coders, tagId));
    const makers: Makers = [
      ...spanAndTagMakers({ whole: wholeOf(one), coders, tagId: null }, ownCodes),
      () => credibilityFigures(one),
    ];
    const { id, title } = digest.article;
    figures.push(...(yield* finish({ kind: "article", id, title }, makers, draws)));
  }
  return figures;
}
