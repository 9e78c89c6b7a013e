import fc from "fast-check";
import type { Session } from "../../../../main/handlers/session";
import type { EditId, TagId } from "../../../../shared/ids";
import type { StoreCalls } from "../../../../shared/ipc/contract";
import type { InputOf } from "../../../../shared/ipc/define";
import type { Result } from "../../../../shared/result";
import { must } from "../../../builders";

/*
 * Random work on a project through the session's own calls. Things are named by number: the n-th of those that
 * are there (modulo), so that most commands hit something and every command is valid in every state.
 */

/** One thing that an analyst may do. */
export type Command =
  | {
      readonly do: "highlight";
      readonly article: number;
      readonly start: number;
      readonly length: number;
      readonly tags: readonly number[];
    }
  | { readonly do: "resize"; readonly highlight: number; readonly start: number; readonly length: number }
  | { readonly do: "note"; readonly highlight: number; readonly note: string }
  | { readonly do: "tag"; readonly highlight: number; readonly tag: number; readonly isOn: boolean }
  | { readonly do: "removeHighlight"; readonly highlight: number }
  | { readonly do: "addTag"; readonly name: string; readonly parent: number; readonly shortcut: number }
  | {
      readonly do: "changeTag";
      readonly tag: number;
      readonly name: string;
      readonly parent: number;
      readonly shortcut: number;
    }
  | { readonly do: "mergeTags"; readonly tag: number; readonly into: number }
  | { readonly do: "removeTag"; readonly tag: number }
  | { readonly do: "addSource"; readonly name: string; readonly parent: number }
  | { readonly do: "mergeSources"; readonly source: number; readonly into: number }
  | { readonly do: "removeSource"; readonly source: number }
  | { readonly do: "rate"; readonly source: number; readonly letter: "A" | "C" | "F" }
  | { readonly do: "override"; readonly article: number; readonly letter: "B" | "D" | null }
  | { readonly do: "article"; readonly article: number; readonly title: string; readonly source: number }
  | { readonly do: "removeArticle"; readonly article: number }
  | {
      readonly do: "claim";
      readonly statement: string;
      readonly highlight: number;
      readonly asserter: string;
      readonly tags: readonly number[];
    }
  | {
      readonly do: "changeClaim";
      readonly claim: number;
      readonly statement: string;
      readonly tags: readonly number[];
    }
  | { readonly do: "removeClaim"; readonly claim: number }
  | {
      readonly do: "evidence";
      readonly claim: number;
      readonly highlight: number;
      readonly credibility: 1 | 3 | 6 | null;
    }
  | { readonly do: "grade"; readonly evidence: number; readonly credibility: 2 | 5 | null }
  | { readonly do: "removeEvidence"; readonly evidence: number };

const nth = fc.nat(9);
const few = fc.array(nth, { maxLength: 3 });
const word = fc.constantFrom("troops", "Troops ", "numbers", "Zeine", "Straße", "STRASSE");
const span = { start: fc.nat(60), length: fc.integer({ min: 1, max: 40 }) };

/** Any command, the common ones more often. */
export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("highlight" as const), article: nth, ...span, tags: few }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("resize" as const), highlight: nth, ...span }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("note" as const), highlight: nth, note: word }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("tag" as const), highlight: nth, tag: nth, isOn: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("removeHighlight" as const), highlight: nth }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("addTag" as const), name: word, parent: nth, shortcut: nth }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("changeTag" as const),
      tag: nth,
      name: word,
      parent: nth,
      shortcut: nth,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("mergeTags" as const), tag: nth, into: nth }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("removeTag" as const), tag: nth }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("addSource" as const), name: word, parent: nth }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("mergeSources" as const), source: nth, into: nth }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("removeSource" as const), source: nth }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("rate" as const),
      source: nth,
      letter: fc.constantFrom("A" as const, "C" as const, "F" as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("override" as const),
      article: nth,
      letter: fc.constantFrom("B" as const, "D" as const, null),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("article" as const), article: nth, title: word, source: nth }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("removeArticle" as const), article: nth }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("claim" as const),
      statement: word,
      highlight: nth,
      asserter: word,
      tags: few,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("changeClaim" as const), claim: nth, statement: word, tags: few }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("removeClaim" as const), claim: nth }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("evidence" as const),
      claim: nth,
      highlight: nth,
      credibility: fc.constantFrom(1 as const, 3 as const, 6 as const, null),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("grade" as const),
      evidence: nth,
      credibility: fc.constantFrom(2 as const, 5 as const, null),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("removeEvidence" as const), evidence: nth }) },
);

const pick = <T>(things: readonly T[], n: number): T | undefined => things[n % Math.max(1, things.length)];

type Edited = Result<{ edit: EditId | null }>;

