import type { ArticleSummary } from "../../../shared/domain/article";
import { act } from "../../query";
import { showToast } from "../../ui/toasts";
import { useUi } from "../../ui-state";

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

/** Puts the unread dot back, or takes it away. */
export const setArticleRead = (article: Pick<ArticleSummary, "id">, isRead: boolean): void => {
  void act("articles", "markRead", { id: article.id, isRead });
};
