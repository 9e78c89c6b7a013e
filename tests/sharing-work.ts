import type { Session } from "../main/handlers/session";
import type { ArticleId, ClaimId, EvidenceId, HighlightId, SourceId, TagId } from "../shared/ids";
import type { Result } from "../shared/result";
import { anActor, anAnalyst, aSession, must } from "./builders";

/*
 * Random work on a project through its real calls, by two people in turn: whatever can be done is done, and what is
 * refused is passed over. The same numbers do the same work.
 */

/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
export const randomOf = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** What there is to work on, as the worker knows it: some of it may be gone. */
export type Desk = {
  readonly articles: { id: ArticleId; length: number }[];
  readonly tags: TagId[];
  readonly sources: SourceId[];
  readonly highlights: HighlightId[];
  readonly claims: ClaimId[];
  readonly evidence: EvidenceId[];
};

type Random = () => number;
const pick = <T>(random: Random, from: readonly T[]): T | undefined =>
  from[Math.floor(random() * from.length)];
const some = <T>(random: Random, from: readonly T[]): T[] => from.filter(() => random() < 0.3);

const keep = async <T>(
  list: T[],
  result: Promise<Result<unknown>>,
  of: (value: never) => T | null,
): Promise<void> => {
  const answer = await result;
  const item = answer.ok ? of(answer.value as never) : null;
  if (item !== null && item !== undefined) list.push(item);
};

const words = ["ferry", "bridge", "closes", "in May", "officials", "said 🛩", "on Friday", "nobody"];
const sentence = (random: Random, length: number) =>
  Array.from({ length }, () => pick(random, words)).join(" ");

type Step = (session: Session, desk: Desk, random: Random) => Promise<unknown>;

const span = (random: Random, length: number) => {
  const start = Math.floor(random() * (length - 2));
  return { start, end: Math.min(length, start + 1 + Math.floor(random() * 20)) };
};

