import { ArrowLeft, ArrowUpRight, ChevronLeft, ChevronRight } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import type { AgreedVersion, AgreementQuery, Disagreement } from "../../../shared/domain/agreement";
import { useGrading } from "../../parts/use-grading";
import { VisibleText } from "../../parts/VisibleText";
import { useCall } from "../../query";
import { Button, IconButton } from "../../ui/Button";
import { isTyping } from "../../ui/is-typing";
import { Kbd } from "../../ui/Kbd";
import { useArrival, useLostFocus } from "../../ui/use-arrival";
import { openArticle, openSource } from "../../ui-state";
import styles from "./Adjudication.module.css";
import { AdjudicationSide } from "./AdjudicationSide";
import { AgreedGrade } from "./AgreedGrade";
import { AgreedPassage } from "./AgreedPassage";
import { around, covering, nextOpen, takeAll, takeNone, takeSide } from "./adjudicate";
import { leaveAdjudication, setActiveDisagreement, settleDisagreement, useAgreement } from "./use-agreement";

const kindWords: Readonly<Record<Disagreement["kind"], string>> = {
  span: "Not the same words marked",
  tags: "The same words, other tags",
  credibility: "Other credibility",
  reliability: "Other reliability",
};

const placeOf = ({ articleId, sourceId, sides }: Disagreement): (() => void) | null => {
  const highlightId = sides.find((side) => side.highlightId !== null)?.highlightId ?? undefined;
  if (articleId !== null) return () => openArticle(articleId, highlightId);
  return sourceId === null ? null : () => openSource(sourceId);
};

/** Never asked for: the call waits until an article is there. */
const noArticle = { id: "" as never };

/** Everything that can be done about a disagreement about words and tags, beside taking one side. */
const PassageActs = ({
  current,
  onAdjust,
  onSettle,
}: {
  readonly current: Disagreement;
  readonly onAdjust: () => void;
  readonly onSettle: (version: AgreedVersion, how: string) => void;
}) => (
  <>
    <Button keys="b" data-key="b" onPress={() => onSettle(takeAll(current), "both")}>
      {current.sides.length === 2 ? "Take both" : "Take all"}
    </Button>
    <Button keys="a" data-key="a" onPress={onAdjust}>
      Adjust
    </Button>
    <Button keys="n" data-key="n" onPress={() => onSettle(takeNone(current), "nothing is marked")}>
      Nothing marked
    </Button>
  </>
);

const OneDisagreement = ({
  current,
  isReadOnly,
  onSettle,
}: {
  readonly current: Disagreement;
  readonly isReadOnly: boolean;
  readonly onSettle: (version: AgreedVersion, how: string) => void;
}) => {
  const [isAdjusting, setAdjusting] = useState(false);
  const tags = new Map((useCall("tags", "list", undefined).data ?? []).map((tag) => [tag.id as string, tag]));
  const { articleId, sides, kind } = current;
  const text = useCall("articles", "get", articleId === null ? noArticle : { id: articleId }, {
    isEnabled: articleId !== null,
  }).data?.text;
  useGrading(kind === "credibility" && !current.isSettled);
  const marked = covering(sides.map(({ span }) => span));
  const shown = text === undefined || marked === null ? null : around(text, marked);
  const isPassage = kind === "span" || kind === "tags";
  const all = takeAll(current);
  const show = placeOf(current);
  return (
    <>
      <header className={styles.head}>
        <p className={styles.quiet}>
          {kindWords[kind]}
          {current.isSettled ? <span className={styles.settled}>settled</span> : null}
        </p>
        <h2>
          <VisibleText>{current.articleId === null ? current.sourceName : current.articleTitle}</VisibleText>
        </h2>
      </header>
      <div className={styles.sides} data-many={sides.length > 2 || undefined}>
        {sides.map((side, index) => (
          <AdjudicationSide
            key={side.analystId}
            disagreement={current}
            side={side}
            number={index + 1}
            text={text}
            shown={shown}
            tags={tags}
            onTake={
              isReadOnly || (!isPassage && side.grade === null)
                ? null
                : () => onSettle(takeSide(current, side), `${side.analyst}’s`)
            }
          />
        ))}
      </div>
      {isAdjusting && all.span !== null && text !== undefined ? (
        <AgreedPassage
          start={{ ...all, span: all.span }}
          text={text}
          tags={tags}
          onSettle={(version) => onSettle(version, "adjusted")}
          onCancel={() => setAdjusting(false)}
        />
      ) : null}
      {isPassage || isReadOnly ? null : (
        <AgreedGrade disagreement={current} onSettle={(version) => onSettle(version, "agreed")} />
      )}
      <div className={styles.acts}>
        {isPassage && !isReadOnly && !isAdjusting ? (
          <PassageActs current={current} onAdjust={() => setAdjusting(true)} onSettle={onSettle} />
        ) : null}
        {show === null ? null : (
          <Button
            tone="quiet"
            keys="o"
            data-key="o"
            icon={<ArrowUpRight size={16} strokeWidth={1.6} aria-hidden="true" />}
            onPress={show}
          >
            {articleId === null ? "Show the source" : "Show in the text"}
          </Button>
        )}
      </div>
    </>
  );
};

