import { describe, expect, it } from "vitest";
import type { AgreedVersion, Disagreement } from "../../../../shared/domain/agreement";
import { as, figure, grade, mark, source, tag } from "../../../agreement-work";
import { anAnalyst, anOpenSession, must, withArticle } from "../../../builders";

const [ada, bea, cy] = [
  anAnalyst(1, { name: "Ada" }),
  anAnalyst(2, { name: "Bea" }),
  anAnalyst(3, { name: "Cy" }),
];
const text =
  "The first troops left the base on Friday.\n\nMore than 1,000 remain, two officials said.\n\nNobody would say for how long.";
const analystIds = [ada.id, bea.id];

type Session = Awaited<ReturnType<typeof anOpenSession>>;
const disagreements = async (session: Session): Promise<Disagreement[]> =>
  must(await session.call("agreement", "disagreements", { analystIds }));
const settle = async (session: Session, ...items: AgreedVersion[]) =>
  session.call("agreement", "settle", { items });
const figures = async (session: Session) =>
  must(await session.call("agreement", "report", { analystIds })).figures;

/** Ada and Bea disagree on a span and on tags, and agree on one passage; Cy is at work. */
const twoInDoubt = async () => {
  const session = await anOpenSession({ analyst: ada });
  const article = await withArticle(session, text, "Troops leave");
  const [troops, numbers] = [await tag(session, "troops"), await tag(session, "numbers")];
  await mark(session, article, text, "Friday", [troops]);
  const adaSpan = await mark(session, article, text, "troops left the base", [troops]);
  const adaTags = await mark(session, article, text, "More than 1,000 remain", [numbers]);
  await as(session, bea);
  await mark(session, article, text, "Friday", [troops]);
  const beaSpan = await mark(session, article, text, "first troops left", [troops]);
  const beaTags = await mark(session, article, text, "More than 1,000 remain", [troops]);
  await as(session, cy);
  return { session, article, troops, numbers, adaSpan, adaTags, beaSpan, beaTags };
};

describe("disagreements", () => {
  it("are listed by place, with what each of them said", async () => {
    const { session, article, troops, numbers, adaTags, beaTags } = await twoInDoubt();
    const found = await disagreements(session);
    expect(found.map(({ kind }) => kind)).toEqual(["span", "tags"]);
    expect(found[1]).toMatchObject({
      articleId: article,
      articleTitle: "Troops leave",
      isSettled: false,
      settledBy: null,
    });
    expect(found[1]?.sides).toMatchObject([
      { analyst: "Ada", highlightId: adaTags, quote: "More than 1,000 remain", tagIds: [numbers] },
      { analyst: "Bea", highlightId: beaTags, quote: "More than 1,000 remain", tagIds: [troops] },
    ]);
  });

  it("show who marked nothing where the other marked something", async () => {
    const { session, article } = await twoInDoubt();
    await as(session, bea);
    await mark(session, article, text, "Nobody would say");
    const last = (await disagreements(session)).at(-1);
    expect(last?.kind).toBe("span");
    expect(last?.sides.map(({ highlightId }) => highlightId === null)).toEqual([true, false]);
  });
});

