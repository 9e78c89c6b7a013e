import { Check } from "lucide-react";
import { memo, useRef } from "react";
import { asSentence } from "../../parts/import-words";
import { VisibleText } from "../../parts/VisibleText";
import { CellEditor, type Move } from "./CellEditor";
import { Outcome } from "./Outcome";
import {
  bestProposal,
  type Choice,
  currentValue,
  fieldWords,
  inWords,
  originOf,
  type ReviewField,
  readingsOf,
} from "./proposals";
import styles from "./ReviewTable.module.css";
import { fileWords, type Row } from "./review-rows";

export type Column = "outcome" | ReviewField;

export type RowActions = {
  readonly onCell: (key: string, column: number) => void;
  readonly onToggle: (key: string, isRange: boolean) => void;
  readonly onEdit: (key: string, column: number) => void;
  readonly onCommit: (row: Row, field: ReviewField, value: string, move: Move) => void;
  readonly onCancel: () => void;
  readonly choicesFor: (row: Row, field: ReviewField, typed: string) => readonly Choice[];
};

const missing: Readonly<Record<ReviewField, string>> = {
  title: "no title",
  source: "no source",
  publishedOn: "no date",
  byline: "",
  url: "",
};

const isDoubted = (row: Row, field: ReviewField): boolean =>
  (field === "title" && row.article?.gaps.includes("title-made") === true) ||
  (field === "publishedOn" && row.article?.gaps.includes("date-guessed") === true);

/** What a cell shows: the value and where it comes from, or what it could become. */
const CellWords = ({ row, field }: { readonly row: Row; readonly field: ReviewField }) => {
  const { article } = row;
  if (article === null) return null;
  const value = currentValue(article, field);
  if (value !== "") {
    const found = originOf(article, field);
    const origin = isDoubted(row, field) ? `guessed${found === "" ? "" : `: ${found}`}` : found;
    return (
      <>
        <span className={field === "title" ? styles.title : styles.value}>
          <VisibleText>{inWords(field, value)}</VisibleText>
        </span>
        <span className={styles.origin} title={origin} data-doubted={isDoubted(row, field) || undefined}>
          {origin}
        </span>
      </>
    );
  }
  const proposal = bestProposal(article, field);
  if (proposal === null)
    return (
      <span className={styles.missing} data-wanted={!article.isReviewed || undefined}>
        {readingsOf(article, field).join(" or ") || missing[field]}
      </span>
    );
  return (
    <>
      <span className={styles.value}>
        <span className="visually-hidden">proposed: </span>
        <span className={styles.proposed}>
          <VisibleText>{inWords(field, proposal.value)}</VisibleText>
        </span>
      </span>
      <span className={styles.origin} title={proposal.from}>
        {proposal.from}
      </span>
    </>
  );
};

const FieldCell = ({
  row,
  field,
  index,
  isActive,
  isEditing,
  actions,
}: {
  readonly row: Row;
  readonly field: ReviewField;
  readonly index: number;
  readonly isActive: boolean;
  readonly isEditing: boolean;
  readonly actions: RowActions;
}) => {
  const cell = useRef<HTMLDivElement>(null);
  const { article } = row;
  return (
    // Keys are handled by the grid.
    // biome-ignore lint/a11y/noStaticElementInteractions: it is a cell, by one of two roles
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles have a column
    <div
      ref={cell}
      // The title names the row: it is read out with each of its cells.
      role={field === "title" ? "rowheader" : "gridcell"}
      aria-colindex={index + 1}
      data-column={index}
      tabIndex={isActive ? 0 : -1}
      className={styles.cell}
      onFocus={() => actions.onCell(row.key, index)}
      onDoubleClick={() => actions.onEdit(row.key, index)}
    >
      <CellWords row={row} field={field} />
      {isEditing && article !== null ? (
        <CellEditor
          field={field}
          cell={cell}
          value={currentValue(article, field)}
          choices={(typed) => actions.choicesFor(row, field, typed)}
          onCommit={(value, move) => actions.onCommit(row, field, value, move)}
          onCancel={actions.onCancel}
        />
      ) : null}
    </div>
  );
};

