import type { Article, Aside, AsideReason } from "../../../shared/domain/article";
import { count } from "../../parts/dates";
import { showUndoToast } from "../../parts/undo-toast";
import { act } from "../../query";
import { Button } from "../../ui/Button";
import { openArticle } from "../../ui-state";
import { followArticle } from "../library/use-imports";
import styles from "./AsidesPanel.module.css";
import { keepSide } from "./reader-store";
import { SidePanel } from "./SidePanel";

const reasons: Readonly<Record<AsideReason, string>> = {
  "date-line": "Date line",
  caption: "Photo caption",
  credit: "Photo credit",
  "see-also": "Pointer to another report",
  advertisement: "Advertisement",
  shortcode: "Page code",
  comments: "Comment form",
  "cookie-notice": "Cookie notice",
  sources: "List of links",
  navigation: "Navigation",
  "running-head": "Running head",
  "page-number": "Page number",
  footnote: "Footnote",
  other: "Outside the article",
};

/** The words that follow a piece, so that its place is told. */
const placeOf = ({ text }: Article, { at }: Aside): string => {
  const words = text
    .slice(at, at + 60)
    .trim()
    .replace(/\s+/g, " ");
  return words === "" ? "At the end" : `Before: ${words.slice(0, 40)}${words.length > 40 ? "…" : ""}`;
};

/** What was set aside when the article came in, with the reason and the place of each piece, and the way back. */
export const AsidesPanel = ({
  article,
  isReadOnly,
  onShow,
  onClose,
}: {
  readonly article: Article;
  readonly isReadOnly: boolean;
  readonly onShow: (offset: number) => void;
  readonly onClose: () => void;
}) => {
  const isFixed = article.highlights > 0;
  const putBack = async (aside: number) => {
    const done = await act("articles", "restoreAside", { id: article.id, aside });
    if (done === null) return;
    followArticle(article.id, done.value.articleId);
    if (article.asides.length > 1) keepSide("asides");
    openArticle(done.value.articleId);
    showUndoToast("Put back into the text", done.value.edit);
  };
  return (
    <SidePanel
      label="Set aside from this article"
      title={`${count(article.asides.length, "piece")} set aside`}
      onClose={onClose}
    >
      <p className={styles.words}>
        {isFixed
          ? "Not part of the article, so not in its text. The text stays as it is once something is highlighted; the original holds everything."
          : "Not part of the article, so not in its text. Until something is highlighted, a piece can be put back."}
      </p>
      <ul className={styles.pieces}>
        {article.asides.map((aside, index) => (
          // The pieces never change their order while the article is open.
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is what names a piece to the store
          <li key={index}>
            <p className={styles.reason}>{reasons[aside.reason]}</p>
            <p className={styles.piece} dir="auto">
              {aside.text}
            </p>
            <div className={styles.acts}>
              <button type="button" className={styles.place} onClick={() => onShow(aside.at)}>
                <bdi>{placeOf(article, aside)}</bdi>
              </button>
              {isFixed || isReadOnly ? null : (
                <Button
                  tone="quiet"
                  aria-label={`Put back: ${aside.text.slice(0, 60)}`}
                  onPress={() => void putBack(index)}
                >
                  Put back
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </SidePanel>
  );
};
