import type { RefObject } from "react";
import type { Article } from "../../../shared/domain/article";
import type { Highlight } from "../../../shared/domain/highlight";
import type { TagId } from "../../../shared/ids";
import type { Sentence } from "../../../shared/text/segment";
import type { PaintedHighlight } from "../../editor/highlights";
import type { Interval, IntervalIndex } from "../../editor/intervals";
import type { ReaderHandle } from "../../editor/Reader";
import { moveEnd, moveStart } from "../../editor/selection";
import { act } from "../../query";
import { showToast } from "../../ui/toasts";
import { type Passage, setReader, useReader } from "./reader-store";
import { createHighlight, hueOf, removeHighlight, type TagMap, toggleTag } from "./use-highlights";
import type { ReaderActions } from "./use-reader-keys";

type Given = {
  readonly article: Article;
  readonly sentences: readonly Sentence[];
  readonly highlights: readonly Highlight[];
  readonly byId: ReadonlyMap<string, Highlight>;
  readonly index: IntervalIndex<PaintedHighlight>;
  readonly tags: TagMap;
  readonly reader: RefObject<ReaderHandle | null>;
  readonly focus: (highlight: Highlight) => void;
  readonly say: (words: string) => void;
};

/** The actions of the pane, beside those that keys ask for: resizing and tagging by pointer. */
export type PaneActions = ReaderActions & {
  readonly resizeTo: (highlight: Highlight, span: Interval) => void;
  /** Puts a tag on a passage; a stretch becomes a highlight first. Answers the passage as it is then. */
  readonly tagPassage: (passage: Passage, tagId: TagId, isOn: boolean) => Promise<Passage>;
  readonly leaveCard: () => void;
};