const steps: readonly Step[] = [
  async (session, { articles }, random) => {
    const text = `${sentence(random, 12)}.\n\n${sentence(random, 30)}.`;
    const made = await session.call("articles", "createFromText", { text, title: sentence(random, 3) });
    if (made.ok && made.value.articleId !== null && articles.every(({ id }) => id !== made.value.articleId))
      articles.push({ id: made.value.articleId, length: text.length });
  },
  (session, { tags }, random) =>
    keep(
      tags,
      session.call("tags", "create", { name: sentence(random, 2), parentId: pick(random, tags) ?? null }),
      ({ id }: { id: TagId }) => id,
    ),
  (session, { sources }, random) =>
    keep(
      sources,
      session.call("sources", "create", {
        name: sentence(random, 2),
        kind: "outlet",
        note: "a note",
        parentId: pick(random, sources) ?? null,
      }),
      ({ id }: { id: SourceId }) => id,
    ),
  async (session, { articles, tags, highlights }, random) => {
    const article = pick(random, articles);
    if (article !== undefined)
      await keep(
        highlights,
        session.call("highlights", "create", {
          articleId: article.id,
          span: span(random, article.length),
          tagIds: some(random, tags),
          note: random() < 0.5 ? "a note" : "",
        }),
        ({ id }: { id: HighlightId }) => id,
      );
  },
  async (session, { sources, tags, claims, highlights, evidence }, random) => {
    const highlightId = pick(random, highlights);
    const sourceId = pick(random, sources);
    const passage = highlightId === undefined ? undefined : { highlightId };
    const made = await session.call("claims", "create", {
      statement: sentence(random, 4),
      kind: "fact",
      tagIds: some(random, tags),
      ...(sourceId === undefined ? {} : { asserter: { sourceId } }),
      ...(passage === undefined
        ? {}
        : { evidence: { passage, stance: "supports", credibility: 2, note: "why" } }),
    });
    if (made.ok) claims.push(made.value.id);
    if (made.ok && made.value.evidenceId !== null) evidence.push(made.value.evidenceId);
  },
  async (session, { claims, highlights, evidence }, random) => {
    const [claimId, highlightId] = [pick(random, claims), pick(random, highlights)];
    if (claimId !== undefined && highlightId !== undefined)
      await keep(
        evidence,
        session.call("evidence", "create", {
          claimId,
          passage: { highlightId },
          stance: "contradicts",
          credibility: null,
        }),
        ({ id }: { id: EvidenceId }) => id,
      );
  },
  async (session, { articles, highlights }, random) => {
    const [id, article] = [pick(random, highlights), pick(random, articles)];
    const set =
      random() < 0.5 ? { note: sentence(random, 2) } : { span: span(random, article?.length ?? 40) };
    if (id !== undefined) await session.call("highlights", "update", { id, set });
  },
  async (session, { tags, highlights }, random) => {
    const [id, tagId] = [pick(random, highlights), pick(random, tags)];
    if (id !== undefined && tagId !== undefined)
      await session.call("highlights", "setTag", { id, tagId, isOn: random() < 0.5 });
  },
  async (session, { articles, sources }, random) => {
    const [article, sourceId] = [pick(random, articles), pick(random, sources)];
    if (article !== undefined)
      await session.call("articles", "update", { id: article.id, set: { sourceId: sourceId ?? null } });
  },
  async (session, { articles }, random) => {
    const [one, other] = [pick(random, articles), pick(random, articles)];
    if (one !== undefined && other !== undefined)
      await session.call("articles", "setRevisionOf", { id: one.id, of: random() < 0.8 ? other.id : null });
  },
  async (session, { articles, sources }, random) => {
    const [article, sourceId] = [pick(random, articles), pick(random, sources)];
    const target =
      random() < 0.5 && article !== undefined
        ? { articleId: article.id }
        : sourceId === undefined
          ? null
          : { sourceId };
    if (target !== null)
      await session.call("sources", "rate", { target, reliability: "C", reason: "a reason" });
  },
  async (session, { tags, sources }, random) => {
    const isTag = random() < 0.5;
    const [from, into] = [
      pick<string>(random, isTag ? tags : sources),
      pick<string>(random, isTag ? tags : sources),
    ];
    if (from !== undefined && into !== undefined)
      await session.call(isTag ? "tags" : "sources", "merge" as string, { from, into });
  },
  async (session, desk, random) => {
    const noun =
      pick(random, ["articles", "tags", "sources", "highlights", "claims", "evidence"] as const) ?? "tags";
    const found = pick<{ id: string } | string>(random, desk[noun]);
    const id = typeof found === "object" ? found.id : found;
    if (id !== undefined) await session.call(noun, "remove" as string, { id });
  },
  (session) => session.call("history", "undo", {}),
  (session) => session.call("history", "redo", undefined),
];

/** Does some of all that can be done, by two people in turn, and leaves the project open with the first one. */
export const workOn = async (
  path: string,
  seed: number,
  count: number,
): Promise<{ session: Session; desk: Desk }> => {
  const random = randomOf(seed);
  const desk: Desk = { articles: [], tags: [], sources: [], highlights: [], claims: [], evidence: [] };
  const open = async (number: number): Promise<Session> => {
    const session = aSession({ ...anActor(), analyst: anAnalyst(number) });
    must(
      number === 1 && desk.articles.length === 0
        ? await session.jobs.create({ path, name: "Work" })
        : await session.jobs.open({ path }),
    );
    return session;
  };
  const turns = [1, 2, 1];
  for (const [turn, number] of turns.entries()) {
    const session = await open(number);
    // What all else needs comes first.
    if (turn === 0) for (const step of steps.slice(0, 5)) await step(session, desk, random);
    for (let done = 0; done < count / turns.length; done += 1)
      await (pick(random, steps) as Step)(session, desk, random);
    if (turn === turns.length - 1) return { session, desk };
    must(await session.jobs.close(undefined));
  }
  throw new RangeError("nobody has worked");
};