describe("an agreed version", () => {
  it("is a highlight by the adjudicator; the originals and the figures stay as they were", async () => {
    const { session, article, troops, numbers, adaSpan, beaSpan } = await twoInDoubt();
    const before = await figures(session);
    const [span] = await disagreements(session);
    const agreed = { start: 4, end: 30 };
    must(await settle(session, { id: span?.id ?? "", span: agreed, tagIds: [numbers, troops] }));
    const all = must(await session.call("highlights", "list", { articleId: article }));
    const own = all.filter(({ analystId }) => analystId === cy.id);
    expect(own).toMatchObject([{ anchor: agreed, tagIds: [numbers, troops] }]);
    for (const id of [adaSpan, beaSpan]) expect(all.some((one) => one.id === id)).toBe(true);
    const after = await disagreements(session);
    expect(after[0]).toMatchObject({ isSettled: true, settledBy: own[0]?.id });
    expect(after[1]).toMatchObject({ isSettled: false });
    expect(await figures(session)).toEqual(before);
  });

  it("counts for nothing even when the adjudicator is one of those compared", async () => {
    const { session } = await twoInDoubt();
    const before = await figures(session);
    await as(session, ada);
    const [span, tags] = await disagreements(session);
    must(
      await settle(
        session,
        { id: span?.id ?? "", span: { start: 0, end: 9 }, tagIds: [] },
        { id: tags?.id ?? "", span: tags?.sides[0]?.span ?? null, tagIds: [] },
      ),
    );
    expect(await figures(session)).toEqual(before);
    expect((await disagreements(session)).every(({ isSettled }) => isSettled)).toBe(true);
  });

  it("can be that nothing is marked there, and one undo takes it back", async () => {
    const { session, article } = await twoInDoubt();
    const [span] = await disagreements(session);
    must(await settle(session, { id: span?.id ?? "", span: null, tagIds: [] }));
    expect((await disagreements(session))[0]).toMatchObject({ isSettled: true, settledBy: null });
    expect(must(await session.call("highlights", "list", { articleId: article }))).toHaveLength(6);
    must(await session.call("history", "undo", {}));
    expect((await disagreements(session))[0]?.isSettled).toBe(false);
  });

  it("is revised, not doubled, when the adjudicator thinks again, and undone with one undo", async () => {
    const { session, article, troops, numbers } = await twoInDoubt();
    const id = (await disagreements(session))[1]?.id ?? "";
    must(await settle(session, { id, span: { start: 45, end: 55 }, tagIds: [troops] }));
    must(await settle(session, { id, span: { start: 43, end: 65 }, tagIds: [numbers] }));
    const own = async () =>
      must(await session.call("highlights", "list", { articleId: article })).filter(
        ({ analystId }) => analystId === cy.id,
      );
    expect(await own()).toMatchObject([{ anchor: { start: 43, end: 65 }, tagIds: [numbers] }]);
    must(await session.call("history", "undo", {}));
    expect(await own()).toMatchObject([{ anchor: { start: 45, end: 55 }, tagIds: [troops] }]);
    must(await settle(session, { id, span: null, tagIds: [] }));
    expect(await own()).toEqual([]);
    expect((await disagreements(session))[1]).toMatchObject({ isSettled: true, settledBy: null });
    must(await settle(session, { id, span: { start: 43, end: 65 }, tagIds: [] }));
    expect((await disagreements(session))[1]?.settledBy).toBe((await own())[0]?.id);
  });

  it("of credibility is evidence for the same claim on an agreed highlight", async () => {
    const { session, adaTags, beaTags } = await twoInDoubt();
    await as(session, ada);
    const { claimId } = await grade(session, adaTags, 2);
    await as(session, bea);
    await grade(session, beaTags, 5, "A thousand are there.");
    await as(session, cy);
    const found = (await disagreements(session)).filter(({ kind }) => kind === "credibility");
    expect(found[0]?.sides).toMatchObject([
      { grade: 2, words: "They left." },
      { grade: 5, words: "A thousand are there." },
    ]);
    const before = await figures(session);
    const id = found[0]?.id ?? "";
    must(await settle(session, { id, span: null, tagIds: [], credibility: 3 }));
    const claim = must(await session.call("claims", "get", { id: claimId }));
    expect(claim.evidence.map(({ credibility, analystId }) => [analystId, credibility])).toEqual([
      [ada.id, 2],
      [cy.id, 3],
    ]);
    must(await settle(session, { id, span: null, tagIds: [], credibility: 4 }));
    expect(must(await session.call("claims", "get", { id: claimId })).evidence).toHaveLength(2);
    expect((await disagreements(session)).find(({ kind }) => kind === "credibility")?.isSettled).toBe(true);
    expect(await figures(session)).toEqual(before);
  });

  it("of a span and of credibility in one go is one highlight", async () => {
    const { session, article, adaTags, beaTags } = await twoInDoubt();
    await as(session, ada);
    await grade(session, adaTags, 2);
    await as(session, bea);
    await grade(session, beaTags, 5);
    await as(session, cy);
    const found = await disagreements(session);
    const [tags, credibility] = [
      found.find(({ kind }) => kind === "tags"),
      found.find(({ kind }) => kind === "credibility"),
    ];
    must(
      await settle(
        session,
        { id: tags?.id ?? "", span: { start: 43, end: 65 }, tagIds: [] },
        { id: credibility?.id ?? "", span: null, tagIds: [], credibility: 3 },
      ),
    );
    const own = must(await session.call("highlights", "list", { articleId: article })).filter(
      ({ analystId }) => analystId === cy.id,
    );
    expect(own.map(({ evidence }) => evidence.map((one) => one.credibility))).toEqual([[3]]);
  });

  it("of reliability is a rating that no figure takes for the adjudicator’s own", async () => {
    const { session, article } = await twoInDoubt();
    const sourceId = await source(session, article, "Harbour Wire");
    for (const [analyst, letter] of [
      [ada, "B"],
      [bea, "D"],
    ] as const) {
      await as(session, analyst);
      must(
        await session.call("sources", "rate", {
          target: { sourceId },
          reliability: letter,
          reason: "Agreed practice",
        }),
      );
    }
    const before = await figures(session);
    expect(figure(before, "reliability-kappa").n).toBe(1);
    const found = (await disagreements(session)).find(({ kind }) => kind === "reliability");
    expect(found).toMatchObject({ sourceName: "Harbour Wire", articleId: null, isSettled: false });
    expect(found?.sides.map((side) => side.grade)).toEqual(["B", "D"]);
    must(
      await settle(session, {
        id: found?.id ?? "",
        span: null,
        tagIds: [],
        reliability: "C",
        reason: "talked it over",
      }),
    );
    const history = must(await session.call("sources", "get", { id: sourceId })).ratings;
    expect(history[0]).toMatchObject({
      reliability: "C",
      reason: "Agreed: talked it over",
      analystId: bea.id,
    });
    expect((await disagreements(session)).find(({ kind }) => kind === "reliability")?.isSettled).toBe(true);
    expect(await figures(session)).toEqual(before);
  });

  it("is refused where the words it is about are gone, and then nothing is written", async () => {
    const { session, article, adaSpan } = await twoInDoubt();
    const [span, tags] = await disagreements(session);
    await as(session, ada);
    must(await session.call("highlights", "remove", { id: adaSpan }));
    await as(session, cy);
    const answer = await settle(
      session,
      { id: tags?.id ?? "", span: { start: 43, end: 65 }, tagIds: [] },
      { id: span?.id ?? "", span: { start: 4, end: 9 }, tagIds: [] },
    );
    expect(answer.ok ? "" : answer.error.kind).toBe("conflict");
    const all = must(await session.call("highlights", "list", { articleId: article }));
    expect(all.filter(({ analystId }) => analystId === cy.id)).toEqual([]);
  });

  it("is refused without what it needs, and for ids that are none", async () => {
    const { session } = await twoInDoubt();
    const kind = async (item: AgreedVersion) => {
      const answer = await settle(session, item);
      return answer.ok ? "" : answer.error.kind;
    };
    expect(await kind({ id: "nonsense", span: null, tagIds: [] })).toBe("invalid-input");
    expect(await kind({ id: "credibility:evd-1", span: null, tagIds: [] })).toBe("invalid-input");
    expect(await kind({ id: "reliability:src-1", span: null, tagIds: [] })).toBe("invalid-input");
    expect(await kind({ id: "span:hl-1+hl-2", span: null, tagIds: [] })).toBe("conflict");
  });
});
