import type { SourceRating } from "../../shared/domain/source";
import type { ArticleId } from "../../shared/ids";
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
  sourceName,
  ratings,
  articleTitle,
}: {
  readonly sourceName: string;
  readonly ratings: readonly SourceRating[];
  readonly articleTitle: (articleId: ArticleId) => string;
}) => {
  const isGrading = useIsGrading();
  const newestFirst = [...ratings].sort((a, b) => (a.at < b.at ? 1 : -1));
  const own = newestFirst.filter((rating) => rating.articleId === null);
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
                {rating.articleId === null ? null : (
                  <span className={styles.scope}>
                    Only for “<bdi>{articleTitle(rating.articleId)}</bdi>”
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
