import { create } from "zustand";
import type { EvidenceId, HighlightId } from "../../../shared/ids";
import type { Interval } from "../../editor/intervals";

/** Something to be marked: a stretch that is no highlight yet, or a highlight. */
export type Passage =
  | { readonly kind: "span"; readonly span: Interval }
  | { readonly kind: "highlight"; readonly id: HighlightId };

/** The one thing that is open beside the text. */
export type Panel =
  | { readonly kind: "none" }
  | { readonly kind: "claim"; readonly passage: Passage }
  | { readonly kind: "tags"; readonly passage: Passage }
  | { readonly kind: "rate"; readonly evidenceId: EvidenceId; readonly highlightId: HighlightId };

/** What is chosen in the open article. Reset when another one opens. */
type ReaderState = {
  /** Index of the current sentence: where `j` and `k` stand. -1 before the first key. */
  readonly sentence: number;
  /** What mouse or keys have selected; the toolbar shows at it. */
  readonly selection: Interval | null;
  /** True when the selection was made with `Shift` and the sentence keys, so that it is painted by us. */
  readonly isReach: boolean;
  /** The sentence at which `Shift` began to extend. */
  readonly reachFrom: number | null;
  readonly focusedId: HighlightId | null;
  /** Highlights under the pointer. */
  readonly hovered: readonly string[];
  readonly panel: Panel;
  /** The highlight whose note is being written. */
  readonly noteId: HighlightId | null;
  readonly isListOpen: boolean;
  readonly isFindOpen: boolean;
  /** What the notices under the header have opened. */
  readonly side: "none" | "asides" | "waiting" | "revisions";
  /** What is read out to a screen reader, last. */
  readonly said: string;
};

export const useReader = create<ReaderState>(() => ({
  sentence: -1,
  selection: null,
  isReach: false,
  reachFrom: null,
  focusedId: null,
  hovered: [],
  panel: { kind: "none" },
  noteId: null,
  isListOpen: false,
  isFindOpen: false,
  side: "none",
  said: "",
}));

export const setReader = useReader.setState;
let kept: ReaderState["side"] = "none";
/** Opens the same panel on the article that is about to take this one's place. */
export const keepSide = (side: ReaderState["side"]): void => {
  kept = side;
};
/** The panel that is to be open on an article from the start. */
export const takeKeptSide = (): ReaderState["side"] => {
  const side = kept;
  kept = "none";
  return side;
};

export const resetReader = (): void => setReader(useReader.getInitialState(), true);
export const closePanel = (): void => setReader({ panel: { kind: "none" } });
