import {
  memo,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useShallow } from "zustand/react/shallow";
import type { Article } from "../../../shared/domain/article";
import type { Highlight } from "../../../shared/domain/highlight";
import type { ArticleId, HighlightId } from "../../../shared/ids";
import { sentencesOf } from "../../../shared/text/segment";
import { type Interval, indexIntervals } from "../../editor/intervals";
import { type Place, Reader, type ReaderHandle } from "../../editor/Reader";
import { sentenceAt, trimSpan } from "../../editor/selection";
import { act, useCall } from "../../query";
import { useUi } from "../../ui-state";
import { afterPaint } from "./after-paint";
import { Beside } from "./Beside";
import { Cards } from "./Cards";
import { FindBar } from "./FindBar";
import { Handles } from "./Handles";
import { HighlightList } from "./HighlightList";
import { useIdleValue } from "./Later";
import { leaveArticle, noteShown } from "./leave-article";
import { ReaderHeader } from "./ReaderHeader";
import styles from "./ReaderPane.module.css";
import { closePanel, resetReader, setReader, takeKeptSide, useReader } from "./reader-store";
import { SelectionToolbar } from "./SelectionToolbar";
import { Stripes } from "./Stripes";
import { useCardItems } from "./use-card-items";
import { type Marked, useHighlights } from "./use-highlights";
import { usePlaces, useWidth } from "./use-places";
import { useReaderActions } from "./use-reader-actions";
import { useReaderKeys } from "./use-reader-keys";

/** Below this width of the pane the margin cards become a drawer (pixels). */
const wideEnough = 1040;
/** Highlights that get a card and a stripe at once; the list shows all. */
const maxPlaced = 150;

/** The reader: text, stripes, margin cards, toolbar, keys. */
export const ReaderPane = ({ articleId }: { readonly articleId: ArticleId }) => {
  const article = useCall("articles", "get", { id: articleId });
  const [shown, setShown] = useState<ArticleId | null>(null);
  // Asked for here, so that both are on their way at once and the text's first frame has its highlights.
  const marked = useHighlights(articleId, shown === articleId ? (article.data?.text.length ?? 0) : 0);
  const isReady = article.data !== undefined && marked !== null;
  useEffect(() => (isReady ? afterPaint(() => setShown(articleId)) : undefined), [isReady, articleId]);
  const failure = article.error?.failure;
  useEffect(() => {
    if (failure?.kind === "not-found") leaveArticle(articleId);
  }, [failure, articleId]);
  if (failure?.kind === "not-found") return null;
  if (article.error !== null)
    return (
      <p className={styles.problem} role="alert">
        {article.error.failure.message} {article.error.failure.advice}
      </p>
    );
  return article.data === undefined || marked === null ? null : (
    <OpenArticle key={articleId} article={article.data} marked={marked} />
  );
};

