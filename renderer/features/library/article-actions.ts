import type { ArticleSummary } from "../../../shared/domain/article";
import type { ArticleId } from "../../../shared/ids";
import { act } from "../../query";
import { showToast } from "../../ui/toasts";
import { openArticle, useUi } from "../../ui-state";

/** Deletes an article with its highlights; a toast brings all of it back. */
export const removeArticle = async (article: Pick<ArticleSummary, "id" | "title">): Promise<void> => {
  const removed = await act("articles", "remove", { id: article.id });
  if (removed === null) return;
  const wasOpen = useUi.getState().articleId === article.id;
  if (wasOpen) useUi.setState({ articleId: null, jump: null });
  const { edit } = removed.value;
  if (edit === null) return;
  showToast(`Article “${article.title}” deleted`, {
    label: "Undo",
    run: () => {
      void act("history", "undo", { edit }).then((undone) => {
        if (undone !== null && wasOpen) useUi.setState({ articleId: article.id });
      });
    },
  });
};

/** Asks for a newer or better copy of an article's text, and opens the revision that it makes. */
export const reviseArticle = async (id: ArticleId): Promise<void> => {
  const outcome = (await act("files", "reviseArticle", { id }))?.value;
  if (outcome === undefined || outcome === null) return;
  if (outcome.articleId !== null) openArticle(outcome.articleId);
  showToast(
    outcome.outcome === "revision"
      ? `“${outcome.title}” revised. ${outcome.remarks[0] ?? ""}`.trim()
      : `Nothing changed: ${outcome.remarks[0] ?? "this text is in the project already"}`,
  );
};

/** Puts the unread dot back, or takes it away. */
export const setArticleRead = (article: Pick<ArticleSummary, "id">, isRead: boolean): void => {
  void act("articles", "markRead", { id: article.id, isRead });
};