/** Carries a command out; null when there is nothing that it could be done to. */
export const carryOut = async (session: Session, command: Command): Promise<Edited | null> => {
  const { call } = session;
  const articles = must(await call("articles", "list", { sort: "title" }));
  const tags = must(await call("tags", "list", undefined));
  const sources = must(await call("sources", "list", undefined));
  const { claims } = must(await call("claims", "list", { sort: "statement" }));
  const inArticles = await Promise.all(
    articles.map(({ id }) => call("highlights", "list", { articleId: id })),
  );
  const highlights = inArticles.flatMap((listed) => must(listed));
  const details = await Promise.all(claims.map(({ id }) => call("claims", "get", { id })));
  const evidence = details.flatMap((detail) => must(detail).evidence);
  const tagIds = (few: readonly number[]): TagId[] => few.flatMap((n) => pick(tags, n)?.id ?? []);

  switch (command.do) {
    case "highlight": {
      const article = pick(articles, command.article);
      if (article === undefined) return null;
      const span = { start: command.start, end: command.start + command.length };
      return call("highlights", "create", { articleId: article.id, span, tagIds: tagIds(command.tags) });
    }
    case "resize": {
      const highlight = pick(highlights, command.highlight);
      const span = { start: command.start, end: command.start + command.length };
      return highlight === undefined
        ? null
        : call("highlights", "update", { id: highlight.id, set: { span } });
    }
    case "note": {
      const highlight = pick(highlights, command.highlight);
      return highlight === undefined
        ? null
        : call("highlights", "update", { id: highlight.id, set: { note: command.note } });
    }
    case "tag": {
      const [highlight, tag] = [pick(highlights, command.highlight), pick(tags, command.tag)];
      if (highlight === undefined || tag === undefined) return null;
      return call("highlights", "setTag", { id: highlight.id, tagId: tag.id, isOn: command.isOn });
    }
    case "removeHighlight": {
      const highlight = pick(highlights, command.highlight);
      return highlight === undefined ? null : call("highlights", "remove", { id: highlight.id });
    }
    case "addTag": {
      const parentId = pick(tags, command.parent)?.id ?? null;
      const shortcut = command.shortcut === 0 ? null : command.shortcut;
      return call("tags", "create", { name: command.name, parentId, shortcut });
    }
    case "changeTag": {
      const tag = pick(tags, command.tag);
      const parentId = pick(tags, command.parent)?.id ?? null;
      const shortcut = command.shortcut === 0 ? null : command.shortcut;
      return tag === undefined
        ? null
        : call("tags", "update", { id: tag.id, set: { name: command.name, parentId, shortcut } });
    }
    case "mergeTags": {
      const [from, into] = [pick(tags, command.tag), pick(tags, command.into)];
      return from === undefined || into === undefined
        ? null
        : call("tags", "merge", { from: from.id, into: into.id });
    }
    case "removeTag": {
      const tag = pick(tags, command.tag);
      return tag === undefined ? null : call("tags", "remove", { id: tag.id });
    }
    case "addSource":
      return call("sources", "create", {
        name: command.name,
        kind: "outlet",
        parentId: pick(sources, command.parent)?.id ?? null,
      });
    case "mergeSources": {
      const [from, into] = [pick(sources, command.source), pick(sources, command.into)];
      return from === undefined || into === undefined
        ? null
        : call("sources", "merge", { from: from.id, into: into.id });
    }
    case "removeSource": {
      const source = pick(sources, command.source);
      return source === undefined ? null : call("sources", "remove", { id: source.id });
    }
    case "rate": {
      const source = pick(sources, command.source);
      if (source === undefined) return null;
      return call("sources", "rate", {
        target: { sourceId: source.id },
        reliability: command.letter,
        reason: "a reason",
      });
    }
    case "override": {
      const article = pick(articles, command.article);
      if (article === undefined) return null;
      if (command.letter === null) return call("sources", "clearOverride", { articleId: article.id });
      return call("sources", "rate", {
        target: { articleId: article.id },
        reliability: command.letter,
        reason: "a reason",
      });
    }
    case "article": {
      const article = pick(articles, command.article);
      const sourceId = pick(sources, command.source)?.id ?? null;
      return article === undefined
        ? null
        : call("articles", "update", { id: article.id, set: { title: command.title, sourceId } });
    }
    case "removeArticle": {
      const article = pick(articles, command.article);
      return article === undefined ? null : call("articles", "remove", { id: article.id });
    }
    case "claim": {
      const highlight = pick(highlights, command.highlight);
      const evidence =
        highlight === undefined
          ? undefined
          : { passage: { highlightId: highlight.id }, stance: "supports" as const, credibility: null };
      const asserter = { newSourceName: command.asserter };
      const input: InputOf<StoreCalls["claims"]["create"]> = {
        statement: command.statement,
        kind: "fact",
        asserter,
        tagIds: tagIds(command.tags),
        ...(evidence && { evidence }),
      };
      return call("claims", "create", input);
    }
    case "changeClaim": {
      const claim = pick(claims, command.claim);
      const set = { statement: command.statement, tagIds: tagIds(command.tags) };
      if (claim === undefined) return null;
      const input: InputOf<StoreCalls["claims"]["update"]> = { id: claim.id, set };
      return call("claims", "update", input);
    }
    case "removeClaim": {
      const claim = pick(claims, command.claim);
      return claim === undefined ? null : call("claims", "remove", { id: claim.id });
    }
    case "evidence": {
      const [claim, highlight] = [pick(claims, command.claim), pick(highlights, command.highlight)];
      if (claim === undefined || highlight === undefined) return null;
      const { credibility } = command;
      return call("evidence", "create", {
        claimId: claim.id,
        passage: { highlightId: highlight.id },
        stance: "contradicts",
        credibility,
      });
    }
    case "grade": {
      const one = pick(evidence, command.evidence);
      return one === undefined
        ? null
        : call("evidence", "update", { id: one.id, set: { credibility: command.credibility } });
    }
    case "removeEvidence": {
      const one = pick(evidence, command.evidence);
      return one === undefined ? null : call("evidence", "remove", { id: one.id });
    }
  }
};
