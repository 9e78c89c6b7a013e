import type { Credibility, Reliability } from "../domain/grade";
import type { ArticleId, TagId } from "../ids";
import type { Coded } from "./alpha";
import { type PreparedUnit, prepareUnit } from "./coded-alpha";
import { matchSpans } from "./match-spans";
import { partition, passagesOf } from "./partition";
import { type Stretch, spanRows } from "./span-f1";

/** A highlight of one of the analysts compared; `coder` is their place among them. */
export type Marked = Stretch & { readonly coder: number; readonly tagIds: readonly TagId[] };

/** A graded piece of evidence of one of them, where its highlight stands. */
export type Graded = Stretch & {
  readonly coder: number;
  readonly claimId: string;
  readonly credibility: Credibility;
};

/** What they did in one article. Offsets and `length` in UTF-16 units. */
export type MarkedArticle = {
  readonly id: ArticleId;
  readonly title: string;
  readonly length: number;
  readonly highlights: readonly Marked[];
  readonly evidence: readonly Graded[];
};

/** Everything that the figures are worked out of. */
export type AgreementData = {
  readonly coders: number;
  readonly articles: readonly MarkedArticle[];
  /** The tags that may stand on the highlights, in the order in which they are to be listed. */
  readonly tags: readonly { readonly id: TagId; readonly name: string }[];
  /** Sources, and articles with letters of their own: for each the analysts' letters. */
  readonly rated: readonly Coded<Reliability>[];
};

/** Items of each coder, in the order in which they came. */
export const byCoder = <T extends { readonly coder: number }>(items: readonly T[], coders: number): T[][] => {
  const own: T[][] = Array.from({ length: coders }, () => []);
  for (const item of items) own[item.coder]?.push(item);
  return own;
};

/** What one article comes to, worked out once for all the scopes that it is part of. */
export type Digest = {
  readonly article: MarkedArticle;
  /** Highlights that stand for the same passage, at most one of each coder. */
  readonly matches: readonly Coded<Marked>[];
  readonly credibilities: readonly Coded<Credibility>[];
  /** How much of each passage is matched exactly, and by overlap. */
  readonly exact: readonly Float64Array[];
  readonly overlap: readonly Float64Array[];
  /** Its tagged passages. */
  readonly coded: readonly PreparedUnit[];
};

/** Matches what the analysts did in one article. */
export const digestOf = (article: MarkedArticle, coders: number): Digest => {
  const inMatch = <T extends { readonly coder: number }>(all: readonly T[], group: readonly number[]) => {
    const row: (T | null)[] = Array.from({ length: coders }, () => null);
    for (const at of group) {
      const one = all[at];
      if (one !== undefined) row[one.coder] = one;
    }
    return row;
  };
  const { highlights, evidence } = article;
  const tagged = highlights.map((one) => ({ ...one, about: [...one.tagIds].sort().join() }));
  const graded = evidence.map((one) => ({ ...one, about: one.claimId }));
  const passages = passagesOf(highlights).map((passage) => byCoder(passage, coders));
  return {
    article,
    exact: spanRows(passages, "exact"),
    overlap: spanRows(passages, "overlap"),
    matches: matchSpans(tagged, "overlap").map((group) => inMatch(highlights, group)),
    credibilities: matchSpans(graded, "about").map((group) =>
      inMatch(evidence, group).map((one) => one?.credibility ?? null),
    ),
    coded: passagesOf(highlights.filter(({ tagIds }) => tagIds.length > 0)).map((passage) =>
      prepareUnit(
        byCoder(passage, coders).map((own) =>
          partition(own.map(({ start, end, tagIds }) => ({ start, end, codes: tagIds }))),
        ),
      ),
    ),
  };
};
