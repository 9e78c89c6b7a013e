import type { ArticleSummary } from "../../../shared/domain/article";
import { count, formatDate } from "../../parts/dates";
import { ReliabilityMark } from "../../parts/Grade";
import { gapWords, nearCopyWords } from "../../parts/import-words";
import { VisibleText } from "../../parts/VisibleText";
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

/** What is lacking is marked where it would stand. */
const lacks = { "no-source": true, "no-date": true };

/** What is small print beside a title and still tells one article from another: each mark says itself what it means. */
const marksOf = (
  article: ArticleSummary,
): readonly { readonly tone: "warn" | "plain"; readonly words: string }[] => [
  ...article.gaps
    .filter((gap) => !(gap in lacks))
    .map((gap) => ({ tone: "warn" as const, words: gapWords[gap] })),
  ...(article.waiting > 0
    ? [{ tone: "warn" as const, words: `${article.waiting.toLocaleString("en-GB")} to place` }]
    : []),
  ...(article.revision > 1 ? [{ tone: "plain" as const, words: `rev. ${article.revision}` }] : []),
  ...(article.nearCopy === null ? [] : [{ tone: "plain" as const, words: nearCopyWords(article.nearCopy) }]),
];

const Marks = ({ article }: { readonly article: ArticleSummary }) => {
  const marks = marksOf(article);
  if (marks.length === 0) return null;
  return (
    <p className={styles.marks}>
      {marks.map(({ tone, words }) => (
        <span key={words} data-tone={tone} title={words}>
          <VisibleText>{words}</VisibleText>
        </span>
      ))}
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
      <VisibleText>{article.title}</VisibleText>
    </p>
    <div className={styles.meta}>
      <p className={styles.origin}>
        <span className={styles.source} data-lacking={article.gaps.includes("no-source") || undefined}>
          <VisibleText>{article.sourceName ?? "no source"}</VisibleText>
        </span>
        ·
        <span className={styles.date} data-lacking={article.gaps.includes("no-date") || undefined}>
          {formatDate(article.publishedOn)}
        </span>
      </p>
      <ReliabilityMark
        reliability={article.rating?.reliability ?? null}
        isOverride={article.rating?.isOverride ?? false}
      />
    </div>
    {article.snippet === undefined || article.snippet === "" ? null : <Snippet text={article.snippet} />}
    <p className={styles.counts}>{annotation(article)}</p>
    <Marks article={article} />
  </>
);
