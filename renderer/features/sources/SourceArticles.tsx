import type { ArticleSummary } from "../../../shared/domain/article";
import type { SourceSummary } from "../../../shared/domain/source";
import { count, formatDate } from "../../parts/dates";
import { ReliabilityMark } from "../../parts/Grade";
import { showUndoToast } from "../../parts/undo-toast";
import { useIsGrading } from "../../parts/use-grading";
import { act, useCall } from "../../query";
import { Button } from "../../ui/Button";
import { goTo, openArticle } from "../../ui-state";
import { clearLibraryFilters, setLibraryQuery } from "../library/use-library";
import styles from "./rows.module.css";

/** Of a longer list the Library is the place. */
const shownAtMost = 50;

/** The articles of a source, newest first, each with the letter it carries; those with one of their own say why. */
export const SourceArticles = ({
  source,
  isReadOnly,
}: {
  readonly source: SourceSummary;
  readonly isReadOnly: boolean;
}) => {
  const articles = useCall("articles", "list", { sourceIds: [source.id], sort: "newest" }).data;
  const overrides = (articles ?? []).filter((article) => article.rating?.isOverride === true).length;
  return (
    <section aria-labelledby="source-articles">
      <h3 id="source-articles" className={styles.heading}>
        Articles <span className={styles.count}>{source.articles}</span>
      </h3>
      {articles?.length === 0 ? (
        <p className={styles.quiet}>
          None yet. Choose this source in an article’s header, or name it when you bring an article in.
        </p>
      ) : null}
      {overrides === 0 ? null : (
        <p className={styles.lead}>
          {count(overrides, "article has", "articles have")} a letter of {overrides === 1 ? "its" : "their"}{" "}
          own.
          {overrides === articles?.length ? "" : " The others inherit the source’s."}
        </p>
      )}
      <ul className={styles.rows} hidden={(articles ?? []).length === 0}>
        {(articles ?? []).slice(0, shownAtMost).map((article) => (
          <ArticleRow key={article.id} article={article} isReadOnly={isReadOnly} />
        ))}
      </ul>
      {articles === undefined || articles.length <= shownAtMost ? null : (
        <div className={styles.all}>
          <Button
            onPress={() => {
              clearLibraryFilters();
              setLibraryQuery({ sourceIds: [source.id] });
              goTo("library");
            }}
          >
            Show all {count(articles.length, "article")}
          </Button>
        </div>
      )}
    </section>
  );
};

const ArticleRow = ({
  article,
  isReadOnly,
}: {
  readonly article: ArticleSummary;
  readonly isReadOnly: boolean;
}) => {
  const { rating } = article;
  const isGrading = useIsGrading();
  return (
    <li className={styles.row}>
      <ReliabilityMark reliability={rating?.reliability ?? null} isOverride={rating?.isOverride ?? false} />
      <div className={styles.words}>
        <button type="button" className={styles.open} onClick={() => openArticle(article.id)}>
          <bdi>{article.title}</bdi>
        </button>
        <p className={styles.meta}>
          {formatDate(article.publishedOn)} · {count(article.highlights, "highlight")} ·{" "}
          {count(article.claims, "claim")}
        </p>
        {rating?.isOverride !== true ? null : (
          <div className={styles.override}>
            <p>
              {isGrading ? "Overridden here" : `${rating.reliability} for this article only`}
              {rating.reason === "" ? "" : ": "}
              <bdi>{rating.reason}</bdi>
            </p>
            {isReadOnly ? null : (
              <Button tone="quiet" onPress={() => void takeBack(article)}>
                Take the override back
              </Button>
            )}
          </div>
        )}
      </div>
    </li>
  );
};

const takeBack = async (article: ArticleSummary) => {
  const done = await act("sources", "clearOverride", { articleId: article.id });
  if (done !== null) showUndoToast(`“${article.title}” has the letter of its source again`, done.value.edit);
};
