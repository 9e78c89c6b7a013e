import type { Database } from "better-sqlite3";
import { z } from "zod";
import { matchSpans } from "../../shared/agreement/match-spans";
import type { Disagreement, DisagreementSide } from "../../shared/domain/agreement";
import type { HighlightId } from "../../shared/ids";
import type {
  AgreementMaterial,
  ComparedArticle,
  GradedEvidence,
  MarkedHighlight,
  RatedTarget,
} from "./agreement";
import { isAgreedNothing, listSettlements, type Settlement, settlementOf } from "./settlements";
import { exists } from "./statement";

/** Ids of disagreements say what they are about, so that settling one needs no list to look it up in. */
const separator = "+";

/** What the id of a disagreement says. */
export type DisagreementKey = { readonly kind: Disagreement["kind"]; readonly ids: readonly string[] };

const Kind = z.enum(["span", "tags", "credibility", "reliability"]);

const keyOf = (kind: Disagreement["kind"], ids: readonly string[]): string =>
  `${kind}:${ids.join(separator)}`;

/** Reads the id of a disagreement; null for anything else. */
export const readKey = (id: string): DisagreementKey | null => {
  const at = id.indexOf(":");
  const kind = Kind.safeParse(id.slice(0, Math.max(0, at)));
  const ids = id.slice(at + 1).split(separator);
  return kind.success && ids.every((one) => one !== "") ? { kind: kind.data, ids } : null;
};

type Analysts = AgreementMaterial["analysts"];

const sidesOf = (
  analysts: Analysts,
  side: (coder: number) => Partial<Omit<DisagreementSide, "analystId" | "analyst">>,
): DisagreementSide[] =>
  analysts.map(({ id, name }, coder) => ({
    analystId: id,
    analyst: name,
    highlightId: null,
    span: null,
    quote: "",
    tagIds: [],
    grade: null,
    words: "",
    ...side(coder),
  }));

const spanOf = ({ start, end }: { start: number; end: number }) => ({ start, end });

/** The items of a match by coder. */
const inOrder = <T extends { readonly coder: number }>(
  all: readonly T[],
  group: readonly number[],
): ReadonlyMap<number, T> =>
  new Map(
    group
      .flatMap((at) => all[at] ?? [])
      .sort((a, b) => a.coder - b.coder)
      .map((one) => [one.coder, one]),
  );

const tagKey = ({ tagIds }: MarkedHighlight): string => [...tagIds].sort().join();

const spanKind = (own: ReadonlyMap<number, MarkedHighlight>, analysts: Analysts): "span" | "tags" | null => {
  const all = [...own.values()];
  const spans = new Set(all.map(({ start, end }) => `${start}-${end}`));
  if (all.length < analysts.length || spans.size > 1) return "span";
  return new Set(all.map(tagKey)).size > 1 ? "tags" : null;
};

type Placed = { readonly at: number; readonly disagreement: Disagreement };

const about = ({ id, title, sourceId, sourceName }: ComparedArticle) => ({
  articleId: id,
  articleTitle: title,
  sourceId,
  sourceName,
});

const spanDisagreements = (
  db: Database,
  article: ComparedArticle,
  analysts: Analysts,
  settlements: readonly Settlement[],
): Placed[] => {
  const all = article.highlights.map((one) => ({ ...one, about: tagKey(one) }));
  return matchSpans(all, "overlap").flatMap((group) => {
    const own = inOrder<MarkedHighlight>(all, group);
    const kind = spanKind(own, analysts);
    if (kind === null) return [];
    const ids = [...own.values()].map(({ id }) => id);
    const settledBy = settlementOf(settlements, ids)?.id ?? null;
    const sides = sidesOf(analysts, (coder) => {
      const one = own.get(coder);
      if (one === undefined) return {};
      return { highlightId: one.id, span: spanOf(one), quote: one.quote, tagIds: [...one.tagIds] };
    });
    const isSettled = settledBy !== null || isAgreedNothing(db, ids);
    const disagreement = { id: keyOf(kind, ids), kind, ...about(article), sides, isSettled, settledBy };
    return [{ at: Math.min(...[...own.values()].map(({ start }) => start)), disagreement }];
  });
};

const gradedSettlement =
  "SELECT 1 FROM evidence WHERE highlight_id = ? AND is_deleted = 0 AND credibility IS NOT NULL";

const credibilityDisagreements = (
  db: Database,
  article: ComparedArticle,
  analysts: Analysts,
  settlements: readonly Settlement[],
): Placed[] => {
  const all = article.evidence.map((one) => ({ ...one, about: one.claimId }));
  return matchSpans(all, "about").flatMap((group) => {
    const own = inOrder<GradedEvidence>(all, group);
    if (new Set([...own.values()].map(({ credibility }) => credibility)).size < 2) return [];
    const highlightIds: HighlightId[] = [...own.values()].map(({ highlightId }) => highlightId);
    const agreed = settlementOf(settlements, highlightIds)?.id;
    const settledBy = agreed !== undefined && exists(db, gradedSettlement, agreed) ? agreed : null;
    const sides = sidesOf(analysts, (coder) => {
      const one = own.get(coder);
      if (one === undefined) return {};
      const { highlightId, quote, credibility, statement } = one;
      return { highlightId, span: spanOf(one), quote, grade: credibility, words: statement };
    });
    const ids = [...own.values()].map(({ id }) => id);
    const disagreement: Disagreement = {
      id: keyOf("credibility", ids),
      kind: "credibility",
      ...about(article),
      sides,
      isSettled: settledBy !== null,
      settledBy,
    };
    return [{ at: Math.min(...[...own.values()].map(({ start }) => start)), disagreement }];
  });
};

const reliabilityDisagreement = (target: RatedTarget, analysts: Analysts): Disagreement[] => {
  const { sourceId, sourceName, articleId, articleTitle, letters, agreedAt } = target;
  const given = letters.filter((letter) => letter !== null);
  if (new Set(given.map(({ reliability }) => reliability)).size < 2) return [];
  const newest = Math.max(...given.map(({ clock }) => clock));
  return [
    {
      id: keyOf("reliability", [articleId ?? sourceId ?? ""]),
      kind: "reliability",
      articleId,
      articleTitle,
      sourceId,
      sourceName,
      sides: sidesOf(analysts, (coder) => {
        const letter = letters[coder] ?? null;
        return letter === null ? {} : { grade: letter.reliability, words: letter.reason };
      }),
      isSettled: agreedAt !== null && agreedAt > newest,
      settledBy: null,
    },
  ];
};

/**
 * What the analysts see differently: by article and place in it (spans and tags before credibility at the same
 * place), then the reliability of sources and articles. Those that were settled are among them, marked. Pauses after
 * each article.
 */
export function* listDisagreements(
  db: Database,
  { analysts, articles, rated }: AgreementMaterial,
): Generator<undefined, Disagreement[]> {
  const settlements = listSettlements(db);
  const found: Disagreement[] = [];
  for (const article of articles) {
    const placed = [
      ...spanDisagreements(db, article, analysts, settlements),
      ...credibilityDisagreements(db, article, analysts, settlements),
    ];
    for (const { disagreement } of placed.sort((a, b) => a.at - b.at)) found.push(disagreement);
    yield;
  }
  found.push(...rated.flatMap((target) => reliabilityDisagreement(target, analysts)));
  return found;
}
