import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { gradeBucket, gradeRank } from "../../../../shared/domain/grade";
import type { ClaimQuery } from "../../../../shared/domain/query";
import type { ArticleId, SourceId } from "../../../../shared/ids";
import { aFolder, anOpenSession, aSession, must, someText } from "../../../builders";

const aClaim = async () => {
  const session = await anOpenSession();
  const outcome = must(
    await session.call("articles", "createFromText", {
      text: someText,
      title: "One",
      sourceName: "The Ledger",
    }),
  );
  const articleId = outcome.articleId as ArticleId;
  return { ...session, articleId };
};

test("a claim, its highlight, its evidence and its asserter are made in one edit and go in one undo", async () => {
  const { call, articleId } = await aClaim();
  const made = must(
    await call("claims", "create", {
      statement: "The first troops have left.",
      kind: "fact",
      asserter: { newSourceName: "A ministry" },
      evidence: {
        passage: { articleId, span: { start: 0, end: 16 } },
        stance: "supports",
        credibility: 2,
        note: "two officials",
      },
    }),
  );
  const detail = must(await call("claims", "get", { id: made.id }));
  expect(detail).toMatchObject({
    asserterName: "A ministry",
    supports: 1,
    articles: 1,
    bestCredibility: 2,
    bestReliability: null,
  });
  expect(detail.evidence[0]).toMatchObject({
    id: made.evidenceId,
    highlightId: made.highlightId,
    quote: "The first troops",
    note: "two officials",
    sourceName: "The Ledger",
  });
  must(await call("history", "undo", {}));
  expect(must(await call("claims", "list", {}))).toEqual({ claims: [], total: 0 });
  expect(must(await call("highlights", "list", { articleId }))).toEqual([]);
  expect(must(await call("sources", "list", undefined)).map(({ name }) => name)).toEqual(["The Ledger"]);
  must(await call("history", "redo", undefined));
  expect(must(await call("claims", "get", { id: made.id })).evidence).toHaveLength(1);
});

test("an asserter typed by a name that is there is that source", async () => {
  const { call } = await aClaim();
  const { id } = must(
    await call("claims", "create", {
      statement: "S",
      kind: "fact",
      asserter: { newSourceName: "the  LEDGER" },
    }),
  );
  expect(must(await call("claims", "get", { id })).asserterName).toBe("The Ledger");
  expect(must(await call("sources", "list", undefined))).toHaveLength(1);
});

test("one highlight is evidence for one claim once, and is shown with its counts on the card", async () => {
  const { call, articleId } = await aClaim();
  const { id } = must(
    await call("highlights", "create", { articleId, span: { start: 0, end: 9 }, tagIds: [] }),
  );
  const claim = must(await call("claims", "create", { statement: "S", kind: "fact" }));
  const evidence = {
    claimId: claim.id,
    passage: { highlightId: id },
    stance: "contradicts" as const,
    credibility: null,
  };
  must(await call("evidence", "create", evidence));
  expect(await call("evidence", "create", evidence)).toMatchObject({
    ok: false,
    error: { kind: "conflict" },
  });
  expect(must(await call("highlights", "list", { articleId }))[0]?.evidence[0]).toMatchObject({
    statement: "S",
    articles: 1,
    contradicting: 1,
  });
});

test("deleting a claim or a highlight takes its evidence along, and one undo brings both back", async () => {
  const { call, articleId } = await aClaim();
  const made = must(
    await call("claims", "create", {
      statement: "S",
      kind: "fact",
      evidence: { passage: { articleId, span: { start: 0, end: 9 } }, stance: "supports", credibility: 1 },
    }),
  );
  const id = made.highlightId as never;
  const counts = async () => must(await call("project", "get", undefined))?.counts;
  must(await call("claims", "remove", { id: made.id }));
  expect(await counts()).toMatchObject({ claims: 0, evidence: 0, highlights: 1 });
  must(await call("history", "undo", {}));
  expect(await counts()).toMatchObject({ claims: 1, evidence: 1, highlights: 1 });
  must(await call("highlights", "remove", { id }));
  expect(await counts()).toMatchObject({ claims: 1, evidence: 0, highlights: 0 });
  must(await call("history", "undo", {}));
  expect(await counts()).toMatchObject({ claims: 1, evidence: 1, highlights: 1 });
  // An article that goes hides what stands on it without a word in the log about each.
  must(await call("articles", "remove", { id: articleId }));
  expect(await counts()).toMatchObject({ articles: 0, claims: 1, evidence: 0, highlights: 0 });
  expect(must(await call("claims", "get", { id: made.id }))).toMatchObject({ supports: 0, evidence: [] });
  must(await call("history", "undo", {}));
  expect(await counts()).toMatchObject({ articles: 1, claims: 1, evidence: 1, highlights: 1 });
});

