import { useVirtualizer } from "@tanstack/react-virtual";
import { Check } from "lucide-react";
import { useRef, useState } from "react";
import { Checkbox } from "react-aria-components";
import type { Trashed } from "../../../shared/domain/history";
import { count, formatAgo, formatTime } from "../../parts/dates";
import { useCall } from "../../query";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import styles from "./HistoryTab.module.css";
import { kindWords } from "./history-words";
import { bringBack } from "./use-history";

const Line = ({
  thing,
  isChosen,
  onChoose,
  isReadOnly,
}: {
  readonly thing: Trashed;
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
  readonly isReadOnly: boolean;
}) => {
  const name = thing.words.slice(0, 80);
  return (
    <div className={styles.trashed}>
      {isReadOnly ? null : (
        <Checkbox
          className={styles.check ?? ""}
          isSelected={isChosen}
          onChange={onChoose}
          aria-label={`Choose: ${name}`}
        >
          <span className={styles.box} aria-hidden="true">
            <Check size={12} strokeWidth={2.4} />
          </span>
        </Checkbox>
      )}
      <div className={styles.trashedWords}>
        <p>
          <span className={styles.kind}>{kindWords[thing.entity].one}</span>{" "}
          <bdi className={styles.words}>{thing.words}</bdi>
        </p>
        <p className={styles.quiet}>
          removed by <bdi>{thing.deletedBy}</bdi>{" "}
          <time dateTime={thing.deletedAt} title={formatTime(thing.deletedAt)}>
            {formatAgo(thing.deletedAt)}
          </time>
          {thing.remark === "" ? null : (
            <>
              {" · "}
              <bdi>{thing.remark}</bdi>
            </>
          )}
        </p>
      </div>
      {isReadOnly ? null : (
        <Button tone="quiet" aria-label={`Bring back: ${name}`} onPress={() => void bringBack([thing])}>
          Bring back
        </Button>
      )}
    </div>
  );
};

const portion = 500;
const most = 10_000;

/** What was removed, what went last first, to be brought back. */
export const TrashList = ({ isReadOnly }: { readonly isReadOnly: boolean }) => {
  const [limit, setLimit] = useState(portion);
  const page = useCall("history", "trash", { limit }, { keepPrevious: true }).data;
  const trash = page?.items;
  const isAll = page?.next === null;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: trash?.length ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => 58,
    getItemKey: (index) => trash?.[index]?.id ?? index,
    overscan: 8,
  });
  if (trash === undefined) return null;
  if (trash.length === 0)
    return (
      <EmptyState title="Nothing was removed">
        Articles, highlights, claims, tags and sources that somebody removes are listed here, and can be
        brought back with everything that went along with them.
      </EmptyState>
    );
  const picked = trash.filter(({ id }) => chosen.has(id));
  const choose = (id: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <>
      {isReadOnly ? null : (
        <div className={styles.picked}>
          <Button
            isDisabled={picked.length === 0}
            onPress={() => void bringBack(picked).then((isDone) => isDone && setChosen(new Set()))}
          >
            {picked.length === 0
              ? "Bring back what is chosen"
              : `Bring back ${count(picked.length, "thing")}`}
          </Button>
          <span className={styles.quiet}>
            {isAll ? "" : "the latest "}
            {count(trash.length, "removed thing")}
          </span>
        </div>
      )}
      {/* A list without buttons, in a project that can only be read, is scrolled by keys. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <div ref={scroller} className={styles.list} tabIndex={0} role="group" aria-label="Removed things">
        <div
          role="list"
          aria-label="Removed things, the latest first"
          className={styles.rows}
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map(({ key, index, start }) => {
            const thing = trash[index];
            return thing === undefined ? null : (
              <div
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                role="listitem"
                aria-setsize={isAll ? trash.length : -1}
                aria-posinset={index + 1}
                className={styles.item}
                style={{ transform: `translateY(${start}px)` }}
              >
                <Line
                  thing={thing}
                  isChosen={chosen.has(thing.id)}
                  onChoose={(isChosen) => choose(thing.id, isChosen)}
                  isReadOnly={isReadOnly}
                />
              </div>
            );
          })}
        </div>
        {isAll || limit >= most ? null : (
          <div className={styles.older}>
            <Button tone="quiet" onPress={() => setLimit(Math.min(most, limit * 4))}>
              Show what was removed earlier
            </Button>
          </div>
        )}
      </div>
    </>
  );
};
