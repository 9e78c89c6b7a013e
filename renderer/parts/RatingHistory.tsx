import type { SourceRating } from "../../shared/domain/source";
import type { ArticleId, SourceId } from "../../shared/ids";
import { formatDate } from "./dates";
import { ReliabilityMark } from "./Grade";
import { RatingChart } from "./RatingChart";
import styles from "./RatingHistory.module.css";
import { useIsGrading } from "./use-grading";

/**
 * Every rating there has been, newest first, under a step chart of the source's own letters over time. The table
 * says all that the chart does. Nothing in it can be edited: a rating is corrected by a newer one.
 */
export const RatingHistory = ({
  sourceId,
  sourceName,
  ratings,
  articleTitle,
}: {
  readonly sourceId: SourceId;
  readonly sourceName: string;
  readonly ratings: readonly SourceRating[];
  readonly articleTitle: (articleId: ArticleId) => string;
}) => {
  const isGrading = useIsGrading();
  const newestFirst = [...ratings].sort((a, b) => (a.at < b.at ? 1 : -1));
  // A source merged into this one brings its ratings along; they are told, but were never this one's letter.
  const isOwn = (rating: SourceRating) => rating.articleId === null && rating.sourceId === sourceId;
  const own = newestFirst.filter(isOwn);
  if (newestFirst.length === 0)
    return (
      <p className={styles.empty}>
        No rating yet. Each one you give is kept here with its reason and its date.
      </p>
    );
  return (
    <div className={styles.history}>
      {own.length === 0 ? null : isGrading ? (
        <p className={styles.empty}>The chart is hidden until a credibility is chosen.</p>
      ) : (
        <RatingChart sourceName={sourceName} ratings={own} />
      )}
      <table className={styles.table}>
        <caption className="visually-hidden">Ratings of {sourceName}, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Letter</th>
            <th scope="col">Reason</th>
            <th scope="col">Analyst</th>
            <th scope="col">Date</th>
          </tr>
        </thead>
        <tbody>
          {newestFirst.map((rating) => (
            <tr key={rating.id}>
              <td>
                <ReliabilityMark reliability={rating.reliability} isOverride={rating.articleId !== null} />
              </td>
              <td>
                {rating.reason === "" ? (
                  <span className={styles.quiet}>No reason given</span>
                ) : (
                  <bdi>{rating.reason}</bdi>
                )}
                {isOwn(rating) ? null : (
                  <span className={styles.scope}>
                    {rating.articleId === null ? (
                      "Given to a source since merged into this one"
                    ) : (
                      <>
                        Only for “<bdi>{articleTitle(rating.articleId)}</bdi>”
                      </>
                    )}
                  </span>
                )}
              </td>
              <td className={styles.quiet}>
                <bdi>{rating.analyst}</bdi>
              </td>
              <td className={styles.date}>{formatDate(rating.at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
