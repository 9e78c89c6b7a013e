import { Editor } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { type RefObject, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef } from "react";
import type { Article } from "../../shared/domain/article";
import { findInvisible } from "../parts/invisible-characters";
import { blanksExtension } from "./blanks";
import { rememberCaret } from "./caret";
import { directionOf } from "./direction";
import { highlightsExtension, type PaintedHighlight, paintUpdate } from "./highlights";
import { type Interval, type IntervalIndex, indexIntervals } from "./intervals";
import { invisibleExtension } from "./invisible";
import { clearPaint, type PaintName, paint } from "./paint";
import styles from "./Reader.module.css";
import { buildDocument, extensions } from "./schema";
import { createTextMap, type TextMap } from "./text-map";

/** Pixels beyond the viewport that carry marks and cards. */
const margin = 600;

/** Where a stretch stands in the page, in CSS pixels from the top left of the text. */
export type Place = {
  readonly top: number;
  readonly bottom: number;
  readonly startLeft: number;
  readonly startBottom: number;
  readonly endLeft: number;
  readonly endTop: number;
};

/** What the pane asks of the text it shows. */
export type ReaderHandle = {
  readonly placeOf: (span: Interval) => Place;
  /** Offset of the character at a point of the window, or null outside the text. */
  readonly offsetAt: (x: number, y: number) => number | null;
  readonly scrollTo: (span: Interval) => void;
  readonly paint: (name: PaintName, spans: readonly Interval[]) => void;
  /** The stretch on screen right now. */
  readonly visible: () => Interval;
  readonly clearSelection: () => void;
  readonly focus: () => void;
};

type Props = {
  readonly article: Pick<Article, "id" | "title" | "text" | "blocks" | "language" | "kept">;
  readonly highlights: readonly PaintedHighlight[];
  readonly focusedId: string | null;
  /** The element that scrolls; it holds the text and everything beside it. */
  readonly scroller: RefObject<HTMLElement | null>;
  readonly handle: RefObject<ReaderHandle | null>;
  /** The mouse or the platform's own keys selected text; null when nothing is selected any more. */
  readonly onSelect: (span: Interval | null) => void;
  /** Highlights under a click, innermost first; empty when there is none. */
  readonly onPick: (ids: readonly string[], offset: number) => void;
  readonly onHover: (ids: readonly string[]) => void;
  /** The stretch that carries marks and cards has changed. */
  readonly onWindow: (span: Interval) => void;
};

