import { create } from "zustand";
import type { ArticleId, ClaimId, HighlightId, SourceId, TagId } from "../shared/ids";

/** `review` lies within the library: the rail shows it as such. */
export type Screen = "library" | "review" | "claims" | "sources" | "tags" | "share";

/** What the window shows. Nothing here is data of the project; nothing here survives a restart. */
type UiState = {
  readonly screen: Screen;
  readonly articleId: ArticleId | null;
  /** A highlight the reader must scroll to and focus; `at` makes a second jump to the same one count. */
  readonly jump: { readonly highlightId: HighlightId; readonly at: number } | null;
  readonly claimId: ClaimId | null;
  readonly sourceId: SourceId | null;
  readonly tagId: TagId | null;
  /**
   * How many pieces of evidence on screen wait for their credibility. While it is not 0 every source letter
   * is hatched out, so that the letter cannot lead the digit.
   */
  readonly grading: number;
  readonly overlay:
    | "none"
    | "palette"
    | "keys"
    | "settings"
    | "history"
    | "export"
    | "columns"
    | "new-article"
    | "article-details";
};

export const useUi = create<UiState>(() => ({
  screen: "library",
  articleId: null,
  jump: null,
  claimId: null,
  sourceId: null,
  tagId: null,
  grading: 0,
  overlay: "none",
}));

const set = useUi.setState;

/** Goes to a screen, leaving what was chosen on the others as it is. */
export const goTo = (screen: Screen): void => set({ screen, overlay: "none" });

/** Opens an article in the reader, at a highlight when one is given. */
export const openArticle = (articleId: ArticleId, highlightId?: HighlightId): void =>
  set({
    screen: "library",
    articleId,
    jump: highlightId === undefined ? null : { highlightId, at: performance.now() },
    overlay: "none",
  });

export const openClaim = (claimId: ClaimId): void => set({ screen: "claims", claimId, overlay: "none" });
export const openSource = (sourceId: SourceId): void => set({ screen: "sources", sourceId, overlay: "none" });
export const openTag = (tagId: TagId): void => set({ screen: "tags", tagId, overlay: "none" });
export const showOverlay = (overlay: UiState["overlay"]): void => set({ overlay });

/** Back to nothing chosen: another project was opened or this one closed. */
export const resetUi = (): void => set(useUi.getInitialState(), true);
