import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import type { Move } from "./CellEditor";
import type { Choice, ReviewField } from "./proposals";
import styles from "./ReviewTable.module.css";
import { type Column, ReviewTableHead, ReviewTableRow, type RowActions } from "./ReviewTableRow";
import type { Row } from "./review-rows";
import { setActiveRow, setSelected, useReviewState } from "./use-review";

/* In px, as in the style sheet. */
const rowHeight = 52;
const headHeight = 32;

const widths: Readonly<Record<Column, string>> = {
  outcome: "164px",
  title: "minmax(0, 3fr)",
  source: "minmax(200px, 1.8fr)",
  publishedOn: "124px",
  byline: "minmax(112px, 1fr)",
  url: "minmax(112px, 1fr)",
};

/** In a table of few columns the title is what the others give way to. */
const narrowWidths: Readonly<Partial<Record<Column, string>>> = {
  outcome: "142px",
  title: "minmax(0, 1.8fr)",
  source: "minmax(150px, 1fr)",
  publishedOn: "112px",
};
const templateOf = (columns: readonly Column[]): string =>
  columns.map((one) => (columns.length < 5 ? (narrowWidths[one] ?? widths[one]) : widths[one])).join(" ");

type Props = {
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
  readonly isReadOnly: boolean;
  readonly choicesFor: (row: Row, field: ReviewField, typed: string) => readonly Choice[];
  readonly onSet: (row: Row, field: ReviewField, value: string) => void;
  readonly onAccept: () => void;
  readonly onOpen: (row: Row) => void;
  readonly onDetails: (row: Row) => void;
  readonly onColumns: (row: Row) => void;
  /** Escape with nothing selected. */
  readonly onLeave: () => void;
};

/** The keys of the rows from one to another, both included. */
const between = (rows: readonly Row[], a: number, b: number): readonly string[] =>
  rows.slice(Math.min(a, b), Math.max(a, b) + 1).map(({ key }) => key);

/**
 * The review as a grid of which only the rows in sight exist. One cell takes the focus: arrows move it, Enter edits
 * it, Space selects its row, Shift with the arrows selects on, `a` accepts what was found.
 */
