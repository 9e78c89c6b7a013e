import { describe, expect, it } from "vitest";
import type { AgreementReport } from "../../../../shared/domain/agreement";
import { as, figure, grade, mark, source, tag } from "../../../agreement-work";
import { anAnalyst, anOpenSession, must, withArticle } from "../../../builders";

const [ada, bea, cy] = [
  anAnalyst(1, { name: "Ada" }),
  anAnalyst(2, { name: "Bea" }),
  anAnalyst(3, { name: "Cy" }),
];
const text =
  "The first troops left the base on Friday.\n\nMore than 1,000 remain, two officials said.\n\nNobody would say for how long they stay there.";
const otherText = "Talks opened in the capital.\n\nBoth sides called them useful. A date was not set.";

type Session = Awaited<ReturnType<typeof anOpenSession>>;
const reportOf = async (
  session: Session,
  set: {
    readonly articleIds?: AgreementReport["articles"][number]["id"][];
    readonly hasIntervals?: boolean;
  } = {},
  analysts = [ada, bea],
): Promise<AgreementReport> =>
  must(await session.call("agreement", "report", { analystIds: analysts.map(({ id }) => id), ...set }));

/** Ada and Bea on one article: one passage alike, one with other edges and tags, one that Ada alone marked. */
const twoAtWork = async () => {
  const session = await anOpenSession({ analyst: ada });
  const article = await withArticle(session, text, "Troops leave");
  const [troops, numbers] = [await tag(session, "troops"), await tag(session, "numbers")];
  const alike = await mark(session, article, text, "troops left the base", [troops]);
  await mark(session, article, text, "More than 1,000 remain", [numbers]);
  await mark(session, article, text, "how long they stay", [troops]);
  await as(session, bea);
  const hers = await mark(session, article, text, "troops left the base", [troops]);
  const other = await mark(session, article, text, "1,000 remain, two officials", [troops]);
  await as(session, ada);
  return { session, article, troops, numbers, alike, hers, other };
};

