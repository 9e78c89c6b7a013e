import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { ClaimSummary } from "../../../shared/domain/claim";
import type { ClaimQuery } from "../../../shared/domain/query";
import type { ClaimId } from "../../../shared/ids";
import { ClaimRow } from "./ClaimRow";
import styles from "./ClaimTable.module.css";
import { ClaimTableHead, columns } from "./ClaimTableHead";

/* In px, as in the style sheet. */
const rowHeight = 48;
const headHeight = 32;

type Props = {
  readonly claims: readonly ClaimSummary[];
  readonly query: ClaimQuery;
  readonly onSort: (sort: NonNullable<ClaimQuery["sort"]>, direction: "ascending" | "descending") => void;
  /** The claim whose detail is open. */
  readonly openId: ClaimId | null;
  /** Opened by Enter, the focus goes along; opened by click it stays in the table. */
  readonly onOpen: (id: ClaimId, byKey: boolean) => void;
  readonly onRemove: (claim: ClaimSummary) => void;
  /** Escape: closes the detail. */
  readonly onClose: () => void;
  /** The rows are those of the question before. */
  readonly isBusy: boolean;
};

/**
 * The claims as a grid of which only the rows in sight exist. One row at a time takes the focus; it stays in the
 * document when it scrolls out of sight, so that the focus is never lost.
 */
export const ClaimTable = ({ claims, query, onSort, openId, onOpen, onRemove, onClose, isBusy }: Props) => {
  const scroller = useRef<HTMLDivElement>(null);
  const [activeId, setActiveId] = useState<ClaimId | null>(openId);
  const found = claims.findIndex(({ id }) => id === activeId);
  const lastFound = useRef(0);
  if (found !== -1) lastFound.current = found;
  // Where the row was that is gone, its successor stands now.
  const active = found === -1 ? Math.max(0, Math.min(lastFound.current, claims.length - 1)) : found;
  const hasFocus = useRef(false);
  /** Set while a key is moving the focus to a row that may not be in the document yet. */
  const [isMoving, setIsMoving] = useState(false);
  const rows = useVirtualizer({
    count: claims.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    // The head lies over the first rows in sight.
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), active])].sort((a, b) => a - b),
  });

  useEffect(() => {
    if (!isMoving) return;
    scroller.current?.querySelector<HTMLElement>(`[data-row="${active}"]`)?.focus({ preventScroll: true });
    setIsMoving(false);
  }, [isMoving, active]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at whenever rows may have gone
  useEffect(() => {
    // A row that is deleted takes the focus with it, and with the focus the place in the table.
    if (hasFocus.current && document.activeElement === document.body) setIsMoving(true);
  }, [claims]);

  // Another question starts at the top; the same one, read again, leaves the place alone.
  const asked = useRef(query);
  useEffect(() => {
    if (asked.current === query) return;
    asked.current = query;
    setActiveId(null);
    lastFound.current = 0;
    scroller.current?.scrollTo({ top: 0 });
  }, [query]);

  // A claim opened from elsewhere (the palette, a card in the reader) is brought into sight, once.
  const openIndex = claims.findIndex(({ id }) => id === openId);
  const isListed = openIndex !== -1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only opening scrolls, never a change of order
  useEffect(() => {
    if (!isListed || openId === null) return;
    setActiveId(openId);
    rows.scrollToIndex(openIndex, { align: "auto" });
  }, [openId, isListed]);

  const goTo = (index: number) => {
    const next = Math.max(0, Math.min(claims.length - 1, index));
    const claim = claims[next];
    if (claim === undefined) return;
    setActiveId(claim.id);
    rows.scrollToIndex(next, { align: "auto" });
    setIsMoving(true);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const claim = claims[active];
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 2);
    if (event.key === "ArrowDown") goTo(active + 1);
    else if (event.key === "ArrowUp") goTo(active - 1);
    else if (event.key === "Home") goTo(0);
    else if (event.key === "End") goTo(claims.length - 1);
    else if (event.key === "PageDown") goTo(active + page);
    else if (event.key === "PageUp") goTo(active - page);
    else if (event.key === "Enter" && claim !== undefined) onOpen(claim.id, true);
    else if (event.key === "Escape" && openId !== null) onClose();
    else if (event.key === "Delete" && claim !== undefined) onRemove(claim);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      className={styles.grid}
      role="grid"
      aria-label="Claims"
      aria-busy={isBusy}
      aria-rowcount={claims.length + 1}
      aria-colcount={columns.length}
    >
      <div ref={scroller} className={styles.scroller}>
        <ClaimTableHead query={query} onSort={onSort} />
        <div
          role="rowgroup"
          className={styles.canvas}
          style={{ height: claims.length * rowHeight }}
          onKeyDown={onKeyDown}
          onFocus={() => {
            hasFocus.current = true;
          }}
          onBlur={(event) => {
            // A row that is taken out of the document loses the focus to nothing.
            if (event.relatedTarget !== null) hasFocus.current = false;
          }}
        >
          {rows.getVirtualItems().map(({ index }) => {
            const claim = claims[index];
            return claim === undefined ? null : (
              <ClaimRow
                key={claim.id}
                claim={claim}
                index={index}
                top={index * rowHeight}
                isActive={index === active}
                isOpen={claim.id === openId}
                onFocus={setActiveId}
                onOpen={onOpen}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
};

/** Puts the focus back on the table's row; for when the detail view is left. */
export const focusClaimRow = (): void =>
  document.querySelector<HTMLElement>('[role="grid"] [role="row"][tabindex="0"]')?.focus();
