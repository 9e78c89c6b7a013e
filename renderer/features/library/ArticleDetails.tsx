import { useRef, useState } from "react";
import type { Article, ArticleMetadata } from "../../../shared/domain/article";
import type { ArticleId } from "../../../shared/ids";
import { count } from "../../parts/dates";
import { SourcePicker } from "../../parts/SourcePicker";
import { showUndoToast } from "../../parts/undo-toast";
import { act, useCall } from "../../query";
import { Button } from "../../ui/Button";
import { DateField } from "../../ui/DateField";
import { Field } from "../../ui/Field";
import { Modal } from "../../ui/Modal";
import { Suggest } from "../../ui/Suggest";
import { removeArticle, reviseArticle } from "./article-actions";
import styles from "./forms.module.css";
import { LinkField } from "./LinkField";
import { Digest, Provenance } from "./Provenance";

const languageNames = new Intl.DisplayNames("en", { type: "language" });
const languageName = (code: string): string => {
  try {
    return languageNames.of(code) ?? code;
  } catch {
    return code;
  }
};
const commonLanguages =
  "ar bg cs da de el en es et fa fi fr ha he hi hr hu id it ja ko lt lv ms nl no pl ps pt ro ru sk sl so sr sv sw ta th tr uk ur vi zh".split(
    " ",
  );
/** The usual languages, and this article's own when it is a rarer one. */
const languages = (current: string) =>
  [...new Set([...commonLanguages, ...(current === "" ? [] : [current])])]
    .map((key) => ({ key, label: languageName(key), detail: key, names: [key] }))
    .sort((a, b) => a.label.localeCompare(b.label));

const fields = ["title", "sourceId", "byline", "publishedOn", "url", "language"] as const;

/** The fields that differ, as a patch; an emptied title is no change. */
const changesOf = (article: ArticleMetadata, draft: ArticleMetadata): Partial<ArticleMetadata> =>
  Object.fromEntries(
    fields
      .filter((field) => draft[field] !== article[field] && !(field === "title" && draft.title === ""))
      .map((field) => [field, draft[field]]),
  );

const DetailsForm = ({
  article,
  isReadOnly,
  onClose,
}: {
  readonly article: Article;
  readonly isReadOnly: boolean;
  readonly onClose: () => void;
}) => {
  const [draft, setDraft] = useState<ArticleMetadata>(article);
  // Closing follows the last change of a field in the same click, before the next render.
  const latest = useRef(draft);
  const put = (change: Partial<ArticleMetadata>) => {
    latest.current = { ...latest.current, ...change };
    setDraft(latest.current);
  };
  /** Whether the source that was typed is there. */
  const creating = useRef<Promise<boolean>>(Promise.resolve(true));

  // Closing saves, as one edit with one undo: nothing that was typed is lost and there is no save button.
  const close = async () => {
    // A field that is left takes what was typed in it; Escape and Enter close without leaving it.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    const isCreated = await creating.current;
    creating.current = Promise.resolve(true);
    // The message says why; the sheet stays with what was typed.
    if (!isCreated) return;
    onClose();
    const { current } = latest;
    const trimmed = {
      ...current,
      title: current.title.trim(),
      byline: current.byline.trim(),
      url: current.url.trim(),
    };
    const set = changesOf(article, trimmed);
    if (isReadOnly || Object.keys(set).length === 0) return;
    const updated = await act("articles", "update", { id: article.id, set });
    if (updated !== null)
      showUndoToast(`Details of “${set.title ?? article.title}” changed`, updated.value.edit);
  };
  const createSource = async (name: string) => {
    const created = await act("sources", "create", { name, kind: "outlet" });
    if (created !== null) put({ sourceId: created.value.id });
    return created !== null;
  };

  return (
    <Modal title="Article details" isOpen onClose={() => void close()} width={600}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void close();
        }}
      >
        <Field
          label="Title"
          lines={draft.title.length > 60 ? 2 : 1}
          value={draft.title}
          onChange={(title) => put({ title })}
          maxLength={1000}
          isReadOnly={isReadOnly}
          isInvalid={draft.title.trim() === ""}
          validationBehavior="aria"
          hint={
            draft.title.trim() === ""
              ? "An article needs a title. Left empty, it keeps the one it has."
              : undefined
          }
        />
        <div className={styles.pair}>
          <SourcePicker
            label="Source"
            value={draft.sourceId}
            onChange={(sourceId) => put({ sourceId })}
            onCreate={(name) => {
              creating.current = createSource(name);
            }}
            isReadOnly={isReadOnly}
          />
          <DateField
            label="Published on"
            value={draft.publishedOn}
            onChange={(publishedOn) => put({ publishedOn })}
          />
        </div>
        <div className={styles.pair}>
          <Field
            label="Byline"
            value={draft.byline}
            onChange={(byline) => put({ byline })}
            maxLength={1000}
            isReadOnly={isReadOnly}
          />
          <Suggest
            label="Language"
            noun="language"
            suggestions={languages(article.language)}
            value={draft.language === "" ? null : draft.language}
            onChange={(language) => put({ language: language ?? "" })}
            isReadOnly={isReadOnly}
          />
        </div>
        <LinkField value={draft.url} onChange={(url) => put({ url })} isReadOnly={isReadOnly} />
        <dl className={styles.facts}>
          <dt>Length</dt>
          <dd>{count(article.characters, "character")}</dd>
          <dt>SHA-256 of the text</dt>
          <dd>
            <Digest of={article.sha256} />
          </dd>
        </dl>
        <Provenance articleId={article.id} />
        <div className={styles.buttons}>
          {isReadOnly ? null : (
            <Button
              tone="quiet"
              onPress={() => {
                onClose();
                void reviseArticle(article.id);
              }}
            >
              Import a newer copy…
            </Button>
          )}
          {isReadOnly ? null : (
            <Button
              tone="danger"
              onPress={() => {
                onClose();
                void removeArticle(article);
              }}
            >
              Delete article
            </Button>
          )}
          <Button type="submit" tone="primary">
            Done
          </Button>
        </div>
      </form>
    </Modal>
  );
};

/** What is known about an article besides its text, to look at and to correct. */
export const ArticleDetails = ({
  articleId,
  onClose,
}: {
  readonly articleId: ArticleId;
  readonly onClose: () => void;
}) => {
  const article = useCall("articles", "get", { id: articleId }).data;
  const project = useCall("project", "get", undefined).data;
  if (article === undefined || project === undefined || project === null) return null;
  return <DetailsForm article={article} isReadOnly={project.isReadOnly} onClose={onClose} />;
};