describe("an agreement report", () => {
  it("has figures over all, by tag and by article", async () => {
    const { session, article, troops, numbers } = await twoAtWork();
    const { analysts, articles, figures, excluded } = await reportOf(session);
    expect(analysts.map(({ name }) => name)).toEqual(["Ada", "Bea"]);
    expect(articles).toEqual([{ id: article, title: "Troops leave" }]);
    expect(excluded).toEqual([]);
    // Exact: 1 of 3 and 1 of 2; overlapping: 2 of 3 and 2 of 2.
    expect(figure(figures, "spans-exact").value).toBeCloseTo(0.4, 12);
    expect(figure(figures, "spans-overlap").value).toBeCloseTo(0.8, 12);
    expect(figure(figures, "spans-exact").n).toBe(5);
    // Two matched passages, four values: troops three times, numbers once; one of two passages differs.
    expect(figure(figures, "tags-nominal").value).toBeCloseTo(1 - (3 * 2) / 6, 12);
    expect(figure(figures, "tags-nominal").n).toBe(2);
    expect(figure(figures, `spans-exact:${troops}`).value).toBeCloseTo((2 * 1) / 4, 12);
    expect(figure(figures, `spans-exact:${numbers}`).value).toBe(0);
    expect(figure(figures, `spans-overlap:${article}`).value).toBeCloseTo(0.8, 12);
    expect(figure(figures, "tags-coded").n).toBe(2);
    const scopes = figures.map(({ scope }) => (scope.kind === "tag" ? scope.name : scope.kind));
    expect([...new Set(scopes)]).toEqual(["all", "numbers", "troops", "article"]);
  });

  it("says in words why a figure has no value", async () => {
    const { session } = await twoAtWork();
    const { figures } = await reportOf(session);
    expect(figure(figures, "credibility-kappa")).toMatchObject({
      value: null,
      n: 0,
      why: "No matched evidence was graded 1 to 5 by two of them.",
    });
    for (const { value, why } of figures) expect(value === null).toBe(why !== "");
  });

  it("compares credibility on matched evidence, also of claims worded apart, and counts 6 without using it", async () => {
    const { session, alike, hers, other, article } = await twoAtWork();
    await grade(session, alike, 2);
    const longer = await mark(session, article, text, "how long they stay there");
    await grade(session, longer, 5);
    await as(session, bea);
    await grade(session, hers, 2, "The troops are gone.");
    await grade(session, other, 3, "Nobody of Ada’s has this.");
    const his = await mark(session, article, text, "for how long they stay");
    await grade(session, his, 6);
    const { figures } = await reportOf(session);
    const kappa = figure(figures, "credibility-kappa");
    expect(kappa).toMatchObject({ n: 1, leftOut: 1, value: null });
    expect(kappa.why).toContain("same");
  });

  it("gives 1 where all digits are the same and differ among passages", async () => {
    const { session, alike, hers, article } = await twoAtWork();
    await grade(session, alike, 2);
    const mine = await mark(session, article, text, "Nobody would say");
    await grade(session, mine, 4);
    await as(session, bea);
    await grade(session, hers, 2);
    const her = await mark(session, article, text, "Nobody would say");
    await grade(session, her, 4);
    const { figures } = await reportOf(session);
    expect(figure(figures, "credibility-kappa")).toMatchObject({ value: 1, n: 2 });
    expect(figure(figures, "credibility-alpha").value).toBeCloseTo(1, 12);
    expect(figure(figures, `credibility-alpha:${article}`).value).toBeCloseTo(1, 12);
  });

  it("compares the letters of sources and of articles with a letter of their own", async () => {
    const { session, article } = await twoAtWork();
    const second = await withArticle(session, otherText, "Talks");
    await mark(session, second, otherText, "Talks opened");
    const [wire, paper] = [
      await source(session, article, "Harbour Wire"),
      await source(session, second, "Daily Paper"),
    ];
    const rate = async (
      target: { sourceId: typeof wire } | { articleId: typeof article },
      letter: "B" | "D" | "F",
    ) => must(await session.call("sources", "rate", { target, reliability: letter, reason: "because" }));
    await rate({ sourceId: wire }, "B");
    await rate({ sourceId: paper }, "D");
    await as(session, bea);
    await mark(session, second, otherText, "Talks opened");
    await rate({ sourceId: wire }, "F");
    await rate({ sourceId: wire }, "B");
    await rate({ sourceId: paper }, "F");
    await rate({ articleId: second }, "D");
    const { figures } = await reportOf(session);
    // The wire B and B, the paper D and F (left out), the second article D (its source's) and D.
    expect(figure(figures, "reliability-kappa")).toMatchObject({ value: 1, n: 2, leftOut: 1 });
    expect(figure(figures, "reliability-alpha").value).toBeCloseTo(1, 12);
  });

  it("takes the articles that all highlighted something in, or those that are named", async () => {
    const { session, article } = await twoAtWork();
    const second = await withArticle(session, otherText, "Talks");
    await mark(session, second, otherText, "Talks opened");
    const report = await reportOf(session);
    expect(report.articles.map(({ id }) => id)).toEqual([article]);
    expect(report.excluded).toEqual(["One article in which not all of them highlighted something."]);
    const named = await reportOf(session, { articleIds: [second] });
    expect(named.articles.map(({ id }) => id)).toEqual([second]);
    expect(figure(named.figures, "spans-exact").value).toBe(0);
    expect(named.excluded).toEqual([]);
  });

  it("is of three analysts the mean over their pairs", async () => {
    const { session, article, troops } = await twoAtWork();
    await as(session, cy);
    await mark(session, article, text, "troops left the base", [troops]);
    const { figures } = await reportOf(session, {}, [ada, bea, cy]);
    // Ada and Bea 0.4, Ada and Cy 2/4, Bea and Cy 2/3.
    expect(figure(figures, "spans-exact").value).toBeCloseTo((0.4 + 0.5 + 2 / 3) / 3, 12);
  });

  it("has the same intervals each time, and without asking none", async () => {
    const { session } = await twoAtWork();
    const plain = await reportOf(session);
    expect(plain.figures.every(({ low, high }) => low === null && high === null)).toBe(true);
    const [one, other] = [
      await reportOf(session, { hasIntervals: true }),
      await reportOf(session, { hasIntervals: true }),
    ];
    expect(one).toEqual(other);
    const { low, high, value } = figure(one.figures, "spans-overlap");
    expect(low).toBeLessThanOrEqual(value ?? 0);
    expect(high).toBeGreaterThanOrEqual(value ?? 0);
  });

  it("refuses analysts that are not there, one alone, and the same twice", async () => {
    const { session } = await twoAtWork();
    const ask = async (analystIds: (typeof ada.id)[]) => {
      const answer = await session.call("agreement", "report", { analystIds });
      return answer.ok ? "" : answer.error.kind;
    };
    expect(await ask([ada.id, cy.id])).toBe("not-found");
    expect(await ask([ada.id])).toBe("invalid-input");
    expect(await ask([ada.id, ada.id])).toBe("invalid-input");
  });

  it("lists everybody who can be compared", async () => {
    const { session } = await twoAtWork();
    expect(must(await session.call("agreement", "analysts", undefined))).toEqual([
      { id: ada.id, name: "Ada", highlights: 3, articles: 1, sharedArticles: 1, isCompared: true },
      { id: bea.id, name: "Bea", highlights: 2, articles: 1, sharedArticles: 1, isCompared: true },
    ]);
  });

  it("compares everybody who keeps an article that all of them worked on, and nobody who worked alone", async () => {
    const { session } = await twoAtWork();
    const other = await withArticle(session, otherText, "Talks");
    const own = await withArticle(session, "A third text that Dan alone read.", "Third");
    await as(session, bea);
    await mark(session, other, otherText, "Both sides");
    await as(session, cy);
    // In an article of Bea's, which Ada left alone: with Cy there would be no article that all three worked on.
    await mark(session, other, otherText, "A date");
    await as(session, anAnalyst(4, { name: "Dan" }));
    await mark(session, own, "A third text that Dan alone read.", "Dan alone");
    await as(session, anAnalyst(5, { name: "Eve" }));
    await tag(session, "Eve was here");
    const listed = must(await session.call("agreement", "analysts", undefined));
    const about = listed.map(({ name, sharedArticles, isCompared }) => ({
      name,
      sharedArticles,
      isCompared,
    }));
    expect(about).toEqual([
      { name: "Ada", sharedArticles: 1, isCompared: true },
      { name: "Bea", sharedArticles: 2, isCompared: true },
      { name: "Cy", sharedArticles: 1, isCompared: false },
      { name: "Dan", sharedArticles: 0, isCompared: false },
      { name: "Eve", sharedArticles: 0, isCompared: false },
    ]);
  });
});