const OpenArticle = ({ article, marked }: { readonly article: Article; readonly marked: Marked }) => {
  const scroller = useRef<HTMLDivElement>(null);
  const reader = useRef<ReaderHandle | null>(null);
  const [window_, setWindow] = useState<Interval>({ start: 0, end: 0 });
  const { highlights, tags, painted } = marked;
  const { sentence, selection, isReach, focusedId, hovered, panel, isListOpen, isFindOpen, side } = useReader(
    useShallow(({ said: _, noteId: _noteId, reachFrom: _reachFrom, ...shown }) => shown),
  );
  const sentences = useMemo(
    () => sentencesOf(article.text, article.blocks, article.language),
    [article.text, article.blocks, article.language],
  );
  const byId = useMemo(
    () => new Map(highlights.map((highlight) => [highlight.id as string, highlight])),
    [highlights],
  );
  const index = useMemo(() => indexIntervals(painted), [painted]);
  const width = useWidth(scroller);
  const isWide = width >= wideEnough;

  useEffect(() => {
    resetReader();
    setReader({ side: takeKeptSide() });
    noteShown({ id: article.id, revisionOf: article.revisionOf });
    void act("articles", "markRead", { id: article.id, isRead: true });
    reader.current?.focus();
    return resetReader;
  }, [article.id, article.revisionOf]);

  // What stands near the viewport.
  const near = useMemo(() => {
    const found = index.overlapping(window_.start, window_.end).slice(0, maxPlaced);
    const focused = focusedId === null ? undefined : painted.find((item) => item.id === focusedId);
    return focused === undefined || found.includes(focused) ? found : [...found, focused];
  }, [index, window_, focusedId, painted]);
  const places = usePlaces(reader, near, window_, width);

  const scrollTo = useCallback((span: Interval) => reader.current?.scrollTo(span), []);
  const focus = useCallback(
    (highlight: Highlight, isScrolling = true) => {
      setReader({
        focusedId: highlight.id,
        sentence: sentenceAt(sentences, highlight.anchor.start),
        selection: null,
        isReach: false,
      });
      if (isScrolling) scrollTo(highlight.anchor);
    },
    [sentences, scrollTo],
  );

  const jump = useUi((state) => state.jump);
  const target = jump === null ? undefined : byId.get(jump.highlightId);
  useEffect(() => {
    if (jump === null || target === undefined) return;
    focus(target);
    useUi.setState({ jump: null });
  }, [jump, target, focus]);

  const actions = useReaderActions({
    article,
    sentences,
    highlights,
    byId,
    index,
    tags,
    reader,
    focus,
    say,
  });
  useReaderKeys(actions);

  // Paint that is no element: current sentence, the keyboard's selection, hover.
  useLayoutEffect(() => {
    const current = sentences[sentence];
    reader.current?.paint("sentence", current === undefined ? [] : [current]);
  }, [sentences, sentence]);
  // What a panel is about stays in sight while the platform's own selection is in the panel's field.
  const asked = panel.kind !== "none" && panel.kind !== "rate" && panel.passage.kind === "span";
  const reached = asked ? panel.passage.span : isReach ? selection : null;
  useLayoutEffect(() => {
    reader.current?.paint("reach", reached === null ? [] : [reached]);
  }, [reached]);
  useLayoutEffect(() => {
    const spans = hovered.map((id) => byId.get(id)?.anchor).filter((span) => span !== undefined);
    reader.current?.paint("hover", spans);
  }, [hovered, byId]);

  const pick = (ids: readonly string[], offset: number) => {
    const now = useReader.getState();
    // The palette has nothing to lose: a click beside it closes it.
    if (now.panel.kind === "tags") closePanel();
    // A second click on the same spot goes one further down the pile.
    const at = ids.indexOf(now.focusedId ?? "");
    const id = ids[(at + 1) % Math.max(1, ids.length)];
    const highlight = id === undefined ? undefined : byId.get(id);
    if (highlight !== undefined) focus(highlight, false);
    else
      setReader({
        focusedId: null,
        sentence: sentenceAt(sentences, offset),
        selection: null,
        isReach: false,
        reachFrom: null,
      });
  };

  const current = sentences[sentence];
  const placing = useMemo(
    () =>
      selection !== null
        ? { span: selection, isSentence: false }
        : current === undefined
          ? null
          : { span: { start: current.start, end: current.end }, isSentence: true },
    [selection, current],
  );
  const focusText = useCallback(() => reader.current?.focus(), []);
  const pickStripe = useCallback(
    (id: HighlightId) => {
      const highlight = byId.get(id);
      if (highlight !== undefined) focus(highlight, false);
    },
    [byId, focus],
  );

  const focused = focusedId === null ? undefined : byId.get(focusedId);
  const focusedPlace = focusedId === null ? undefined : places.get(focusedId);
  // An open panel is the answer to the toolbar.
  const toolbarPlace =
    selection === null || panel.kind !== "none" ? undefined : reader.current?.placeOf(selection);
  // The list lies where the cards stand; a panel that asks for something goes before it.
  const isListShown = isListOpen && panel.kind === "none";
  // A panel about the article stands where the cards do, and must not hide the text that it is about.
  const isBeside = side === "asides" || side === "waiting";
  const cardItems = useCardItems({ article, near, byId, tags, places, reader, actions });
  const shown = isWide ? cardItems.items : cardItems.items.filter((item) => item.id === cardItems.frontId);

  return (
    <div className={styles.pane} data-wide={isWide || undefined} data-beside={isBeside || undefined}>
      <div ref={scroller} className={styles.scroller} data-reader-scroller="">
        <div className={styles.page}>
          <Header article={article} highlights={highlights.length} />
          <div className={styles.body}>
            <Stripes highlights={near} places={places} focusedId={focusedId} onPick={pickStripe} />
            <Reader
              article={article}
              highlights={painted}
              focusedId={focusedId}
              scroller={scroller}
              handle={reader}
              onSelect={(span) => {
                const trimmed = span === null ? null : trimSpan(article.text, span);
                if (trimmed === null && useReader.getState().isReach) return;
                setReader(
                  trimmed === null
                    ? { selection: null }
                    : { selection: trimmed, isReach: false, sentence: sentenceAt(sentences, trimmed.start) },
                );
              }}
              onPick={pick}
              onHover={(ids) => {
                if (ids.join() !== useReader.getState().hovered.join()) setReader({ hovered: ids });
              }}
              onWindow={setWindow}
            />
            {focused === undefined || focusedPlace === undefined || reader.current === null ? null : (
              <Handles
                span={focused.anchor}
                place={focusedPlace}
                hue={painted.find((item) => item.id === focused.id)?.hue ?? "none"}
                reader={reader.current}
                onResize={(span) => actions.resizeTo(focused, span)}
              />
            )}
            {toolbarPlace === undefined ? null : (
              <SelectionToolbar
                place={toolbarPlace}
                width={reader.current === null ? 600 : Math.min(600, width)}
                isAbove={isNearBottom(toolbarPlace, scroller)}
                onAction={(action) => actions[action]()}
              />
            )}
            {isWide && !isListShown && !isBeside ? (
              <Cards
                label="Cards of highlights"
                items={shown}
                focusedId={cardItems.frontId}
                scrollToId={cardItems.panelId}
              />
            ) : null}
          </div>
        </div>
      </div>
      {isWide || isBeside || shown.length === 0 ? null : (
        <aside className={styles.drawer} aria-label="Card of the highlight">
          {shown.map((item) => (
            <div key={item.id}>{item.content}</div>
          ))}
        </aside>
      )}
      {isFindOpen ? (
        <FindBar
          text={article.text}
          reader={reader}
          onClose={(at) => {
            setReader({
              isFindOpen: false,
              ...(at === null ? {} : { sentence: sentenceAt(sentences, at.start) }),
            });
            reader.current?.focus();
          }}
        />
      ) : null}
      {isListShown ? (
        <HighlightList
          highlights={highlights}
          tags={tags}
          focusedId={focusedId}
          onPick={(highlight) => focus(highlight)}
          onClose={() => {
            setReader({ isListOpen: false });
            reader.current?.focus();
          }}
        />
      ) : null}
      <Beside article={article} target={placing} scrollTo={scrollTo} onClosed={focusText} />
      <Announcement />
    </div>
  );
};

/** The header, whose count of the highlights follows a moment after them: all its buttons are rendered for it. */
const Header = memo(({ article, highlights }: Parameters<typeof ReaderHeader>[0]) => {
  const counted = useIdleValue(highlights, highlights);
  return useMemo(() => <ReaderHeader article={article} highlights={counted} />, [article, counted]);
});

/** What is read out: on its own, so that words do not render the pane anew. */
const Announcement = () => {
  const said = useReader((state) => state.said);
  return (
    <p className="visually-hidden" aria-live="polite">
      {said}
    </p>
  );
};
const say = (words: string): void => setReader({ said: words });

const isNearBottom = (place: Place, scroller: RefObject<HTMLElement | null>): boolean => {
  const element = scroller.current;
  if (element === null) return false;
  const text = element.querySelector("[data-text]")?.getBoundingClientRect();
  return text !== undefined && text.top + place.bottom + 60 > element.getBoundingClientRect().bottom;
};
