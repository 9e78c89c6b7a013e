import { useEffect, useRef } from "react";
import type { Sentence } from "../../../shared/text/segment";
import type { Interval } from "../../editor/intervals";
import { moveEnd, moveStart, sentenceAt } from "../../editor/selection";
import { useUi } from "../../ui-state";
import { setReader, useReader } from "./reader-store";

/** What the keys ask of the pane. */
export type ReaderActions = {
  readonly text: string;
  readonly sentences: readonly Sentence[];
  /** The selection, else null. */
  readonly selection: () => Interval | null;
  readonly firstVisible: () => number;
  readonly say: (words: string) => void;
  readonly scrollTo: (span: Interval) => void;
  readonly highlight: () => void;
  readonly claim: () => void;
  readonly tags: () => void;
  readonly note: () => void;
  readonly rate: () => void;
  readonly shortcut: (digit: number) => void;
  readonly walk: (direction: 1 | -1) => void;
  readonly openCard: () => void;
  readonly remove: () => void;
  readonly resize: (edge: "start" | "end", direction: 1 | -1) => void;
  readonly escape: () => void;
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.closest("input, textarea, select, [role=dialog], [role=menu], [role=listbox]") !== null);

/** A button keeps its own Enter and Space; everything else in the window leaves single keys to the reader. */
const isPressable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("button, a[href], summary, [data-evidence]") !== null;

/** Moves by whole sentences; with `isExtending` the selection reaches from where it began to the new sentence. */
const moveSentence = (actions: ReaderActions, direction: 1 | -1, isExtending: boolean): void => {
  const { sentences } = actions;
  const now = useReader.getState();
  const isFirst = now.sentence === -1;
  const wanted = isFirst ? sentenceAt(sentences, actions.firstVisible()) : now.sentence + direction;
  const at = Math.max(0, Math.min(sentences.length - 1, wanted));
  const sentence = sentences[at];
  if (sentence === undefined) return;
  if (isExtending) {
    const from = now.reachFrom ?? (isFirst ? at : now.sentence);
    const first = sentences[Math.min(from, at)] ?? sentence;
    const last = sentences[Math.max(from, at)] ?? sentence;
    setReader({
      sentence: at,
      reachFrom: from,
      selection: { start: first.start, end: last.end },
      isReach: true,
    });
  } else {
    setReader({ sentence: at, reachFrom: null, selection: null, isReach: false, focusedId: null });
  }
  actions.scrollTo(sentence);
  actions.say(actions.text.slice(sentence.start, sentence.end));
};

/** Grows or shrinks the keyboard's selection by a word at its end. */
const extendByWord = (actions: ReaderActions, direction: 1 | -1): void => {
  const now = useReader.getState();
  const base = now.selection ?? actions.sentences[now.sentence];
  if (base === undefined) return;
  const span = moveEnd(actions.text, base, direction);
  setReader({ selection: span, isReach: true });
  actions.scrollTo({ start: Math.max(span.start, span.end - 1), end: span.end });
  actions.say(actions.text.slice(Math.max(span.start, span.end - 60), span.end));
};

/** The same at its start: `Ctrl+Shift` with the arrows. */
const extendStartByWord = (actions: ReaderActions, direction: 1 | -1): void => {
  const now = useReader.getState();
  const base = now.selection ?? actions.sentences[now.sentence];
  if (base === undefined) return;
  const span = moveStart(actions.text, base, direction);
  setReader({ selection: span, isReach: true });
  actions.say(actions.text.slice(span.start, span.start + 60));
};

const handle = (event: KeyboardEvent, actions: ReaderActions): boolean => {
  const isCommand = event.ctrlKey || event.metaKey;
  const arrow = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : null;
  if (event.altKey && !isCommand && arrow !== null) {
    actions.resize(event.shiftKey ? "start" : "end", arrow);
    return true;
  }
  if (event.altKey) return false;
  if (event.shiftKey && arrow !== null) {
    // A selection made by the mouse keeps the platform's own Shift+arrows out of the way too.
    if (isCommand) extendStartByWord(actions, arrow);
    else extendByWord(actions, arrow);
    return true;
  }
  if (isCommand) return false;
  switch (event.key) {
    case "j":
    case "J":
      moveSentence(actions, 1, event.shiftKey);
      return true;
    case "k":
    case "K":
      moveSentence(actions, -1, event.shiftKey);
      return true;
    case "h":
      actions.highlight();
      return true;
    case "c":
      actions.claim();
      return true;
    case "t":
      actions.tags();
      return true;
    case "n":
      actions.note();
      return true;
    case "r":
      actions.rate();
      return true;
    case "[":
      actions.walk(-1);
      return true;
    case "]":
      actions.walk(1);
      return true;
    case "/":
      setReader({ isFindOpen: true });
      return true;
    case "Delete":
    case "Backspace":
      actions.remove();
      return true;
    case "Escape":
      actions.escape();
      return true;
    case "Enter":
      if (isPressable(event.target)) return false;
      actions.openCard();
      return true;
    default:
      if (/^[1-9]$/.test(event.key)) {
        actions.shortcut(Number(event.key));
        return true;
      }
      return false;
  }
};

/** Listens on the window while an article is open: the keys work wherever the focus is, except in fields. */
export const useReaderKeys = (actions: ReaderActions): void => {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isTyping(event.target)) return;
      if (useUi.getState().overlay !== "none") return;
      if (handle(event, latest.current)) event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
};
