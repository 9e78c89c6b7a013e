import type { Project } from "../../shared/domain/project";
import { ExportDialog } from "../features/claims/ExportDialog";
import { ArticleDetails } from "../features/library/ArticleDetails";
import { ColumnsSheet } from "../features/library/ColumnsSheet";
import { NewArticle } from "../features/library/NewArticle";
import { closeArticleDetails, useLibrary } from "../features/library/use-library";
import { showOverlay, useUi } from "../ui-state";
import { History } from "./History";
import { KeysHelp } from "./KeysHelp";
import { Palette } from "./Palette";

const close = () => showOverlay("none");

/** The one sheet that lies over the window. The settings are a popover of the top bar and not among them. */
export const Overlays = ({ project }: { readonly project: Project }) => {
  const overlay = useUi((state) => state.overlay);
  const openId = useUi((state) => state.articleId);
  const listedId = useLibrary((state) => state.detailsOf);
  if (listedId !== null)
    return <ArticleDetails key={listedId} articleId={listedId} onClose={closeArticleDetails} />;
  switch (overlay) {
    case "palette":
      return <Palette project={project} />;
    case "keys":
      return <KeysHelp />;
    case "history":
      return <History isReadOnly={project.isReadOnly} />;
    case "export":
      return <ExportDialog />;
    case "columns":
      return <ColumnsSheet />;
    case "new-article":
      return <NewArticle />;
    case "article-details":
      return openId === null ? null : <ArticleDetails key={openId} articleId={openId} onClose={close} />;
    case "none":
    case "settings":
      return null;
  }
};
