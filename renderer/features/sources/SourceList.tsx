import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { SourceSummary } from "../../../shared/domain/source";
import { count } from "../../parts/dates";
import { ReliabilityMark } from "../../parts/Grade";
import { sourceKindLabel } from "../../parts/source-kinds";
import styles from "./SourceList.module.css";
import { showSource } from "./use-sources";

/** Of a name on one line; longer ones are measured. */
const rowHeight = 56;
const optionId = (source: SourceSummary) => `list-${source.id}`;

/** The sources as one list box: arrows show the next one, Enter goes to its details. */
export const SourceList = ({
  sources,
  chosen,
  onEnter,
}: {
  readonly sources: readonly SourceSummary[];
  readonly chosen: SourceSummary | undefined;
  readonly onEnter: () => void;
}) => {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: sources.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => sources[index]?.id ?? index,
    overscan: 8,
  });
  const at = sources.findIndex(({ id }) => id === chosen?.id);

  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: "auto" });
  }, [at, virtualizer]);

  const moveTo = (index: number) => {
    const next = sources[Math.max(0, Math.min(sources.length - 1, index))];
    if (next !== undefined) showSource(next.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 600) / rowHeight) - 1);
    const places: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: sources.length - 1,
    };
    const place = places[event.key];
    if (place === undefined && event.key !== "Enter") return;
    event.preventDefault();
    if (place === undefined) onEnter();
    else moveTo(place);
  };

  return (
    <div
      ref={scroller}
      className={styles.list}
      role="listbox"
      aria-label="Sources"
      tabIndex={0}
      aria-activedescendant={at < 0 || chosen === undefined ? undefined : optionId(chosen)}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={styles.rows} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const source = sources[item.index];
          if (source === undefined) return null;
          return (
            // Keys are the list box's, which has the focus; a row only takes the pointer.
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              id={optionId(source)}
              className={styles.row}
              style={{ transform: `translateY(${item.start}px)` }}
              role="option"
              tabIndex={-1}
              aria-selected={source.id === chosen?.id}
              aria-setsize={sources.length}
              aria-posinset={item.index + 1}
              onClick={() => {
                showSource(source.id);
                scroller.current?.focus();
              }}
            >
              <ReliabilityMark reliability={source.rating?.reliability ?? null} />
              <span className={styles.words}>
                <bdi className={styles.name}>{source.name}</bdi>
                <span className={styles.meta}>
                  {sourceKindLabel[source.kind]} · {count(source.articles, "article")} ·{" "}
                  {count(source.claims, "claim")}
                </span>
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
};
