import { useVirtualizer } from "@tanstack/react-virtual";
import { Check } from "lucide-react";
import { useEffect, useRef } from "react";
import type { Conflict } from "../../../shared/domain/merge";
import styles from "./ConflictReview.module.css";
import { shortWords } from "./merge-words";

/** Of a conflict on one line; longer ones are measured. */
const rowHeight = 56;
const optionId = (index: number) => `conflict-${index}`;

/** The conflicts as one list box with several picks: the screen around it hears the keys. */
export const ConflictList = ({
  conflicts,
  active,
  picked,
  onActive,
  onPick,
}: {
  readonly conflicts: readonly Conflict[];
  /** Index of the one whose detail is shown. */
  readonly active: number;
  readonly picked: ReadonlySet<string>;
  readonly onActive: (index: number) => void;
  readonly onPick: (id: string) => void;
}) => {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: conflicts.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => conflicts[index]?.id ?? index,
    overscan: 8,
  });
  useEffect(() => {
    if (active >= 0) virtualizer.scrollToIndex(active, { align: "auto" });
  }, [active, virtualizer]);
  return (
    <div
      ref={scroller}
      className={styles.list}
      role="listbox"
      aria-label="Conflicts"
      aria-multiselectable
      tabIndex={0}
      data-conflict-list
      aria-activedescendant={active < 0 ? undefined : optionId(active)}
    >
      <div role="presentation" className={styles.rows} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const conflict = conflicts[item.index];
          if (conflict === undefined) return null;
          const isPicked = picked.has(conflict.id);
          return (
            // Keys are heard by the screen, and the focus is the list box's; a row only takes the pointer.
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              id={optionId(item.index)}
              className={styles.row}
              style={{ transform: `translateY(${item.start}px)` }}
              role="option"
              tabIndex={-1}
              aria-selected={isPicked}
              aria-setsize={conflicts.length}
              aria-posinset={item.index + 1}
              data-active={item.index === active || undefined}
              onClick={(event) => {
                onActive(item.index);
                if (event.ctrlKey || event.metaKey) onPick(conflict.id);
                scroller.current?.focus();
              }}
            >
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: Space picks */}
              {/* biome-ignore lint/a11y/noStaticElementInteractions: for the pointer alone; the row says whether it is picked */}
              <span
                className={styles.box}
                onClick={(event) => {
                  event.stopPropagation();
                  onPick(conflict.id);
                  scroller.current?.focus();
                }}
              >
                <span>{isPicked ? <Check size={12} strokeWidth={2.4} aria-hidden="true" /> : null}</span>
              </span>
              <span className={styles.words}>
                <bdi className={styles.about}>{conflict.about}</bdi>
                <span className={styles.meta}>
                  {shortWords(conflict)} · <bdi>{conflict.theirs.analyst}</bdi>
                </span>
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
};
