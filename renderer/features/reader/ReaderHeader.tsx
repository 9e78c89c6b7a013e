import { ExternalLink, List, PencilLine, Search } from "lucide-react";
import { useState } from "react";
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from "react-aria-components";
import type { Article } from "../../../shared/domain/article";
import { reliabilityWording } from "../../../shared/domain/grade";
import { hasHeadline, isMadeTitle } from "../../editor/schema";
import { count, formatDate } from "../../parts/dates";
import { ReliabilityMark } from "../../parts/Grade";
import { RateArticleSource } from "../../parts/RateArticleSource";
import { useIsGrading } from "../../parts/use-grading";
import { readWebAddress } from "../../parts/web-address";
import { act } from "../../query";
import { Button, IconButton } from "../../ui/Button";
import { openSource, showOverlay } from "../../ui-state";
import { ArticleNotices } from "./ArticleNotices";
import styles from "./ReaderHeader.module.css";
import { setReader, useReader } from "./reader-store";

const openDetails = () => showOverlay("article-details");

/** The letter in force, and behind it the form that changes it, for the source or for this article alone. */
const Letter = ({ article, isGrading }: { readonly article: Article; readonly isGrading: boolean }) => {
  const [isOpen, setIsOpen] = useState(false);
  const { rating, sourceName } = article;
  const label = sourceName === null ? "Rate this article" : `Rate ${sourceName}, or this article alone`;
  const mark = (
    <ReliabilityMark reliability={rating?.reliability ?? null} isOverride={rating?.isOverride ?? false} />
  );
  // Its own title says why it is hidden; rating now would say the letter all the same.
  if (isGrading)
    return (
      <button type="button" className={styles.letter} disabled>
        {mark}
      </button>
    );
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
      <AriaButton className={styles.letter ?? ""}>
        {mark}
        <span className="visually-hidden">. {label}</span>
      </AriaButton>
      <Popover className={styles.rating ?? ""} placement="bottom start" offset={6}>
        <Dialog aria-label={label} className={styles.dialog ?? ""}>
          <RateArticleSource article={article} onDone={() => setIsOpen(false)} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
};

const Link = ({ url }: { readonly url: string }) => {
  const address = readWebAddress(url);
  if (address === null) return <bdi className={styles.noLink}>{url}</bdi>;
  return (
    <button
      type="button"
      className={styles.link}
      title={url}
      onClick={() => void act("links", "open", { url })}
    >
      <bdi>{address.host}</bdi>
      <ExternalLink size={13} strokeWidth={1.6} aria-label="opens in the browser after asking" />
    </button>
  );
};

/**
 * Source and letter, byline, date and link above the headline: what a reader must know before the first word.
 * The headline is the text's own where it has one, so that it can be highlighted and is not said twice; a title
 * that the import made of the first words does not look like one.
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
  const isCovered = useReader((state) => state.isListOpen || state.isFindOpen || state.side !== "none");
  const isGrading = useIsGrading();
  const { rating, sourceId } = article;
  const isHeadlined = hasHeadline(article.text, article.blocks, article.title);
  return (
    <header className={styles.header}>
      <ul className={styles.line}>
        <li>
          <Letter article={article} isGrading={isGrading} />
          {sourceId === null ? (
            <button type="button" className={`${styles.missing} ${styles.give}`} onClick={openDetails}>
              No source
            </button>
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
            <Link url={article.url} />
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
        <IconButton label="Article details" onPress={openDetails}>
          <PencilLine size={16} strokeWidth={1.6} />
        </IconButton>
      </span>
      <ArticleNotices article={article} />
      {rating?.isOverride === true && !isGrading ? (
        <p className={styles.override}>
          Rated {rating.reliability} for this article (
          {reliabilityWording[rating.reliability].label.toLowerCase()}): <bdi>{rating.reason}</bdi>
        </p>
      ) : null}
      {isHeadlined ? null : isMadeTitle(article.title, article.text) ? (
        <div className={styles.made}>
          <h1 className={styles.beginning} dir="auto">
            {article.title}
          </h1>
          <p className={styles.noHeadline}>
            No headline in the file
            <Button tone="quiet" onPress={openDetails}>
              Add title
            </Button>
          </p>
        </div>
      ) : (
        <h1 className={styles.title} dir="auto">
          {article.title}
        </h1>
      )}
    </header>
  );
};
