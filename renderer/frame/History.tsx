import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState } from "react";
import type { Edit } from "../../shared/domain/change";
import { showShareTab } from "../features/share/use-share";
import { count, formatAgo, formatTime } from "../parts/dates";
import { act, useCall } from "../query";
import { Button } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";
import { Modal } from "../ui/Modal";
import { showToast } from "../ui/toasts";
import { showOverlay } from "../ui-state";
import styles from "./History.module.css";

const undoOne = async (edit: Edit) => {
  const undone = await act("history", "undo", { edit: edit.id });
  if (undone !== null) showToast(`Undone: ${undone.value.label}`);
};

const prefix = { edit: "", undo: "Undid: ", redo: "Redid: " } as const;

const Line = ({ edit, isReadOnly }: { readonly edit: Edit; readonly isReadOnly: boolean }) => (
  <>
    <div className={styles.words}>
      <p className={styles.label} data-undone={edit.isUndone || undefined}>
        {prefix[edit.kind]}
        <bdi>{edit.label}</bdi>
      </p>
      <p className={styles.facts}>
        <bdi>{edit.analyst}</bdi> ·{" "}
        <time dateTime={edit.at} title={formatTime(edit.at)}>
          {formatAgo(edit.at)}
        </time>
        {/* A merge changes nothing of its own: its label says what came in. */}
        {edit.changes === 0 ? "" : ` · ${count(edit.changes, "change")}`}
        {edit.isUndone ? " · undone" : ""}
      </p>
    </div>
    {isReadOnly || edit.isUndone || edit.kind !== "edit" ? null : (
      <Button tone="quiet" aria-label={`Undo this: ${edit.label}`} onPress={() => void undoOne(edit)}>
        Undo this
      </Button>
    )}
  </>
);

const portion = 500;

const Edits = ({ isReadOnly }: { readonly isReadOnly: boolean }) => {
  const [limit, setLimit] = useState(portion);
  const edits = useCall("history", "list", { limit }, { keepPrevious: true }).data;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: edits?.length ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => 56,
    getItemKey: (index) => edits?.[index]?.id ?? index,
    overscan: 6,
  });
  if (edits === undefined) return null;
  if (edits.length === 0)
    return (
      <EmptyState title="No changes yet">
        Every change is listed here with who made it and when, and each can be undone on its own.
      </EmptyState>
    );
  return (
    <>
      {/* Lines without a button must be reachable by scrolling with keys. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <div ref={scroller} className={styles.list} tabIndex={0} role="list" aria-label="Changes, newest first">
        <div role="presentation" className={styles.rows} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const edit = edits[item.index];
            return edit === undefined ? null : (
              <div
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                role="listitem"
                aria-setsize={edits.length}
                aria-posinset={item.index + 1}
                className={styles.line}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <Line edit={edit} isReadOnly={isReadOnly} />
              </div>
            );
          })}
        </div>
      </div>
      {edits.length < limit || limit >= 10_000 ? null : (
        <Button tone="quiet" onPress={() => setLimit(Math.min(10_000, limit * 4))}>
          Show older changes
        </Button>
      )}
    </>
  );
};

/** Who changed what, when; each change can be taken back on its own. */
export const History = ({ isReadOnly }: { readonly isReadOnly: boolean }) => (
  <Modal title="History" isOpen onClose={() => showOverlay("none")} width={620}>
    <Edits isReadOnly={isReadOnly} />
    <div className={styles.all}>
      <Button tone="quiet" onPress={() => showShareTab("history")}>
        All history, and what was removed
      </Button>
    </div>
  </Modal>
);
