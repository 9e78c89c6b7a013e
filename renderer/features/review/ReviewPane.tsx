import { BookOpen, Check, PenLine } from "lucide-react";
import { count, formatDate } from "../../parts/dates";
import { asSentence, gapWords, percent } from "../../parts/import-words";
import { VisibleText } from "../../parts/VisibleText";
import { useCall } from "../../query";
import { Button } from "../../ui/Button";
import { openArticle, showOverlay } from "../../ui-state";
import { openArticleDetails } from "../library/use-library";
import { PaneEncoding } from "./PaneEncoding";
import { PaneProposals } from "./PaneProposals";
import styles from "./ReviewPane.module.css";
import { setRevisionOf } from "./review-actions";
import { fileWords, type Row } from "./review-rows";

const icon = { size: 16, strokeWidth: 1.6, "aria-hidden": true } as const;

/** What was done between the bytes and the text; from the project where this session did not see it. */
const Steps = ({ row }: { readonly row: Row }) => {
  const articleId = row.article?.articleId;
  const captures = useCall(
    "articles",
    "provenance",
    { id: articleId ?? noArticle },
    {
      isEnabled: row.steps.length === 0 && articleId !== undefined,
    },
  ).data;
  const steps = row.steps.length > 0 ? row.steps : (captures?.at(-1)?.steps ?? []);
  if (steps.length === 0) return null;
  return (
    <section>
      <h3>Steps done</h3>
      <ol className={styles.steps}>
        {steps.map((step, index) => (
          // Steps may repeat; they never change places.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <li key={index}>
            <VisibleText>{step}</VisibleText>
          </li>
        ))}
      </ol>
    </section>
  );
};

/** Never asked for: the call waits for an article. */
const noArticle = "" as never;

/** What else is known of this text: an earlier version of it, or another article with much of the same. */
const Kin = ({ row, isReadOnly }: { readonly row: Row; readonly isReadOnly: boolean }) => {
  const { article } = row;
  if (article === null) return null;
  const { revisionOf, nearCopy } = article;
  return (
    <>
      {revisionOf === null ? null : (
        <div className={styles.kin}>
          <p>
            A revision of “<VisibleText>{revisionOf.title}</VisibleText>”
          </p>
          {isReadOnly ? null : (
            <Button tone="quiet" onPress={() => void setRevisionOf(article, null)}>
              Keep as an article of its own
            </Button>
          )}
        </div>
      )}
      {nearCopy === null || nearCopy.articleId === revisionOf?.articleId ? null : (
        <div className={styles.kin}>
          <p>
            {percent(nearCopy.share)} of this text is in “<VisibleText>{nearCopy.title}</VisibleText>”
            {nearCopy.sourceName === null ? null : (
              <>
                , <bdi>{nearCopy.sourceName}</bdi>
              </>
            )}
          </p>
          {isReadOnly || revisionOf !== null ? null : (
            <Button
              tone="quiet"
              onPress={() => void setRevisionOf(article, { id: nearCopy.articleId, title: nearCopy.title })}
            >
              Make it a revision of that
            </Button>
          )}
        </div>
      )}
    </>
  );
};

const FileOnly = ({ row }: { readonly row: Row }) => (
  <>
    <h2 className={styles.title}>
      <VisibleText>{row.isGone ? row.title : fileWords(row)}</VisibleText>
    </h2>
    {row.isGone ? <p>This article was deleted. The history brings it back.</p> : null}
    {row.remarks.map((remark) => (
      <p key={remark} className={styles.remark}>
        <VisibleText>{asSentence(remark)}</VisibleText>
      </p>
    ))}
    {row.table === null ? null : (
      <Button tone="primary" onPress={() => showOverlay("columns")}>
        Name the columns…
      </Button>
    )}
    <Steps row={row} />
  </>
);

/** Everything about the row that the keys are at: its text, what was found in it and where, and what was done to it. */
export const ReviewPane = ({
  row,
  isReadOnly,
  onAccept,
}: {
  readonly row: Row;
  readonly isReadOnly: boolean;
  /** Null when its key means something else: the selected rows, or nothing in a file that cannot be written. */
  readonly onAccept: (() => void) | null;
}) => {
  const { article } = row;
  if (article === null)
    return (
      <aside className={styles.pane} aria-label="Details of the row">
        <FileOnly row={row} />
      </aside>
    );
  return (
    <aside className={styles.pane} aria-label="Details of the row">
      <header>
        <h2 className={styles.title}>
          <VisibleText>{article.metadata.title}</VisibleText>
        </h2>
        <p className={styles.facts}>
          <bdi>{article.sourceName ?? "no source"}</bdi> · {formatDate(article.metadata.publishedOn)} ·{" "}
          <VisibleText>{fileWords(row)}</VisibleText>
          {article.highlights === 0 ? null : <> · {count(article.highlights, "highlight")}</>}
        </p>
        {article.gaps.length === 0 ? null : (
          <p className={styles.gaps}>
            {article.gaps.map((gap) => (
              <span key={gap}>{gapWords[gap]}</span>
            ))}
          </p>
        )}
      </header>
      <div className={styles.buttons}>
        {onAccept === null || article.isReviewed ? null : (
          <div className={styles.accept}>
            <Button
              tone="primary"
              icon={<Check {...icon} />}
              keys="a"
              aria-keyshortcuts="a"
              onPress={onAccept}
            >
              Accept and confirm
            </Button>
          </div>
        )}
        <Button icon={<BookOpen {...icon} />} keys="o" onPress={() => openArticle(article.articleId)}>
          Open
        </Button>
        <Button icon={<PenLine {...icon} />} keys="F2" onPress={() => openArticleDetails(article.articleId)}>
          Details
        </Button>
      </div>
      <Kin row={row} isReadOnly={isReadOnly} />
      {row.remarks.length === 0 ? null : (
        <ul className={styles.remarks}>
          {row.remarks.map((remark) => (
            <li key={remark} className={styles.remark}>
              <VisibleText>{asSentence(remark)}</VisibleText>
            </li>
          ))}
        </ul>
      )}
      <section>
        <h3>How it begins</h3>
        <p className={styles.beginning}>
          <VisibleText>{article.beginning}</VisibleText>
        </p>
      </section>
      <PaneEncoding article={article} isReadOnly={isReadOnly} />
      <PaneProposals article={article} isReadOnly={isReadOnly} />
      <Steps row={row} />
    </aside>
  );
};
