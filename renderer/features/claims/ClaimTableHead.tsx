import { ArrowDown, ArrowUp } from "lucide-react";
import type { ClaimQuery } from "../../../shared/domain/query";
import { useIsGrading } from "../../parts/use-grading";
import styles from "./ClaimTable.module.css";

type Sort = NonNullable<ClaimQuery["sort"]>;
type Direction = "ascending" | "descending";

/** The columns in their order. `first` is the direction that a first click asks for: the likelier wish. */
export const columns: readonly {
  readonly key: string;
  readonly label: string;
  readonly sort?: Sort;
  readonly first?: Direction;
}[] = [
  { key: "claim", label: "Claim", sort: "statement", first: "ascending" },
  { key: "evidence", label: "Evidence", sort: "evidence", first: "descending" },
  { key: "articles", label: "Articles" },
  { key: "grade", label: "Best support", sort: "grade", first: "ascending" },
  { key: "judgement", label: "Judgement", sort: "judgement", first: "descending" },
  { key: "date", label: "Event date", sort: "event-date", first: "ascending" },
  { key: "asserter", label: "Asserter", sort: "asserter", first: "ascending" },
];

const opposite: Readonly<Record<Direction, Direction>> = { ascending: "descending", descending: "ascending" };

/** The header row; a heading that can order the table is a button. */
export const ClaimTableHead = ({
  query,
  onSort,
}: {
  readonly query: ClaimQuery;
  readonly onSort: (sort: Sort, direction: Direction) => void;
}) => {
  const isGrading = useIsGrading();
  return (
    <div role="rowgroup" className={styles.headGroup}>
      <div role="row" aria-rowindex={1} className={`${styles.columns} ${styles.head}`}>
        {columns.map(({ key, label, sort, first = "ascending" }, index) => {
          const isSorted = sort !== undefined && query.sort === sort;
          const direction = query.direction ?? "ascending";
          return (
            <div
              key={key}
              role="columnheader"
              aria-colindex={index + 1}
              data-column={key}
              {...(sort === undefined ? {} : { "aria-sort": isSorted ? direction : ("none" as const) })}
            >
              {sort === undefined ? (
                label
              ) : (
                <button
                  type="button"
                  className={styles.sort}
                  // The order would tell the letters that are hatched out.
                  {...(sort === "grade" && isGrading
                    ? { disabled: true, title: "Hidden until a credibility is chosen" }
                    : {})}
                  onClick={() => onSort(sort, isSorted ? opposite[direction] : first)}
                >
                  {label}
                  {isSorted ? <SortArrow direction={direction} /> : null}
                </button>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
};

const SortArrow = ({ direction }: { readonly direction: Direction }) =>
  direction === "ascending" ? (
    <ArrowUp size={12} strokeWidth={2} aria-hidden="true" />
  ) : (
    <ArrowDown size={12} strokeWidth={2} aria-hidden="true" />
  );
