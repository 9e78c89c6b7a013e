import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronRight } from "lucide-react";
import { type KeyboardEvent, useDeferredValue, useRef, useState } from "react";
import type { Edit } from "../../../shared/domain/change";
import type { HistoryFilter } from "../../../shared/domain/history";
import { count, formatDate, formatTime } from "../../parts/dates";
import { useCall } from "../../query";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { EditDetail } from "./EditDetail";
import styles from "./HistoryTab.module.css";
import { resetHistory, setHistory, useHistory } from "./use-history";

const portion = 500;
const most = 10_000;
const prefix = { edit: "", undo: "Undid: ", redo: "Redid: " } as const;

/** The local day of a time, which heads the edits of that day. */
const dayOf = (at: string): string => {
  const time = new Date(at);
  const [month, day] = [time.getMonth() + 1, time.getDate()].map((part) => String(part).padStart(2, "0"));
  return `${time.getFullYear()}-${month}-${day}`;
};
const timeOf = (at: string): string =>
  new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

/**
 * Whether the order of the log is another one than that of the times: where people worked apart on machines whose clocks
 * or whose knowledge of each other differed. Within a minute nobody sees it.
 */
const isOutOfTime = (edits: readonly Edit[]): boolean =>
  edits.some((edit, at) => {
    const above = edits[at - 1];
    return above !== undefined && Date.parse(edit.at) - Date.parse(above.at) > 60_000;
  });

/** Why the times in the list go up and down. */
const OrderNote = () => (
  <p className={styles.order}>
    In the order of the log: each edit stands above those that its author knew of. What people did apart from
    each other stands in turn, with the time of the machine where it was done.
  </p>
);

const Row = ({
  edit,
  isOpen,
  isActive,
  onToggle,
  onFocus,
}: {
  readonly edit: Edit;
  readonly isOpen: boolean;
  readonly isActive: boolean;
  readonly onToggle: () => void;
  readonly onFocus: () => void;
}) => (
  <button
    type="button"
    data-edit={edit.id}
    className={styles.row}
    aria-expanded={isOpen}
    // One stop for the whole list; the arrow keys go on from there.
    tabIndex={isActive ? 0 : -1}
    onClick={onToggle}
    onFocus={onFocus}
  >
    <ChevronRight className={styles.chevron ?? ""} size={14} strokeWidth={1.8} aria-hidden="true" />
    <time className={styles.time} dateTime={edit.at} title={formatTime(edit.at)}>
      {timeOf(edit.at)}
    </time>
    <span className={styles.label} data-undone={edit.isUndone || undefined}>
      {prefix[edit.kind]}
      <bdi>{edit.label}</bdi>
      {edit.isUndone ? <span className={styles.undone}> undone</span> : null}
    </span>
    <span className={styles.who}>
      <bdi>{edit.analyst}</bdi>
    </span>
    <span className={styles.changes}>{edit.changes === 0 ? "" : count(edit.changes, "change")}</span>
  </button>
);

/** Nothing passes the filter, or nothing was done yet. */
const Nothing = ({ isNarrowed }: { readonly isNarrowed: boolean }) =>
  isNarrowed ? (
    <EmptyState
      title="No edit like that"
      actions={<Button onPress={resetHistory}>Show the whole history</Button>}
    >
      Try fewer words, or another person, kind or article.
    </EmptyState>
  ) : (
    <EmptyState title="No changes yet">
      Every change is listed here with who made it and when, and each can be undone on its own.
    </EmptyState>
  );

/** The edits that pass a filter, newest in the log first, by day. Each opens to what it changed. */
export const EditList = ({
  filter: asked,
  isReadOnly,
}: {
  readonly filter: HistoryFilter;
  readonly isReadOnly: boolean;
}) => {
  const filter = useDeferredValue(asked);
  const [limit, setLimit] = useState(portion);
  const edits = useCall("history", "list", { ...filter, limit }, { keepPrevious: true }).data;
  const opened = useHistory((state) => state.opened);
  const [active, setActive] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: edits?.length ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => 36,
    getItemKey: (index) => edits?.[index]?.id ?? index,
    overscan: 8,
  });
  if (edits === undefined) return null;
  if (edits.length === 0) return <Nothing isNarrowed={Object.keys(filter).length > 0} />;
  const current = Math.min(active, edits.length - 1);

  const goTo = (index: number) => {
    const next = Math.max(0, Math.min(edits.length - 1, index));
    setActive(next);
    virtualizer.scrollToIndex(next);
    // A row far away is drawn after the scroll.
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-edit="${edits[next]?.id ?? ""}"]`)?.focus(),
    );
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (!(event.target instanceof HTMLElement) || event.target.dataset["edit"] === undefined) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / 40));
    const to: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: edits.length - 1,
    };
    const index = to[event.key];
    if (index === undefined) return;
    event.preventDefault();
    goTo(index);
  };

  return (
    <>
      {isOutOfTime(edits) ? <OrderNote /> : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the rows in it */}
      <div ref={scroller} className={styles.list} onKeyDown={onKeyDown}>
        <div
          role="list"
          aria-label="Edits, newest in the log first"
          className={styles.rows}
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map(({ key, index, start }) => {
            const edit = edits[index];
            if (edit === undefined) return null;
            const before = edits[index - 1];
            const isNewDay = before === undefined || dayOf(before.at) !== dayOf(edit.at);
            const isOpen = opened === edit.id;
            return (
              <div
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                role="listitem"
                aria-setsize={edits.length}
                aria-posinset={index + 1}
                className={styles.item}
                style={{ transform: `translateY(${start}px)` }}
              >
                {isNewDay ? <h3 className={styles.day}>{formatDate(dayOf(edit.at))}</h3> : null}
                <div className={styles.edit} data-open={isOpen || undefined}>
                  <Row
                    edit={edit}
                    isOpen={isOpen}
                    isActive={index === current}
                    onToggle={() => setHistory({ opened: isOpen ? null : edit.id })}
                    onFocus={() => setActive(index)}
                  />
                  {isOpen ? <EditDetail id={edit.id} isReadOnly={isReadOnly} /> : null}
                </div>
              </div>
            );
          })}
        </div>
        {edits.length < limit || limit >= most ? null : (
          <div className={styles.older}>
            <Button tone="quiet" onPress={() => setLimit(Math.min(most, limit * 4))}>
              Show older edits
            </Button>
          </div>
        )}
      </div>
    </>
  );
};
