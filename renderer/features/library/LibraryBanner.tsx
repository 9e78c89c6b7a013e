import { useMemo } from "react";
import type { ArticleSummary } from "../../../shared/domain/article";
import type { ArticleQuery } from "../../../shared/domain/query";
import { count } from "../../parts/dates";
import { Button } from "../../ui/Button";
import { startReview } from "../review/use-review";
import styles from "./LibraryScreen.module.css";
import { isNarrowed } from "./use-library";

/** Says how many articles want a look, and leads to them; silent while a filter hides how many there are. */
export const LibraryBanner = ({
  query,
  articles,
}: {
  readonly query: ArticleQuery;
  readonly articles: readonly ArticleSummary[];
}) => {
  const waiting = useMemo(() => articles.filter(({ gaps }) => gaps.length > 0).length, [articles]);
  const isWhole = !isNarrowed(query) || query.state === "needs-look";
  if (waiting === 0 || !isWhole) return null;
  return (
    <div className={styles.banner}>
      <span>
        {count(waiting, "article")} {waiting === 1 ? "wants" : "want"} a look
      </span>
      <Button tone="quiet" onPress={() => startReview("articles")}>
        Review
      </Button>
    </div>
  );
};
