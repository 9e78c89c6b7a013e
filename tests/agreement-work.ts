import type { Session } from "../main/handlers/session";
import type { Figure } from "../shared/domain/agreement";
import type { Analyst } from "../shared/domain/analyst";
import type { Credibility } from "../shared/domain/grade";
import type { ArticleId, ClaimId, EvidenceId, HighlightId, SourceId, TagId } from "../shared/ids";
import { must } from "./builders";

/* What analysts do in a project, in one line each, for tests of agreement. */

/** Goes on as another analyst in the same project. */
export const as = async (session: Session, analyst: Analyst): Promise<void> => {
  must(await session.jobs.setAnalyst(analyst));
};

/** Highlights the first place in a text where some words stand. */
export const mark = async (
  session: Session,
  articleId: ArticleId,
  text: string,
  words: string,
  tagIds: TagId[] = [],
): Promise<HighlightId> => {
  const start = text.indexOf(words);
  if (start < 0) throw new Error(`“${words}” is not in the text`);
  const span = { start, end: start + words.length };
  return must(await session.call("highlights", "create", { articleId, span, tagIds })).id;
};

/** A tag by name. */
export const tag = async (session: Session, name: string): Promise<TagId> =>
  must(await session.call("tags", "create", { name })).id;

/** A claim with one graded piece of evidence. */
export const grade = async (
  session: Session,
  highlightId: HighlightId,
  credibility: Credibility,
  statement = "They left.",
): Promise<{ readonly claimId: ClaimId; readonly evidenceId: EvidenceId }> => {
  const made = must(
    await session.call("claims", "create", {
      statement,
      kind: "fact",
      evidence: { passage: { highlightId }, stance: "supports", credibility },
    }),
  );
  if (made.evidenceId === null) throw new Error("the claim has no evidence");
  return { claimId: made.id, evidenceId: made.evidenceId };
};

/** A source that an article is from. */
export const source = async (session: Session, articleId: ArticleId, name: string): Promise<SourceId> => {
  const { id } = must(await session.call("sources", "create", { name, kind: "outlet" }));
  must(await session.call("articles", "update", { id: articleId, set: { sourceId: id } }));
  return id;
};

/** One figure of a report; throws when it is not there. */
export const figure = (figures: readonly Figure[], id: string): Figure => {
  const found = figures.find((one) => one.id === id);
  if (found === undefined)
    throw new Error(`no figure ${id} among ${figures.map((one) => one.id).join(", ")}`);
  return found;
};
