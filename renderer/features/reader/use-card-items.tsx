import { type ReactNode, type RefObject, useCallback, useEffect, useMemo } from "react";
import type { Article } from "../../../shared/domain/article";
import type { Highlight } from "../../../shared/domain/highlight";
import type { PaintedHighlight } from "../../editor/highlights";
import type { Interval } from "../../editor/intervals";
import type { Place, ReaderHandle } from "../../editor/Reader";
import { RateArticleSource } from "../../parts/RateArticleSource";
import { TagPicker } from "../../parts/TagPicker";
import type { CardItem } from "./Cards";
import { ClaimPanel } from "./ClaimPanel";
import { HighlightCard } from "./HighlightCard";
import styles from "./ReaderPane.module.css";
import { closePanel, type Panel, type Passage, setReader, useReader } from "./reader-store";
import { removeHighlight, type TagMap } from "./use-highlights";
import { focusCard, type PaneActions } from "./use-reader-actions";

/** Cards beside the text at once; the nearest to the focus win, the list shows all. */
const maxCards = 40;
const panelId = "panel";

type Given = {
  readonly article: Article;
  readonly near: readonly PaintedHighlight[];
  readonly byId: ReadonlyMap<string, Highlight>;
  readonly tags: TagMap;
  readonly places: ReadonlyMap<string, Place>;
  readonly reader: RefObject<ReaderHandle | null>;
  readonly actions: PaneActions;
};

/** The stretch a panel is about; null when its highlight has gone meanwhile. */
const spanOf = (panel: Panel, byId: ReadonlyMap<string, Highlight>): Interval | null => {
  if (panel.kind === "none") return null;
  if (panel.kind === "rate") return byId.get(panel.highlightId)?.anchor ?? null;
  return panel.passage.kind === "span" ? panel.passage.span : (byId.get(panel.passage.id)?.anchor ?? null);
};

/** What stands in the right margin: the cards of the highlights near the viewport, and the open panel. */
export const useCardItems = ({ article, near, byId, tags, places, reader, actions }: Given) => {
  const panel = useReader((state) => state.panel);
  const focusedId = useReader((state) => state.focusedId);
  const hovered = useReader((state) => state.hovered);
  const noteId = useReader((state) => state.noteId);

  // Cards are drawn anew only when what they show has changed: what they are given keeps its identity.
  const { rating, sourceName, pages } = article;
  const graded = useMemo(() => ({ rating, sourceName, pages }), [rating, sourceName, pages]);
  const leave = useCallback(() => reader.current?.focus(), [reader]);

  const span = spanOf(panel, byId);
  useEffect(() => {
    if (panel.kind !== "none" && span === null) closePanel();
  }, [panel, span]);

  const cards = useMemo(
    () =>
      near.flatMap(({ id }): CardItem[] => {
        const highlight = byId.get(id);
        const place = places.get(id);
        if (highlight === undefined || place === undefined) return [];
        const content = (
          <HighlightCard
            key={id}
            highlight={highlight}
            article={graded}
            tags={tags}
            isFocused={id === focusedId}
            isHovered={hovered.includes(id)}
            isWritingNote={id === noteId}
            onFocus={focusOn}
            onRemove={remove}
            onLeave={leave}
          />
        );
        return [{ id, top: place.top, content }];
      }),
    [near, byId, places, graded, tags, focusedId, hovered, noteId, leave],
  );
  const cardsShown = useMemo(() => {
    const at = Math.max(
      0,
      cards.findIndex((card) => card.id === focusedId),
    );
    const first = Math.max(0, Math.min(at - maxCards / 2, cards.length - maxCards));
    return cards.slice(first, first + maxCards);
  }, [cards, focusedId]);

  if (panel.kind !== "none" && span !== null) {
    const top = reader.current?.placeOf(span).top ?? 0;
    const content = panelContent(panel, span, article, byId, actions);
    const index = cardsShown.findIndex((item) => item.top > top);
    const items = cardsShown.toSpliced(index === -1 ? cardsShown.length : index, 0, {
      id: panelId,
      top,
      content,
    });
    return { items, frontId: panelId, panelId };
  }
  return { items: cardsShown, frontId: focusedId as string | null, panelId: null };
};

const focusOn = (highlight: Highlight): void => setReader({ focusedId: highlight.id });
const remove = (highlight: Highlight): void => void removeHighlight(highlight);

const panelContent = (
  panel: Exclude<Panel, { kind: "none" }>,
  span: Interval,
  article: Article,
  byId: ReadonlyMap<string, Highlight>,
  actions: PaneActions,
): ReactNode => {
  const close = () => {
    closePanel();
    actions.leaveCard();
  };
  if (panel.kind === "claim") {
    const { passage } = panel;
    return (
      <ClaimPanel
        key={`${span.start}-${span.end}`}
        article={article}
        passage={passage.kind === "highlight" ? { highlightId: passage.id } : { span }}
        quote={article.text.slice(span.start, span.end)}
        onDone={({ highlightId }) => {
          setReader({ focusedId: highlightId, selection: null, isReach: false, reachFrom: null });
          close();
          actions.say("Claim recorded");
        }}
        onCancel={close}
      />
    );
  }
  if (panel.kind === "tags")
    return <TagPanel passage={panel.passage} byId={byId} actions={actions} onClose={close} />;
  const evidence = byId.get(panel.highlightId)?.evidence.find((item) => item.id === panel.evidenceId);
  return (
    <div className={styles.panel}>
      <RateArticleSource
        article={article}
        onDone={() => {
          closePanel();
          requestAnimationFrame(() => {
            if (evidence !== undefined) focusCard(panel.highlightId);
          });
        }}
      />
    </div>
  );
};

const TagPanel = ({
  passage,
  byId,
  actions,
  onClose,
}: {
  readonly passage: Passage;
  readonly byId: ReadonlyMap<string, Highlight>;
  readonly actions: PaneActions;
  readonly onClose: () => void;
}) => {
  const highlight = passage.kind === "highlight" ? byId.get(passage.id) : undefined;
  return (
    <div className={styles.tagPanel}>
      <TagPicker
        label="Tags of this passage"
        selectedIds={highlight?.tagIds ?? []}
        onToggle={(tagId, isOn) =>
          void actions
            .tagPassage(passage, tagId, isOn)
            .then((now) => setReader({ panel: { kind: "tags", passage: now } }))
        }
        onClose={onClose}
        autoFocus
      />
    </div>
  );
};
