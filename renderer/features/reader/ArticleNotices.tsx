import type { Article } from "../../../shared/domain/article";
import { count } from "../../parts/dates";
import { percent } from "../../parts/import-words";
import { VisibleText } from "../../parts/VisibleText";
import { useCall } from "../../query";
import { openArticle } from "../../ui-state";
import styles from "./ArticleNotices.module.css";
import { setReader } from "./reader-store";

const Act = ({ onClick, children }: { readonly onClick: () => void; readonly children: React.ReactNode }) => (
  <button type="button" className={styles.act} onClick={onClick}>
    {children}
  </button>
);

const NearCopies = ({ article }: { readonly article: Article }) => {
  const copies = useCall("articles", "nearCopies", { id: article.id }).data ?? [];
  return copies.slice(0, 3).map(({ articleId, title, share, sourceName }) => (
    <li key={articleId}>
      {percent(share)} of this text is in{" "}
      <Act onClick={() => openArticle(articleId)}>
        “<VisibleText>{title}</VisibleText>”
      </Act>
      {sourceName === null ? null : (
        <>
          {" "}
          (<VisibleText>{sourceName}</VisibleText>)
        </>
      )}
    </li>
  ));
};

/** What a reader must know of how this text stands to others, and what waits to be done about it. Empty for most. */
export const ArticleNotices = ({ article }: { readonly article: Article }) => {
  const { revision, replacedBy, waiting, nearCopy, asides, kept } = article;
  return (
    <ul className={styles.notices}>
      {kept === "whole" ? null : (
        <li data-tone="warn">
          {kept === "quotes"
            ? "Only the quotes came with this copy; the rest of the text is blank."
            : "The text did not come with this copy; its places are blank."}
        </li>
      )}
      {replacedBy === null ? null : (
        <li data-tone="warn">
          An earlier revision. <Act onClick={() => openArticle(replacedBy)}>Open the newest</Act>
        </li>
      )}
      {revision === 1 && replacedBy === null ? null : (
        <li>
          Revision {revision}.{" "}
          <Act onClick={() => setReader({ side: "revisions" })}>
            {revision === 1 ? "Revisions" : "What changed"}
          </Act>
        </li>
      )}
      {waiting === 0 ? null : (
        <li data-tone="warn">
          <Act onClick={() => setReader({ side: "waiting" })}>{count(waiting, "highlight")} to place</Act>{" "}
          from the revision before
        </li>
      )}
      {nearCopy === null ? null : <NearCopies article={article} />}
      {asides.length === 0 ? null : (
        <li>
          <Act onClick={() => setReader({ side: "asides" })}>{count(asides.length, "piece")} set aside</Act>
        </li>
      )}
    </ul>
  );
};
