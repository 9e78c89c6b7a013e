import type { Database } from "better-sqlite3";
import { type AddedArticle, addArticles } from "../../../../main/store/add-articles";
import { getText, listArticles } from "../../../../main/store/articles";
import type { Actor } from "../../../../main/store/change-log";
import { insertHighlight, listHighlights } from "../../../../main/store/highlights";
import { verifyProject } from "../../../../main/store/verify";
import { waitingHighlights } from "../../../../main/store/waiting-highlights";
import type { ArticleSummary } from "../../../../shared/domain/article";
import type { WaitingHighlight } from "../../../../shared/domain/highlight";
import type { ArticleId, EditId, HighlightId } from "../../../../shared/ids";
import { anActor, anArticle, aProject, must } from "../../../builders";

/** The paragraphs of `first`. */
export const paragraphs = [
  "The first troops left the base at Agadez on Friday, two officials said.",
  "More than one thousand remain in the country, according to the Pentagon.",
  "A spokesman for the junta in Niamey declined to comment on the numbers.",
  "The agreement that let them stay was revoked in March after a short visit.",
];
/** The text of an article. */
export const first = paragraphs.join("\n\n");
/** The second paragraph is changed, the third is gone, a new one stands in front. */
export const second = [
  "This report was updated on Saturday with words of the ministry.",
  paragraphs[0],
  "About nine hundred remain in the country, the Pentagon says now.",
  paragraphs[3],
].join("\n\n");

type Added = { readonly edit: EditId | null; readonly added: readonly AddedArticle[] };

type Work = {
  readonly actor: Actor;
  readonly db: Database;
  readonly add: (text: string, set?: Parameters<typeof anArticle>[0]) => Added;
  readonly highlight: (articleId: ArticleId, quote: string) => HighlightId;
  readonly idOf: (added: Added) => ArticleId;
  readonly quotes: (id: ArticleId) => string[];
  readonly waiting: (id: ArticleId) => WaitingHighlight[];
  readonly listed: () => ArticleSummary[];
};

/** A project, and short ways to work on the revisions in it. */
export const setUp = (): Work => {
  const actor = anActor();
  const { db } = aProject(actor);
  const add = (text: string, set: Parameters<typeof anArticle>[0] = {}) =>
    must(addArticles(db, actor, "Import", [anArticle({ text, ...set })]));
  const highlight = (articleId: ArticleId, quote: string) => {
    const start = must(getText(db, articleId)).indexOf(quote);
    const made = insertHighlight(db, actor, {
      articleId,
      span: { start, end: start + quote.length },
      tagIds: [],
    });
    return must(made).id;
  };
  const idOf = (added: Added) => added.added[0]?.articleId as ArticleId;
  const quotes = (id: ArticleId) => must(listHighlights(db, id)).map(({ anchor }) => anchor.quote);
  const waiting = (id: ArticleId) => must(waitingHighlights(db, id));
  const listed = () => listArticles(db, actor.analyst.id, {});
  return { actor, db, add, highlight, idOf, quotes, waiting, listed };
};

/** Counts the highlights that are there, in articles that are there. */
export const alive =
  "SELECT count(*) FROM highlights JOIN articles ON articles.id = article_id WHERE highlights.is_deleted = 0 AND articles.is_deleted = 0";

/** What a check of the whole project finds wrong. */
export const isSound = (db: Database): string[] => {
  for (const steps = verifyProject(db); ; ) {
    const done = steps.next();
    if (done.done === true) return done.value.checks.flatMap(({ problems }) => problems);
  }
};