test("F and 6 never make the best grade where there is another", async () => {
  const { call, articleId } = await aClaim();
  const other = must(
    await call("articles", "createFromText", {
      text: `${someText} More.`,
      title: "Two",
      sourceName: "Herald",
    }),
  ).articleId as ArticleId;
  const sources = must(await call("sources", "list", undefined));
  const id = (name: string) => sources.find((source) => source.name === name)?.id as SourceId;
  must(await call("sources", "rate", { target: { sourceId: id("Herald") }, reliability: "F", reason: "" }));
  must(
    await call("sources", "rate", { target: { sourceId: id("The Ledger") }, reliability: "D", reason: "" }),
  );
  const { id: claimId } = must(await call("claims", "create", { statement: "S", kind: "fact" }));
  const best = async () => {
    const { bestReliability, bestCredibility } = must(await call("claims", "get", { id: claimId }));
    return [bestReliability, bestCredibility];
  };
  expect(await best()).toEqual([null, null]);
  must(
    await call("evidence", "create", {
      claimId,
      passage: { articleId: other, span: { start: 0, end: 3 } },
      stance: "supports",
      credibility: 1,
    }),
  );
  expect(await best()).toEqual(["F", 1]);
  must(
    await call("evidence", "create", {
      claimId,
      passage: { articleId, span: { start: 0, end: 3 } },
      stance: "supports",
      credibility: 4,
    }),
  );
  expect(await best()).toEqual(["D", 4]);
});

const sample = async () => {
  const session = aSession();
  must(await session.jobs.createSample({ path: join(aFolder(), "sample.assay") }));
  return session;
};

test("a facet's count is the number of claims that choosing its value would list", async () => {
  const { call } = await sample();
  const empty = must(await call("claims", "facets", {}));
  const keys = (facet: keyof typeof empty) => empty[facet].map(({ key }) => key);
  const some = (values: readonly string[]) =>
    fc.option(fc.subarray([...values], { minLength: 1, maxLength: Math.min(3, values.length) }), {
      nil: undefined,
    });
  const query = fc.record({
    tagIds: some(keys("tags")),
    sourceIds: some(keys("sources")),
    stances: some(keys("stances")),
    grades: some(keys("grades")),
    asserters: some(keys("asserters")),
    kinds: some(keys("kinds")),
    search: fc.constantFrom(undefined, "troops", "niger"),
    eventFrom: fc.constantFrom(undefined, "2024-04-01"),
  });
  const filterOf = {
    tags: "tagIds",
    sources: "sourceIds",
    stances: "stances",
    grades: "grades",
    asserters: "asserters",
    kinds: "kinds",
    analysts: "analystIds",
  } as const;
  await fc.assert(
    fc.asyncProperty(query, async (asked) => {
      const facets = must(await call("claims", "facets", asked as ClaimQuery));
      for (const [facet, filter] of Object.entries(filterOf) as [
        keyof typeof facets,
        (typeof filterOf)[keyof typeof filterOf],
      ][])
        for (const { key, count } of facets[facet]) {
          const { claims } = must(await call("claims", "list", { ...asked, [filter]: [key] } as ClaimQuery));
          expect(claims.length, `${facet} ${key}`).toBe(count);
        }
    }),
    { numRuns: 30 },
  );
});

