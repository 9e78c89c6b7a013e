import { ArrowLeft, ChevronDown } from "lucide-react";
import { useRef } from "react";
import type { Conflict, Settlement } from "../../../shared/domain/merge";
import { count } from "../../parts/dates";
import { Button, IconButton } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Kbd } from "../../ui/Kbd";
import { MenuButton } from "../../ui/Menu";
import { ConflictDetail } from "./ConflictDetail";
import { ConflictList } from "./ConflictList";
import styles from "./ConflictReview.module.css";
import { countOfKind } from "./merge-words";
import { type ConflictKind, useConflictList } from "./use-conflict-list";
import { leaveConflicts, placeOf, setKind } from "./use-merge";

/** Which kind the list shows. */
const KindChoice = ({
  kinds,
  total,
  kind,
}: {
  readonly kinds: readonly ConflictKind[];
  readonly total: number;
  readonly kind: string | null;
}) => {
  if (kinds.length < 2) return null;
  const all = `All ${total.toLocaleString("en-GB")}`;
  const shown = kinds.find(({ key }) => key === kind)?.words ?? all;
  return (
    <div className={styles.kinds}>
      <MenuButton
        label="Which conflicts to show"
        trigger={
          <Button tone="quiet" aria-label={`Shown: ${shown}`}>
            {shown} <ChevronDown size={13} strokeWidth={1.6} aria-hidden="true" />
          </Button>
        }
        groups={[
          { entries: [{ id: "all", label: all, isChecked: kind === null, run: () => setKind(null) }] },
          {
            entries: kinds.map(({ key, words }) => ({
              id: key,
              label: words,
              isChecked: key === kind,
              run: () => setKind(key),
            })),
          },
        ]}
      />
    </div>
  );
};

/** Settles many at once: what is picked, or all that the list shows. */
const Bulk = ({
  meant,
  words,
  onTake,
}: {
  readonly meant: readonly Conflict[];
  readonly words: string;
  readonly onTake: (take: Settlement["take"]) => void;
}) => (
  <div className={styles.bulk} role="group" aria-label={words}>
    <p>{words}:</p>
    <Button tone="quiet" onPress={() => onTake("mine")} aria-label={`${words}: mine`}>
      Mine
    </Button>
    <Button tone="quiet" onPress={() => onTake("theirs")} aria-label={`${words}: theirs`}>
      Theirs
    </Button>
    {meant.every(({ canKeepBoth }) => canKeepBoth) ? (
      <Button tone="quiet" onPress={() => onTake("both")} aria-label={`${words}: both`}>
        Both
      </Button>
    ) : null}
  </div>
);

/** The keys that do something now: letters that choose mean what is picked, else the one that is looked at. */
const KeysLine = ({
  current,
  picked,
  isReadOnly,
}: {
  readonly current: Conflict;
  readonly picked: readonly Conflict[];
  readonly isReadOnly: boolean;
}) => {
  const meant = picked.length > 0 ? picked : [current];
  const canKeepBoth = meant.every((one) => one.canKeepBoth);
  const keysShown = [
    ["j k", "move", true],
    ["m", "mine", !isReadOnly],
    ["t", "theirs", !isReadOnly],
    ["b", "both", !isReadOnly && canKeepBoth],
    ["Space", "pick", true],
    ["o", "open", placeOf(current) !== null],
    ["Esc", "leave", true],
  ] as const;
  return (
    <KeyWords keys={keysShown.flatMap(([keys, words, does]) => (does ? [[keys, words] as const] : []))} />
  );
};

const KeyWords = ({
  keys: shown,
}: {
  readonly keys: readonly (readonly [keys: string, words: string])[];
}) => (
  <p className={styles.keys} data-foot="pane">
    {shown.map(([keys, words]) => (
      <span key={keys}>
        <Kbd>{keys}</Kbd>
        <span className="visually-hidden">{keys}:</span> {words}
      </span>
    ))}
  </p>
);

const Nothing = () => (
  <EmptyState
    title="Everything is settled"
    actions={
      // The rows that had the focus are gone; the next step has it.
      <Button tone="primary" onPress={leaveConflicts} autoFocus>
        Back
      </Button>
    }
  >
    What you chose is in the history and can be undone. New conflicts come with the next merge.
  </EmptyState>
);

/** What both changed apart from each other: a list, both versions side by side, and a key for each choice. */
export const ConflictReview = ({ isReadOnly }: { readonly isReadOnly: boolean }) => {
  const screen = useRef<HTMLElement>(null);
  const list = useConflictList(screen, isReadOnly);
  if (list === undefined) return null;
  const { total, kinds, kind, shown, active, current, picked, goTo, pick, take, onKeyDown } = list;
  const pickedOnes = shown.filter(({ id }) => picked.has(id));
  const meant = pickedOnes.length > 0 ? pickedOnes : shown;
  return (
    <section
      ref={screen}
      data-full
      className={styles.review}
      aria-label="Review of conflicts"
      onKeyDown={onKeyDown}
    >
      <header className={styles.toolbar}>
        <IconButton label="Back to merging" keys="Esc" onPress={leaveConflicts}>
          <ArrowLeft size={18} strokeWidth={1.6} aria-hidden="true" />
        </IconButton>
        <h2>
          <span role="status">{total === 0 ? "Conflicts" : `${count(total, "conflict")} to settle`}</span>
        </h2>
      </header>
      {current === undefined ? (
        <Nothing />
      ) : (
        <>
          <div className={styles.body}>
            <div className={styles.side}>
              <KindChoice kinds={kinds} total={total} kind={kind} />
              <ConflictList conflicts={shown} active={active} picked={picked} onActive={goTo} onPick={pick} />
              {isReadOnly || (shown.length < 2 && pickedOnes.length === 0) ? null : (
                <Bulk
                  meant={meant}
                  words={
                    pickedOnes.length > 0
                      ? `${pickedOnes.length.toLocaleString("en-GB")} picked`
                      : kind === null
                        ? `All ${shown.length.toLocaleString("en-GB")}`
                        : `All ${countOfKind(current, shown.length)}`
                  }
                  onTake={(how) => take(meant, how)}
                />
              )}
            </div>
            <div className={styles.pane}>
              <ConflictDetail conflict={current} onTake={isReadOnly ? null : (how) => take([current], how)} />
            </div>
          </div>
          <KeysLine current={current} picked={pickedOnes} isReadOnly={isReadOnly} />
        </>
      )}
    </section>
  );
};