export const ReviewTable = ({ rows, columns, isReadOnly, ...props }: Props) => {
  const scroller = useRef<HTMLDivElement>(null);
  const activeKey = useReviewState((state) => state.activeKey);
  const selected = useReviewState((state) => state.selected);
  const [column, setColumn] = useState(1);
  const [editing, setEditing] = useState<ReviewField | null>(null);
  const [isMoving, setIsMoving] = useState(false);
  const hasFocus = useRef(false);
  /** Where a selection with Shift began. */
  const anchor = useRef<string | null>(null);

  const found = rows.findIndex(({ key }) => key === activeKey);
  const lastFound = useRef(0);
  if (found !== -1) lastFound.current = found;
  // Where the row was that is gone, its successor stands now.
  const active = found === -1 ? Math.max(0, Math.min(lastFound.current, rows.length - 1)) : found;
  const activeColumn = Math.min(column, columns.length - 1);
  const successor = rows[active]?.key ?? null;
  useEffect(() => {
    if (successor !== activeKey) setActiveRow(successor);
  }, [successor, activeKey]);

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), active])].sort((a, b) => a - b),
  });

  useEffect(() => {
    if (!isMoving || editing !== null) return;
    scroller.current
      ?.querySelector<HTMLElement>(`[data-row="${active}"] [data-column][tabindex="0"]`)
      ?.focus({ preventScroll: true });
    setIsMoving(false);
  }, [isMoving, active, editing]);
  useEffect(() => {
    // Somebody accepted a row and is led on to the next: the focus goes along.
    const at = document.activeElement?.closest<HTMLElement>("[data-row]");
    if (hasFocus.current && at != null && at.dataset.row !== String(active)) setIsMoving(true);
  }, [active]);
  const isSelecting = selected.size > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the bar for selected rows takes room from the table
  useEffect(() => virtual.scrollToIndex(active, { align: "auto" }), [isSelecting]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at whenever rows may have gone
  useEffect(() => {
    // A row that leaves the table takes the focus with it, and with the focus the place in the table.
    if (hasFocus.current && document.activeElement === document.body) setIsMoving(true);
  }, [rows]);

  const goTo = (index: number, toColumn = activeColumn) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    const row = rows[next];
    if (row === undefined) return;
    setActiveRow(row.key);
    setColumn(Math.max(0, Math.min(columns.length - 1, toColumn)));
    virtual.scrollToIndex(next, { align: "auto" });
    setIsMoving(true);
  };
  const edit = (row: Row, at: number) => {
    const field = columns[at];
    if (row.article === null) return row.table === null ? undefined : props.onColumns(row);
    if (field === undefined || field === "outcome") return props.onOpen(row);
    if (!isReadOnly) setEditing(field);
  };
  const leaveCell = (move: Move) => {
    setEditing(null);
    if (move === "none") return;
    const to = activeColumn + (move === "next" ? 1 : move === "previous" ? -1 : 0);
    const field = columns[to];
    if (move !== "stay" && field !== undefined && field !== "outcome") {
      setColumn(to);
      setEditing(field);
    } else setIsMoving(true);
  };
  const toggle = (key: string) => {
    const next = new Set(selected);
    if (!next.delete(key)) next.add(key);
    anchor.current = key;
    setSelected(next);
  };
  const extend = (to: number) => {
    const from = rows.findIndex(({ key }) => key === (anchor.current ?? rows[active]?.key));
    const start = from === -1 ? active : from;
    anchor.current = rows[start]?.key ?? null;
    setSelected(new Set(between(rows, start, Math.max(0, Math.min(rows.length - 1, to)))));
    goTo(to);
  };
  const selectAll = () =>
    setSelected(selected.size === rows.length ? new Set() : new Set(rows.map(({ key }) => key)));

  const latest = useRef({ edit, leaveCell, toggle, extend, props, rows });
  latest.current = { edit, leaveCell, toggle, extend, props, rows };
  // Rows are drawn again only when they themselves change.
  const actions = useMemo<RowActions>(
    () => ({
      onCell: (key, at) => {
        setActiveRow(key);
        setColumn(at);
      },
      onToggle: (key, isRange) => {
        const at = latest.current.rows.findIndex((row) => row.key === key);
        if (isRange) latest.current.extend(at);
        else latest.current.toggle(key);
      },
      onEdit: (key, at) => {
        const row = latest.current.rows.find((one) => one.key === key);
        if (row !== undefined) latest.current.edit(row, at);
      },
      onCommit: (row, field, value, move) => {
        latest.current.props.onSet(row, field, value);
        latest.current.leaveCell(move);
      },
      onCancel: () => latest.current.leaveCell("stay"),
      choicesFor: (row, field, typed) => latest.current.props.choicesFor(row, field, typed),
    }),
    [],
  );

  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[active];
    if (row === undefined || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 2);
    const isControl = event.ctrlKey || event.metaKey;
    const steps: Readonly<Record<string, () => void>> = event.shiftKey
      ? {
          ArrowDown: () => extend(active + 1),
          ArrowUp: () => extend(active - 1),
          PageDown: () => extend(active + page),
          PageUp: () => extend(active - page),
          " ": () => extend(active),
        }
      : isControl
        ? {
            Home: () => goTo(0),
            End: () => goTo(rows.length - 1),
            a: selectAll,
            Enter: props.onAccept,
          }
        : {
            ArrowDown: () => goTo(active + 1),
            ArrowUp: () => goTo(active - 1),
            ArrowRight: () => goTo(active, activeColumn + 1),
            ArrowLeft: () => goTo(active, activeColumn - 1),
            Home: () => goTo(active, 0),
            End: () => goTo(active, columns.length - 1),
            PageDown: () => goTo(active + page),
            PageUp: () => goTo(active - page),
            Enter: () => edit(row, activeColumn),
            F2: () => props.onDetails(row),
            o: () => props.onOpen(row),
            a: props.onAccept,
            " ": () => toggle(row.key),
            Escape: () => (selected.size > 0 ? setSelected(new Set()) : props.onLeave()),
          };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    step();
  };

  return (
    <div
      className={styles.grid}
      role="grid"
      aria-label="Import review"
      aria-multiselectable="true"
      aria-readonly={isReadOnly}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      style={{ "--review-columns": templateOf(columns) } as React.CSSProperties}
    >
      <div ref={scroller} className={styles.scroller}>
        <ReviewTableHead
          columns={columns}
          isAllSelected={rows.length > 0 && selected.size === rows.length}
          onToggleAll={selectAll}
        />
        <div
          role="rowgroup"
          className={styles.canvas}
          style={{ height: rows.length * rowHeight }}
          onKeyDown={onKeyDown}
          onFocus={() => {
            hasFocus.current = true;
          }}
          onBlur={(event) => {
            // A cell that is taken out of the document loses the focus to nothing.
            if (event.relatedTarget !== null) hasFocus.current = false;
          }}
        >
          {virtual.getVirtualItems().map(({ index }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <ReviewTableRow
                key={row.key}
                row={row}
                index={index}
                top={index * rowHeight}
                columns={columns}
                activeColumn={index === active ? activeColumn : null}
                editing={index === active ? editing : null}
                isCurrent={index === active}
                isSelected={selected.has(row.key)}
                actions={actions}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
};