/** Why there is no article, in the room that its fields would take. */
const Remark = ({ row }: { readonly row: Row }) => {
  const words = row.isGone ? ["This article was deleted."] : row.remarks;
  return (
    <>
      <span className={styles.title}>
        <VisibleText>{row.isGone ? row.title : fileWords(row)}</VisibleText>
      </span>
      <span className={styles.origin} data-failed={row.outcome === "failed" || undefined}>
        <VisibleText>{words.map(asSentence).join(" ")}</VisibleText>
      </span>
    </>
  );
};

/** One file, or one article of it, as a row of the table. */
export const ReviewTableRow = memo(
  ({
    row,
    index,
    top,
    columns,
    activeColumn,
    editing,
    isCurrent,
    isSelected,
    actions,
  }: {
    readonly row: Row;
    readonly index: number;
    readonly top: number;
    readonly columns: readonly Column[];
    /** The column of the cell that Tab reaches; null when it is in another row. */
    readonly activeColumn: number | null;
    readonly editing: ReviewField | null;
    /** The side pane shows it. */
    readonly isCurrent: boolean;
    readonly isSelected: boolean;
    readonly actions: RowActions;
  }) => (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-row={index}
      data-current={isCurrent || undefined}
      className={`${styles.columns} ${styles.row}`}
      style={{ transform: `translateY(${top}px)` }}
    >
      {/* Keys are handled by the grid. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above */}
      <div
        role="gridcell"
        aria-colindex={1}
        data-column={0}
        tabIndex={activeColumn === 0 ? 0 : -1}
        className={styles.cell}
        onFocus={() => actions.onCell(row.key, 0)}
        onClick={(event) => actions.onToggle(row.key, event.shiftKey)}
      >
        <span className={styles.box} aria-hidden="true">
          <Check size={12} strokeWidth={2.4} />
        </span>
        <Outcome row={row} className={styles.outcome ?? ""} />
        {row.article === null ? null : (
          <span className={styles.file} title={fileWords(row)}>
            <VisibleText>{fileWords(row)}</VisibleText>
          </span>
        )}
      </div>
      {row.article === null ? (
        <div
          role="rowheader"
          aria-colindex={2}
          aria-colspan={columns.length - 1}
          data-column={1}
          tabIndex={activeColumn !== null && activeColumn > 0 ? 0 : -1}
          className={`${styles.cell} ${styles.wide}`}
          onFocus={() => actions.onCell(row.key, 1)}
          onDoubleClick={() => actions.onEdit(row.key, 1)}
        >
          <Remark row={row} />
        </div>
      ) : (
        columns.map((column, at) =>
          column === "outcome" ? null : (
            <FieldCell
              key={column}
              row={row}
              field={column}
              index={at}
              isActive={activeColumn === at}
              isEditing={editing === column}
              actions={actions}
            />
          ),
        )
      )}
    </div>
  ),
);

/** The names of the columns, with a box that selects all rows. */
export const ReviewTableHead = ({
  columns,
  isAllSelected,
  onToggleAll,
}: {
  readonly columns: readonly Column[];
  readonly isAllSelected: boolean;
  readonly onToggleAll: () => void;
}) => (
  <div role="rowgroup" className={styles.headGroup}>
    <div role="row" aria-rowindex={1} className={`${styles.columns} ${styles.head}`}>
      {columns.map((column, index) => (
        <div key={column} role="columnheader" aria-colindex={index + 1}>
          {column === "outcome" ? (
            <>
              <button
                type="button"
                tabIndex={-1}
                className={styles.all}
                aria-label={isAllSelected ? "Select no row" : "Select all rows"}
                aria-pressed={isAllSelected}
                aria-keyshortcuts="Control+A"
                onClick={onToggleAll}
              >
                <span className={styles.box} aria-hidden="true">
                  <Check size={12} strokeWidth={2.4} />
                </span>
              </button>
              Outcome
            </>
          ) : (
            fieldWords[column]
          )}
        </div>
      ))}
    </div>
  </div>
);
