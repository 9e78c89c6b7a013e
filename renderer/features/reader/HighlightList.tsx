import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import type { Highlight } from "../../../shared/domain/highlight";
import { count } from "../../parts/dates";
import { TagChip } from "../../parts/TagChip";
import styles from "./HighlightList.module.css";
import { SidePanel } from "./SidePanel";
import { hueOf, type TagMap } from "./use-highlights";

/** Every highlight of the article in reading order, with quote and tags: the way in for keys and screen readers. */
export const HighlightList = ({
  highlights,
  tags,
  focusedId,
  onPick,
  onClose,
}: {
  readonly highlights: readonly Highlight[];
  readonly tags: TagMap;
  readonly focusedId: string | null;
  readonly onPick: (highlight: Highlight) => void;
  readonly onClose: () => void;
}) => {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: highlights.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 64,
    overscan: 8,
    initialOffset: Math.max(0, highlights.findIndex((item) => item.id === focusedId) - 2) * 64,
  });
  return (
    <SidePanel
      label="Highlights of this article"
      title={count(highlights.length, "highlight")}
      onClose={onClose}
    >
      {highlights.length === 0 ? (
        <p className={styles.empty}>Select text and press h, or press h to highlight the current sentence.</p>
      ) : (
        <div ref={scroller} className={styles.scroller}>
          <ul style={{ height: rows.getTotalSize() }}>
            {rows.getVirtualItems().map((row) => {
              const highlight = highlights[row.index];
              if (highlight === undefined) return null;
              return (
                <li
                  key={highlight.id}
                  ref={rows.measureElement}
                  data-index={row.index}
                  aria-setsize={highlights.length}
                  aria-posinset={row.index + 1}
                  style={{ transform: `translateY(${row.start}px)` }}
                >
                  <button
                    type="button"
                    data-hue={hueOf(highlight.tagIds, tags)}
                    aria-current={highlight.id === focusedId || undefined}
                    onClick={() => onPick(highlight)}
                  >
                    <q>{highlight.anchor.quote.slice(0, 160)}</q>
                    <span className={styles.tags}>
                      {highlight.tagIds.map((id) => {
                        const tag = tags.get(id);
                        return tag === undefined ? null : (
                          <TagChip key={id} name={tag.name} colour={tag.colour} />
                        );
                      })}
                      {highlight.evidence.length === 0 ? null : (
                        <span>{count(highlight.evidence.length, "claim")}</span>
                      )}
                      {highlight.placement === "lost" ? <span>not in the text</span> : null}
                    </span>
                  </button>
                </li>
              );
            })}
          </ul>
        </div>
      )}
    </SidePanel>
  );
};
