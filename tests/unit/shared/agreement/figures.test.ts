import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Steps } from "../../../../shared/agreement/bootstrap";
import type { AgreementData, Graded, Marked, MarkedArticle } from "../../../../shared/agreement/digest";
import { agreementFigures } from "../../../../shared/agreement/figures";
import { seededRandom } from "../../../../shared/agreement/random";
import type { Figure } from "../../../../shared/domain/agreement";
import { Credibility, Reliability } from "../../../../shared/domain/grade";
import { ArticleId, TagId } from "../../../../shared/ids";

const tags = ["a", "b", "c"].map((name) => ({ id: TagId.parse(`tag-${name.repeat(32)}`), name }));
const articleId = (number: number) => ArticleId.parse(`art-${String(number).padStart(32, "0")}`);
const coders = 3;
const length = 120;

const figuresOf = (data: AgreementData, hasIntervals = false): Figure[] => {
  const steps: Steps<Figure[]> = agreementFigures(data, hasIntervals ? () => seededRandom(1) : null);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
};

const stretch = fc
  .tuple(fc.integer({ min: 0, max: length - 20 }), fc.integer({ min: 1, max: 20 }))
  .map(([start, wide]) => ({ start, end: start + wide }));
const coder = fc.integer({ min: 0, max: coders - 1 });
const highlight: fc.Arbitrary<Marked> = fc
  .tuple(stretch, coder, fc.subarray(tags.map(({ id }) => id)))
  .map(([span, own, tagIds]) => ({ ...span, coder: own, tagIds }));
const evidence: fc.Arbitrary<Graded> = fc
  .tuple(stretch, coder, fc.constantFrom("x", "y"), fc.integer({ min: 1, max: 6 }))
  .map(([span, own, claimId, digit]) => ({
    ...span,
    coder: own,
    claimId,
    credibility: Credibility.parse(digit),
  }));
const article = fc
  .tuple(fc.array(highlight, { maxLength: 10 }), fc.array(evidence, { maxLength: 6 }))
  .map(([highlights, graded]) => ({ highlights, evidence: graded }));
const letters = fc.array(fc.option(fc.constantFrom(...Reliability.options)), {
  minLength: coders,
  maxLength: coders,
});
const data: fc.Arbitrary<AgreementData> = fc
  .tuple(fc.array(article, { maxLength: 4 }), fc.array(letters, { maxLength: 6 }))
  .map(([articles, rated]) => ({
    coders,
    tags,
    rated,
    articles: articles.map(
      (one, at): MarkedArticle => ({ ...one, id: articleId(at), title: `${at}`, length }),
    ),
  }));

/** The same work with the analysts in another order, and the articles too. */
const turned = ({ articles, rated, ...rest }: AgreementData): AgreementData => {
  const other = <T extends { readonly coder: number }>(one: T): T => ({
    ...one,
    coder: coders - 1 - one.coder,
  });
  return {
    ...rest,
    rated: [...rated].reverse().map((unit) => [...unit].reverse()),
    articles: [...articles]
      .reverse()
      .map((one) => ({ ...one, highlights: one.highlights.map(other), evidence: one.evidence.map(other) })),
  };
};

const byId = (figures: readonly Figure[]) => new Map(figures.map((figure) => [figure.id, figure]));

describe("all figures together", () => {
  it("are numbers up to 1 or say why there is none, with intervals round about them", () => {
    fc.assert(
      fc.property(data, (work) => {
        for (const { id, value, low, high, n, why, remark } of figuresOf(work, true)) {
          expect(value === null, id).toBe(why !== "");
          expect(Number.isInteger(n) && n >= 0).toBe(true);
          if (value !== null)
            expect(Number.isFinite(value) && value <= 1 + 1e-12, `${id} ${value}`).toBe(true);
          if (low !== null && high !== null) expect(low <= high && high <= 1 + 1e-12, id).toBe(true);
          if (value === null) expect([low, high, remark]).toEqual([null, null, ""]);
          else if (n < 10) expect(remark, `${id} ${low}`).not.toBe("");
        }
      }),
      { numRuns: 30 },
    );
  });

  it("do not depend on the order in which analysts and articles are named", () => {
    fc.assert(
      fc.property(data, (work) => {
        // Several highlights of one analyst on the very same words may be matched in more than one way.
        const places = work.articles.flatMap(({ highlights, evidence: graded }, at) =>
          [...highlights, ...graded].map((one) => `${at} ${one.start}`),
        );
        fc.pre(new Set(places).size === places.length);
        const [one, other] = [byId(figuresOf(work)), byId(figuresOf(turned(work)))];
        expect([...other.keys()].sort()).toEqual([...one.keys()].sort());
        for (const [id, { value, n, leftOut }] of one) {
          const again = other.get(id);
          expect([id, again?.n, again?.leftOut, again?.value === null]).toEqual([
            id,
            n,
            leftOut,
            value === null,
          ]);
          if (value !== null) expect(again?.value, id).toBeCloseTo(value, 9);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("on the coded regions do not change with text that nobody coded, while those on the whole text do", () => {
    const marked = (own: number, start: number, end: number, tag: number): Marked => ({
      coder: own,
      start,
      end,
      tagIds: tags.slice(tag, tag + 1).map(({ id }) => id),
    });
    const highlights = [marked(0, 0, 20, 0), marked(0, 40, 60, 1), marked(1, 5, 25, 0), marked(1, 40, 60, 0)];
    const work = (long: number): AgreementData => ({
      coders: 2,
      tags,
      rated: [],
      articles: [{ id: articleId(1), title: "", length: long, highlights, evidence: [] }],
    });
    const [short, padded] = [byId(figuresOf(work(100))), byId(figuresOf(work(1_000_000)))];
    expect(padded.get("tags-coded")).toEqual(short.get("tags-coded"));
    expect(padded.get("tags-nominal")).toEqual(short.get("tags-nominal"));
    expect(padded.get("tags-unitizing")?.value).toBeGreaterThan(short.get("tags-unitizing")?.value ?? 1);
  });
});