test("the list's filters agree with a plain reading of each claim", async () => {
  const { call } = await sample();
  const { claims: every, total } = must(await call("claims", "list", {}));
  expect(total).toBe(every.length);
  const { claims } = must(await call("claims", "list", { grades: ["A1-B2"] }));
  expect(claims.map(({ id }) => id).sort()).toEqual(
    every
      .filter(({ bestReliability: r, bestCredibility: c }) => gradeBucket(r, c) === "A1-B2")
      .map(({ id }) => id)
      .sort(),
  );
  for (const { id, supports, contradicts, context, articleIds } of every) {
    const { evidence } = must(await call("claims", "get", { id }));
    const number = (stance: string) => evidence.filter((one) => one.stance === stance).length;
    expect([supports, contradicts, context]).toEqual([
      number("supports"),
      number("contradicts"),
      number("context"),
    ]);
    expect([...articleIds].sort()).toEqual([...new Set(evidence.map(({ articleId }) => articleId))].sort());
  }
});

test("missing values stand last in either direction", async () => {
  const { call } = await sample();
  for (const direction of ["ascending", "descending"] as const) {
    const { claims } = must(await call("claims", "list", { sort: "event-date", direction }));
    const dates = claims.map(({ eventDate }) => eventDate);
    const known = dates.filter((date) => date !== null);
    expect(dates.slice(known.length).every((date) => date === null)).toBe(true);
    expect(known).toEqual(
      [...known].sort((a, b) => (direction === "ascending" ? 1 : -1) * (a < b ? -1 : a > b ? 1 : 0)),
    );
  }
});

test("claims that read alike are found by any of their words, and the query cannot be broken by what is typed", async () => {
  const { call } = await sample();
  const alike = must(
    await call("claims", "similar", { text: "How many US troops were in Niger?", limit: 3 }),
  );
  expect(alike).toHaveLength(3);
  expect(alike[0]?.statement).toContain("troops");
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.string(), fc.constantFrom('"', "NEAR(", "a AND", "-x", "col:", "*", "(", "\0", "“")),
      async (text) => {
        if (!/[\ud800-\udfff]/.test(text)) {
          expect((await call("claims", "similar", { text, limit: 5 })).ok).toBe(true);
          expect((await call("claims", "list", { search: text })).ok).toBe(true);
          expect((await call("articles", "list", { search: text })).ok).toBe(true);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test("a changed statement is found by its new words only, before and after an undo", async () => {
  const { call } = await aClaim();
  const { id } = must(await call("claims", "create", { statement: "Élysée denies", kind: "fact" }));
  const found = async (search: string) => must(await call("claims", "list", { search })).claims.length;
  expect([await found("elysee"), await found("pentagon")]).toEqual([1, 0]);
  must(await call("claims", "update", { id, set: { statement: "Pentagon denies" } }));
  expect([await found("elysee"), await found("pentagon")]).toEqual([0, 1]);
  must(await call("history", "undo", {}));
  expect([await found("elysee"), await found("pentagon")]).toEqual([1, 0]);
});

test("grades that cannot be ranked (6, F, a missing half) stand last in either direction", async () => {
  const { call, articleId } = await aClaim();
  const sourceId = must(await call("articles", "get", { id: articleId })).sourceId as SourceId;
  must(await call("sources", "rate", { target: { sourceId }, reliability: "A", reason: "" }));
  for (const credibility of [1, 6, null, 5] as const)
    must(
      await call("claims", "create", {
        statement: `A${credibility ?? "–"}`,
        kind: "fact",
        evidence: {
          passage: { articleId, span: { start: 0, end: 3 } },
          stance: "supports",
          credibility,
        },
      }),
    );
  const listed = async (direction: "ascending" | "descending") =>
    must(await call("claims", "list", { sort: "grade", direction })).claims.map(({ statement }) => statement);
  expect(await listed("ascending")).toEqual(["A1", "A5", "A–", "A6"]);
  expect(await listed("descending")).toEqual(["A5", "A1", "A–", "A6"]);
  for (const [reliability, credibility] of [
    ["A", 6],
    ["A", null],
    ["F", 1],
    [null, 1],
    [null, null],
  ] as const)
    expect(gradeRank(reliability, credibility)).toBeNull();
  expect(gradeRank("A", 1)).toBeLessThan(gradeRank("E", 5) ?? 0);
});