const keysFor = (kind: Disagreement["kind"], sides: number): readonly (readonly [string, string])[] => [
  ["j k", "move"],
  ...(kind === "credibility"
    ? ([["1–6", "agree on"]] as const)
    : kind === "reliability"
      ? ([["a–f", "agree on"]] as const)
      : ([
          [`1–${sides}`, "take"],
          ["b", sides === 2 ? "both" : "all"],
          ["a", "adjust"],
          ["n", "nothing"],
        ] as const)),
  ["o", "open"],
  ["Esc", "leave"],
];

const KeysLine = ({ keys }: { readonly keys: readonly (readonly [string, string])[] }) => (
  <p className={styles.keys} data-foot="keys">
    {keys.map(([key, words]) => (
      <span key={key}>
        <Kbd>{key}</Kbd>
        <span className="visually-hidden">{key}:</span> {words}
      </span>
    ))}
  </p>
);

const Toolbar = ({
  done,
  total,
  children,
}: {
  readonly done: number;
  readonly total: number;
  readonly children: ReactNode;
}) => (
  <header className={styles.toolbar}>
    <IconButton label="Back to the figures" keys="Esc" onPress={leaveAdjudication}>
      <ArrowLeft size={18} strokeWidth={1.6} aria-hidden="true" />
    </IconButton>
    <p role="status" id="adjudication-progress" className={styles.progress}>
      {done.toLocaleString("en-GB")} of {total.toLocaleString("en-GB")} settled
    </p>
    <progress value={done} max={Math.max(1, total)} aria-labelledby="adjudication-progress" />
    <span className={styles.space} />
    {children}
  </header>
);

/** A walk through what analysts see differently, side by side; what is agreed on is written under this analyst's name. */
export const Adjudication = ({ query }: { readonly query: AgreementQuery }) => {
  const screen = useRef<HTMLDivElement>(null);
  const activeId = useAgreement((state) => state.activeId);
  const isReadOnly = useCall("project", "get", undefined).data?.isReadOnly ?? true;
  const all = useCall("agreement", "disagreements", query, { keepPrevious: true }).data;
  useArrival(screen, "[data-adjudication]", all !== undefined);
  useLostFocus(screen, "[data-adjudication]", all);
  if (all === undefined) return null;
  const found = all.findIndex(({ id }) => id === activeId);
  const firstOpen = all.findIndex(({ isSettled }) => !isSettled);
  const at = found !== -1 ? found : Math.max(0, firstOpen);
  const current = all[at];
  const done = all.filter(({ isSettled }) => isSettled).length;
  const focus = () => screen.current?.querySelector<HTMLElement>("[data-adjudication]")?.focus();
  const goTo = (index: number) => {
    setActiveDisagreement(all[Math.max(0, Math.min(all.length - 1, index))]?.id ?? null);
    focus();
  };
  const settle = (version: AgreedVersion, how: string) => {
    setActiveDisagreement(nextOpen(all, at)?.id ?? null);
    // What had the focus belonged to the one that is settled.
    focus();
    void settleDisagreement(version, `Settled: ${how}`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (isTyping(event.target)) return;
    // Caps lock changes nothing.
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const moves: Readonly<Record<string, () => void>> = {
      j: () => goTo(at + 1),
      k: () => goTo(at - 1),
      Escape: leaveAdjudication,
    };
    // Every key that acts stands on its button.
    const button = /^[a-z0-9]$/.test(key)
      ? screen.current?.querySelector<HTMLElement>(`[data-key="${key}"], [aria-keyshortcuts="${key}"]`)
      : null;
    const run = moves[key] ?? (button == null ? undefined : () => button.click());
    if (run === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  };
  return (
    <div ref={screen} className={styles.screen} data-full>
      {/* The keys are those of its buttons, for whoever is anywhere in it. */}
      <section
        className={styles.walk}
        tabIndex={-1}
        data-adjudication
        aria-label="Adjudication"
        onKeyDown={onKeyDown}
      >
        <Toolbar done={done} total={all.length}>
          <IconButton
            label="Previous disagreement"
            keys="k"
            isDisabled={at === 0}
            onPress={() => goTo(at - 1)}
          >
            <ChevronLeft size={18} strokeWidth={1.6} aria-hidden="true" />
          </IconButton>
          <span className={styles.quiet}>
            {all.length === 0 ? 0 : (at + 1).toLocaleString("en-GB")} of {all.length.toLocaleString("en-GB")}
          </span>
          <IconButton
            label="Next disagreement"
            keys="j"
            isDisabled={at >= all.length - 1}
            onPress={() => goTo(at + 1)}
          >
            <ChevronRight size={18} strokeWidth={1.6} aria-hidden="true" />
          </IconButton>
        </Toolbar>
        <div className={styles.body}>
          {current === undefined ? (
            <p className={styles.quiet}>They marked, tagged and graded the same everywhere.</p>
          ) : (
            <OneDisagreement key={current.id} current={current} isReadOnly={isReadOnly} onSettle={settle} />
          )}
        </div>
        {current === undefined ? null : <KeysLine keys={keysFor(current.kind, current.sides.length)} />}
      </section>
    </div>
  );
};
