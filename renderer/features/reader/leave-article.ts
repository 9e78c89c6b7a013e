import type { Article } from "../../../shared/domain/article";
import type { ArticleId } from "../../../shared/ids";
import { useUi } from "../../ui-state";
import { useImports } from "../library/use-imports";

/** What each article that was open replaced. */
const replaced = new Map<ArticleId, ArticleId>();
/** Articles that were looked for since one was shown, and were not there. */
const missing = new Set<ArticleId>();

/**
 * The open article has gone: an undo has taken back what made it, or somebody removed it. What it stood for is shown
 * instead, if that is there.
 */
export const leaveArticle = (gone: ArticleId): void => {
  missing.add(gone);
  const { successors } = useImports.getState();
  const before = Object.entries(successors).find(([, to]) => to === gone)?.[0] as ArticleId | undefined;
  const other = [before, replaced.get(gone), successors[gone]].find(
    (id) => id !== undefined && !missing.has(id),
  );
  useUi.setState({ articleId: other ?? null, jump: null });
};

/** Notes that an article is shown, and what it replaced. */
export const noteShown = ({ id, revisionOf }: Pick<Article, "id" | "revisionOf">): void => {
  missing.clear();
  if (revisionOf !== null) replaced.set(id, revisionOf);
};
