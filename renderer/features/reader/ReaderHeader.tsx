import { ExternalLink, List, PencilLine, Search } from "lucide-react";
import type { Article } from "../../../shared/domain/article";
import { reliabilityWording } from "../../../shared/domain/grade";
import { hasHeadline } from "../../editor/schema";
import { count, formatDate } from "../../parts/dates";
import { ReliabilityMark } from "../../parts/Grade";
import { useIsGrading } from "../../parts/use-grading";
import { act } from "../../query";
import { IconButton } from "../../ui/Button";
import { openSource, showOverlay } from "../../ui-state";
import styles from "./ReaderHeader.module.css";
import { setReader, useReader } from "./reader-store";

const hostOf = (url: string): string => {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
};

/**
 * Source and letter, byline, date and link above the headline: what a reader must know before the first word.
 * The headline is the text's own where it has one, so that it can be highlighted and is not said twice.
 */
export const ReaderHeader = ({
  article,
  highlights,
}: {
  readonly article: Article;
  readonly highlights: number;
}) => {
  const isListOpen = useReader((state) => state.isListOpen);
  // Both open over the corner where the tools stand, and close by their own buttons.
  const isCovered = useReader((state) => state.isListOpen || state.isFindOpen);
  const isGrading = useIsGrading();
  const { rating, sourceId } = article;
  const isHeadlined = hasHeadline(article.text, article.blocks, article.title);
  return (
    <header className={styles.header}>
      <ul className={styles.line}>
        <li>
          <ReliabilityMark
            reliability={rating?.reliability ?? null}
            isOverride={rating?.isOverride ?? false}
          />
          {sourceId === null ? (
            <span className={styles.missing}>No source</span>
          ) : (
            <button type="button" className={styles.source} onClick={() => openSource(sourceId)}>
              <bdi>{article.sourceName}</bdi>
            </button>
          )}
        </li>
        {article.byline === "" ? null : (
          <li>
            <bdi>{article.byline}</bdi>
          </li>
        )}
        <li>
          {article.publishedOn === null ? (
            <span className={styles.missing}>No date</span>
          ) : (
            <time dateTime={article.publishedOn}>{formatDate(article.publishedOn)}</time>
          )}
        </li>
        {article.url === "" ? null : (
          <li>
            <button
              type="button"
              className={styles.link}
              title={article.url}
              onClick={() => void act("links", "open", { url: article.url })}
            >
              <bdi>{hostOf(article.url)}</bdi>
              <ExternalLink size={13} strokeWidth={1.6} aria-label="opens in the browser after asking" />
            </button>
          </li>
        )}
      </ul>
      <span className={styles.tools} data-covered={isCovered || undefined}>
        <IconButton label="Find in this article" keys="/" onPress={() => setReader({ isFindOpen: true })}>
          <Search size={16} strokeWidth={1.6} />
        </IconButton>
        <IconButton
          label={`List of ${count(highlights, "highlight")}`}
          onPress={() => setReader({ isListOpen: !isListOpen })}
        >
          <List size={16} strokeWidth={1.6} />
        </IconButton>
        <IconButton label="Article details" onPress={() => showOverlay("article-details")}>
          <PencilLine size={16} strokeWidth={1.6} />
        </IconButton>
      </span>
      {rating?.isOverride === true && !isGrading ? (
        <p className={styles.override}>
          Rated {rating.reliability} for this article (
          {reliabilityWording[rating.reliability].label.toLowerCase()}): <bdi>{rating.reason}</bdi>
        </p>
      ) : null}
      {isHeadlined ? null : (
        <h1 className={styles.title} dir="auto">
          {article.title}
        </h1>
      )}
    </header>
  );
};