/** What can be done in the reader. Everything works on the selection, or on the current sentence without one. */
export const useReaderActions = (given: Given): PaneActions => {
  const { article, sentences, highlights, byId, index, tags, reader, focus, say } = given;
  const state = useReader.getState;

  const focused = (): Highlight | undefined => byId.get(state().focusedId ?? "");
  /** The selection, else the current sentence. */
  const stretch = (): Interval | null => {
    const { selection, sentence } = state();
    return selection ?? sentences[sentence] ?? null;
  };
  /** What an action means: a selection first, then the focused highlight, then the current sentence. */
  const passage = (): Passage | null => {
    const { selection } = state();
    const highlight = focused();
    if (selection === null && highlight !== undefined) return { kind: "highlight", id: highlight.id };
    const span = stretch();
    return span === null ? null : { kind: "span", span };
  };
  const hint = () => say("Select text first, or press j to choose a sentence.");
  const settle = () => {
    reader.current?.clearSelection();
    setReader({ selection: null, isReach: false, reachFrom: null });
  };
  const create = async (span: Interval, tagIds: readonly TagId[] = []) => {
    settle();
    const id = await createHighlight(reader, article.id, span, tagIds, hueOf(tagIds, tags));
    if (id === null) return null;
    say(
      tagIds.length === 0
        ? "Highlighted"
        : `Tagged ${tagIds.map((tagId) => tags.get(tagId)?.name).join(", ")}`,
    );
    return id;
  };
  const resizeTo = (highlight: Highlight, span: Interval) =>
    void act("highlights", "update", { id: highlight.id, set: { span } });
  const leaveCard = () => reader.current?.focus();

  return {
    text: article.text,
    sentences,
    selection: () => state().selection,
    firstVisible: () => reader.current?.visible().start ?? 0,
    say,
    scrollTo: (span) => reader.current?.scrollTo(span),
    leaveCard,
    resizeTo,
    highlight: () => {
      const span = stretch();
      if (span === null) hint();
      else void create(span);
    },
    claim: () => {
      const target = passage();
      if (target === null) hint();
      else setReader({ panel: { kind: "claim", passage: target } });
    },
    tags: () => {
      const target = passage();
      if (target === null) hint();
      else setReader({ panel: { kind: "tags", passage: target } });
    },
    note: () => {
      const target = passage();
      if (target === null) hint();
      else if (target.kind === "highlight") setReader({ noteId: target.id });
      else
        void create(target.span).then((id) => {
          if (id !== null) setReader({ noteId: id });
        });
    },
    rate: () => {
      const highlight = focused();
      const graded = highlight?.evidence.find(({ credibility }) => credibility !== null);
      if (highlight !== undefined && graded !== undefined)
        setReader({ panel: { kind: "rate", evidenceId: graded.id, highlightId: highlight.id } });
      else
        say(
          highlight === undefined
            ? "Choose a highlight with graded evidence to rate its source."
            : "The source is rated from evidence that has its credibility.",
        );
    },
    tagPassage: async (target, tagId, isOn) => {
      if (target.kind === "highlight") {
        await act("highlights", "setTag", { id: target.id, tagId, isOn });
        return target;
      }
      const id = await create(target.span, [tagId]);
      return id === null ? target : { kind: "highlight", id };
    },
    shortcut: (digit) => {
      const tag = [...tags.values()].find((candidate) => candidate.shortcut === digit);
      if (tag === undefined) {
        showToast(`No tag has the key ${digit}. Give it to one on the Tags screen.`);
        return;
      }
      const target = passage();
      if (target === null) hint();
      else if (target.kind === "span") void create(target.span, [tag.id]);
      else {
        const highlight = byId.get(target.id);
        if (highlight !== undefined) toggleTag(highlight, tag.id);
      }
    },
    walk: (direction) => {
      const now = state();
      const order = index.all;
      const at = order.findIndex((item) => item.id === now.focusedId);
      const from = sentences[now.sentence]?.start ?? reader.current?.visible().start ?? 0;
      const next =
        at !== -1
          ? order[at + direction]
          : direction === 1
            ? order.find((item) => item.start >= from)
            : order.findLast((item) => item.start < from);
      const highlight = byId.get(next?.id ?? "");
      if (highlight === undefined) {
        say(highlights.length === 0 ? "No highlights yet" : "No more highlights this way");
        return;
      }
      focus(highlight);
      const names = highlight.tagIds.map((id) => tags.get(id)?.name).join(", ");
      say(`Highlight: ${highlight.anchor.quote}${names === "" ? "" : `, tagged ${names}`}`);
    },
    openCard: () => {
      const highlight = focused() ?? byId.get(underSentence(index, sentences[state().sentence]) ?? "");
      if (highlight === undefined) {
        hint();
        return;
      }
      focus(highlight);
      requestAnimationFrame(() => focusCard(highlight.id));
    },
    remove: () => {
      const highlight = focused();
      if (highlight !== undefined && state().selection === null) void removeHighlight(highlight);
    },
    resize: (edge, direction) => {
      const highlight = focused();
      if (highlight === undefined) return;
      const move = edge === "end" ? moveEnd : moveStart;
      const span = move(article.text, highlight.anchor, direction);
      resizeTo(highlight, span);
      say(article.text.slice(span.start, span.end));
    },
    escape: () => {
      const now = state();
      if (now.panel.kind !== "none") setReader({ panel: { kind: "none" } });
      else if (now.isFindOpen || now.isListOpen) setReader({ isFindOpen: false, isListOpen: false });
      else if (now.selection !== null) settle();
      else setReader({ focusedId: null });
      reader.current?.focus();
    },
  };
};

const underSentence = (
  index: IntervalIndex<PaintedHighlight>,
  sentence: Sentence | undefined,
): string | undefined =>
  sentence === undefined ? undefined : index.overlapping(sentence.start, sentence.end)[0]?.id;

/** Puts the focus on a card: on its first piece of evidence when there is one, which takes `1`-`6`. */
export const focusCard = (id: string): void => {
  const card = document.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`);
  (card?.querySelector<HTMLElement>("[data-evidence]") ?? card)?.focus({ preventScroll: true });
};
