import type { ArticleSummary } from "../../../shared/domain/article";
import { count, formatDate } from "../../parts/dates";
import { ReliabilityMark } from "../../parts/Grade";
import styles from "./ArticleList.module.css";

/** What the analyst has done with an article: "7 highlights · 3 claims", or that nothing has been done yet. */
const annotation = (article: ArticleSummary): string => {
  if (article.highlights === 0 && article.claims === 0) return "not annotated";
  return [
    ...(article.highlights > 0 ? [count(article.highlights, "highlight")] : []),
    ...(article.claims > 0 ? [count(article.claims, "claim")] : []),
  ].join(" · ");
};

/** The hits of a full-text search stand between \u0002 and \u0003. */
const Snippet = ({ text }: { readonly text: string }) => {
  const pieces = text.split("\u0002").flatMap((piece) => piece.split("\u0003"));
  return (
    <p className={styles.snippet}>
      {pieces.map((piece, index) =>
        index % 2 === 1 ? (
          // A snippet's pieces never move: their place is their identity.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <mark key={index}>{piece}</mark>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <span key={index}>{piece}</span>
        ),
      )}
    </p>
  );
};

/** What one line of the library says about an article. */
export const ArticleRow = ({ article }: { readonly article: ArticleSummary }) => (
  <>
    <p className={styles.title}>
      {article.isRead ? null : (
        <span className={styles.unread} title="Unread">
          <span className="visually-hidden">Unread: </span>
        </span>
      )}
      <bdi>{article.title}</bdi>
    </p>
    <div className={styles.meta}>
      <p className={styles.origin}>
        <bdi>{article.sourceName ?? "no source"}</bdi> ·{" "}
        <span className={styles.date}>{formatDate(article.publishedOn)}</span>
      </p>
      <ReliabilityMark
        reliability={article.rating?.reliability ?? null}
        isOverride={article.rating?.isOverride ?? false}
      />
    </div>
    {article.snippet === undefined || article.snippet === "" ? null : <Snippet text={article.snippet} />}
    <p className={styles.counts}>{annotation(article)}</p>
  </>
);
