import { useMemo, useState } from "react";
import type { Article, Revision } from "../../../shared/domain/article";
import type { ArticleId } from "../../../shared/ids";
import { diffWords, type WordChange } from "../../../shared/text/diff-words";
import { count, formatDate } from "../../parts/dates";
import { showUndoToast } from "../../parts/undo-toast";
import { WordChanges } from "../../parts/WordChanges";
import { act, useCall } from "../../query";
import { Button } from "../../ui/Button";
import { Modal } from "../../ui/Modal";
import { openArticle } from "../../ui-state";
import styles from "./RevisionsSheet.module.css";

const wordsOf = (changes: readonly WordChange[], kind: WordChange["kind"]): number =>
  changes
    .filter((change) => change.kind === kind)
    .reduce((sum, { text }) => sum + (text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0), 0);

const Changes = ({ before, after }: { readonly before: ArticleId; readonly after: ArticleId }) => {
  const old = useCall("articles", "get", { id: before }).data;
  const now = useCall("articles", "get", { id: after }).data;
  const changes = useMemo(
    () => (old === undefined || now === undefined ? null : diffWords(old.text, now.text)),
    [old, now],
  );
  if (changes === null) return null;
  return (
    <>
      <p className={styles.summary} role="status">
        {count(wordsOf(changes, "added"), "word")} added, {count(wordsOf(changes, "removed"), "word")} removed
      </p>
      <WordChanges changes={changes} />
    </>
  );
};

const nameOf = ({ revision }: Revision): string =>
  revision === 1 ? "First version" : `Revision ${revision}`;

/** The revisions of an article in their order, and what changed from the one before to the one chosen, in words. */
export const RevisionsSheet = ({
  article,
  isReadOnly,
  onClose,
}: {
  readonly article: Article;
  readonly isReadOnly: boolean;
  readonly onClose: () => void;
}) => {
  const revisions = useCall("articles", "revisions", { id: article.id }).data ?? [];
  const own = revisions.findIndex(({ articleId }) => articleId === article.id);
  const [chosen, setChosen] = useState<number | null>(null);
  const at = chosen ?? Math.max(1, own);
  const [before, after] = [revisions[at - 1], revisions[at]];
  const separate = async () => {
    const done = await act("articles", "setRevisionOf", { id: article.id, of: null });
    if (done === null) return;
    onClose();
    showUndoToast("Now an article of its own", done.value.edit);
  };
  return (
    <Modal title={`Revisions of “${article.title}”`} isOpen onClose={onClose} width={880}>
      <div className={styles.sheet}>
        <ol className={styles.revisions}>
          {revisions.map((one, index) => (
            <li key={one.articleId} aria-current={index === at || undefined}>
              <button type="button" disabled={index === 0} onClick={() => setChosen(index)}>
                <span className={styles.name}>{nameOf(one)}</span>
                <span>
                  {one.publishedOn === null ? "no date" : formatDate(one.publishedOn)} ·{" "}
                  {count(one.characters, "character")} · {count(one.highlights, "highlight")}
                </span>
                <span>
                  imported {formatDate(one.importedAt.slice(0, 10))} by <bdi>{one.analyst}</bdi>
                </span>
              </button>
              {one.articleId === article.id ? null : (
                <Button
                  tone="quiet"
                  aria-label={`Open ${nameOf(one)}`}
                  onPress={() => {
                    onClose();
                    openArticle(one.articleId);
                  }}
                >
                  Open
                </Button>
              )}
            </li>
          ))}
        </ol>
        <section
          className={styles.changes}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
          tabIndex={0}
          aria-label={
            before === undefined || after === undefined
              ? "What changed"
              : `What changed from ${nameOf(before)} to ${nameOf(after)}`
          }
        >
          {before === undefined || after === undefined ? (
            <p>There is only one version.</p>
          ) : (
            <Changes before={before.articleId} after={after.articleId} />
          )}
        </section>
      </div>
      <div className={styles.buttons}>
        {article.revisionOf === null || isReadOnly ? null : (
          <Button tone="quiet" onPress={() => void separate()}>
            Keep as an article of its own
          </Button>
        )}
        <Button tone="primary" onPress={onClose} autoFocus>
          Done
        </Button>
      </div>
    </Modal>
  );
};