const visibleBlocks = (view: EditorView, top: number, bottom: number): { first: number; last: number } => {
  const elements = view.dom.children;
  const firstWhere = (isPast: (rect: DOMRect) => boolean): number => {
    let low = 0;
    let high = elements.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const rect = elements[middle]?.getBoundingClientRect();
      if (rect !== undefined && isPast(rect)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const first = firstWhere((rect) => rect.bottom > top);
  return { first, last: Math.max(first, firstWhere((rect) => rect.top >= bottom) - 1) };
};

const innermostFirst = (items: readonly PaintedHighlight[]): string[] =>
  [...items].sort((a, b) => a.end - a.start - (b.end - b.start)).map((item) => item.id);

/**
 * The article's text in Tiptap: static, selectable, painted. The document is rebuilt only when the text is
 * another one; highlights come and go as decorations of what is near the viewport.
 */
export const Reader = ({ article, highlights, focusedId, scroller, handle, ...listeners }: Props) => {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const index = useRef<IntervalIndex<PaintedHighlight>>(indexIntervals<PaintedHighlight>([]));
  const listed = useRef<readonly PaintedHighlight[]>(undefined);
  const window_ = useRef({ from: 0, to: -1 });
  const listening = useRef(listeners);
  listening.current = listeners;
  const map: TextMap = useMemo(() => createTextMap(article.blocks), [article.blocks]);

  useLayoutEffect(() => {
    const element = host.current;
    if (element === null) return;
    const created = new Editor({
      element,
      editable: false,
      injectCSS: false,
      enableInputRules: false,
      enablePasteRules: false,
      coreExtensionOptions: { clipboardTextSerializer: { blockSeparator: "\n\n" } },
      extensions: [
        ...extensions,
        highlightsExtension(map),
        invisibleExtension(map, findInvisible(article.text)),
        ...(article.kept === "whole" ? [] : [blanksExtension(map, article.text, article.blocks)]),
      ],
      content: buildDocument(article.text, article.blocks, article.title),
      editorProps: {
        attributes: {
          role: "document",
          "aria-label": article.title,
          tabindex: "0",
          class: styles.text ?? "",
          ...(article.language === "" ? {} : { lang: article.language }),
          dir: directionOf(article.language),
          "data-text": "",
        },
        handleClick: (view, position, event) => {
          // A drag never comes here.
          if (event.shiftKey || event.button !== 0) return false;
          // What was selected before this click: a quick one arrives ahead of the browser's word that it has ended.
          if (!view.state.selection.empty)
            view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, position)));
          const offset = map.toOffset(position);
          const items = index.current.overlapping(offset, offset + 1);
          listening.current.onPick(innermostFirst(items), offset);
          return false;
        },
      },
      onSelectionUpdate: ({ editor: { state } }) => {
        const { from, to, empty } = state.selection;
        listening.current.onSelect(empty ? null : { start: map.toOffset(from), end: map.toOffset(to) });
      },
    });
    const forgetCaret = rememberCaret(created.view);
    editor.current = created;
    return () => {
      forgetCaret();
      clearPaint();
      created.destroy();
      editor.current = null;
      window_.current = { from: 0, to: -1 };
    };
  }, [map, article.text, article.blocks, article.title, article.language, article.kept]);

  // Moves the painted window to what is on screen when that has left it. True when it moved.
  const follow = useMemo(
    () => (isForced: boolean) => {
      const view = editor.current?.view;
      const element = scroller.current;
      if (view === undefined || element === null) return;
      const { top, bottom } = element.getBoundingClientRect();
      const seen = visibleBlocks(view, top, bottom);
      const now = window_.current;
      if (!isForced && seen.first >= now.from && seen.last <= now.to) return;
      const wide = visibleBlocks(view, top - margin, bottom + margin);
      window_.current = { from: wide.first, to: wide.last };
      view.dispatch(view.state.tr.setMeta(...paintUpdate({ ...window_.current, index: index.current })));
      if (wide.first === now.from && wide.last === now.to) return;
      listening.current.onWindow({
        start: map.blocks[wide.first]?.start ?? 0,
        end: map.blocks[wide.last]?.end ?? article.text.length,
      });
    },
    [map, scroller, article.text.length],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: title and language name the element: a new one is bare
  useLayoutEffect(() => {
    const view = editor.current?.view;
    if (view === undefined) return;
    if (listed.current !== highlights) index.current = indexIntervals(highlights);
    listed.current = highlights;
    // One transaction for both. What is on screen has not moved: asking the layout where it is would cost more.
    view.dispatch(view.state.tr.setMeta(...paintUpdate({ index: index.current, focusedId })));
    if (window_.current.to === -1) follow(true);
  }, [highlights, focusedId, follow, article.title, article.language]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let frame = 0;
    const onScroll = () => {
      if (frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        follow(false);
      });
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    const resized = new ResizeObserver(() => follow(true));
    resized.observe(element);
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener("scroll", onScroll);
      resized.disconnect();
    };
  }, [scroller, follow]);

  useImperativeHandle(handle, (): ReaderHandle => {
    const withView = <T,>(use: (view: EditorView) => T, otherwise: T): T => {
      const view = editor.current?.view;
      return view === undefined ? otherwise : use(view);
    };
    const offsetAt = (x: number, y: number) =>
      withView((view) => {
        const found = view.posAtCoords({ left: x, top: y });
        return found === null ? null : map.toOffset(found.pos);
      }, null);
    return {
      offsetAt,
      placeOf: ({ start, end }) =>
        withView(
          (view) => {
            const origin = view.dom.getBoundingClientRect();
            const first = view.coordsAtPos(map.toPosition(start), 1);
            const last = view.coordsAtPos(map.toPosition(end), -1);
            return {
              top: first.top - origin.top,
              bottom: last.bottom - origin.top,
              startLeft: first.left - origin.left,
              startBottom: first.bottom - origin.top,
              endLeft: last.left - origin.left,
              endTop: last.top - origin.top,
            };
          },
          { top: 0, bottom: 0, startLeft: 0, startBottom: 0, endLeft: 0, endTop: 0 },
        ),
      scrollTo: (span) =>
        withView((view) => {
          const element = scroller.current;
          if (element === null) return;
          // Twice: the first jump lays out paragraphs whose height was only guessed (content-visibility).
          for (let round = 0; round < 2; round += 1) {
            const { top, bottom } = element.getBoundingClientRect();
            const first = view.coordsAtPos(map.toPosition(span.start), 1);
            const last = view.coordsAtPos(map.toPosition(span.end), -1);
            if (first.top >= top + 72 && last.bottom <= bottom - 96) return;
            element.scrollTop += first.top - top - Math.min(220, (bottom - top) / 3);
          }
        }, undefined),
      paint: (name, spans) => withView((view) => paint(view, map, name, spans), undefined),
      visible: () =>
        withView(
          (view) => {
            const box = scroller.current?.getBoundingClientRect();
            const { first, last } = visibleBlocks(view, box?.top ?? 0, box?.bottom ?? 0);
            return { start: map.blocks[first]?.start ?? 0, end: map.blocks[last]?.end ?? 0 };
          },
          { start: 0, end: 0 },
        ),
      clearSelection: () => {
        getSelection()?.removeAllRanges();
        listening.current.onSelect(null);
      },
      focus: () => withView((view) => view.dom.focus({ preventScroll: true }), undefined),
    };
  }, [map, scroller]);

  const hoverFrame = useRef(0);
  return (
    <div
      ref={host}
      className={styles.host}
      onPointerMove={(event) => {
        cancelAnimationFrame(hoverFrame.current);
        const { clientX, clientY, buttons } = event;
        hoverFrame.current = requestAnimationFrame(() => {
          const view = editor.current?.view;
          const found = buttons === 0 ? view?.posAtCoords({ left: clientX, top: clientY }) : null;
          if (found === null || found === undefined) return;
          const offset = map.toOffset(found.pos);
          listening.current.onHover(innermostFirst(index.current.overlapping(offset, offset + 1)));
        });
      }}
      onPointerLeave={() => {
        cancelAnimationFrame(hoverFrame.current);
        listening.current.onHover([]);
      }}
    />
  );
};
