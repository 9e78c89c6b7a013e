import { useMemo } from "react";
import type { Article } from "../../../shared/domain/article";
import type { Span, WaitingHighlight } from "../../../shared/domain/highlight";
import type { HighlightId } from "../../../shared/ids";
import { diffWords } from "../../../shared/text/diff-words";
import { count } from "../../parts/dates";
import { percent } from "../../parts/import-words";
import { showUndoToast } from "../../parts/undo-toast";
import { WordChanges } from "../../parts/WordChanges";
import { act, useCall } from "../../query";
import { Button } from "../../ui/Button";
import { SidePanel } from "./SidePanel";
import styles from "./WaitingPanel.module.css";

/** UTF-16 units shown on either side of a passage. */
const context = 32;

/** Whole words of what stands before and after. */
const wordsBefore = (text: string): string =>
  text.length < context ? text : `…${text.slice(-context).replace(/^\S*(?=\s)/u, "")}`;
const wordsAfter = (text: string): string =>
  text.length < context ? text : `${text.slice(0, context).replace(/(?<=\s)\S*$/u, "")}…`;

const InContext = ({ text, span }: { readonly text: string; readonly span: Span }) => (
  <q className={styles.passage} dir="auto">
    <span>{wordsBefore(text.slice(Math.max(0, span.start - context), span.start))}</span>
    <strong>{text.slice(span.start, span.end)}</strong>
    <span>{wordsAfter(text.slice(span.end, span.end + context))}</span>
  </q>
);

const Was = ({ highlight }: { readonly highlight: WaitingHighlight["highlight"] }) => {
  const { prefix, quote, suffix } = highlight.anchor;
  const text = `${prefix}${quote}${suffix}`;
  return <InContext text={text} span={{ start: prefix.length, end: prefix.length + quote.length }} />;
};

/** Where a highlight goes by hand: the selection, else the sentence that the keys stand on. */
export type Target = { readonly span: Span; readonly isSentence: boolean };

type Acts = {
  readonly place: (items: readonly { readonly id: HighlightId; readonly span: Span }[]) => void;
  readonly remove: (id: HighlightId) => void;
  readonly show: (span: Span) => void;
};

const Item = ({
  article,
  waiting: { highlight, proposal },
  target,
  isReadOnly,
  acts: { place, remove, show },
}: {
  readonly article: Article;
  readonly waiting: WaitingHighlight;
  readonly target: Target | null;
  readonly isReadOnly: boolean;
  readonly acts: Acts;
}) => {
  const { id, anchor } = highlight;
  const moved = proposal.kind === "moved" ? proposal : null;
  const changes = useMemo(
    () =>
      moved === null ? [] : diffWords(anchor.quote, article.text.slice(moved.span.start, moved.span.end)),
    [moved, anchor.quote, article.text],
  );
  return (
    <li>
      <p className={styles.label}>Was</p>
      <Was highlight={highlight} />
      {moved === null ? (
        <p className={styles.lost}>
          Nothing like it stands in this text. Select the passage that took its place, or walk to its sentence
          with j and k.
        </p>
      ) : (
        <>
          <p className={styles.label}>
            Now, probably ({percent(moved.score)} alike)
            <button type="button" className={styles.show} onClick={() => show(moved.span)}>
              Show in the text
            </button>
          </p>
          <InContext text={article.text} span={moved.span} />
          {changes.some(({ kind }) => kind !== "same") ? (
            <div className={styles.diff}>
              <WordChanges changes={changes} isWhole />
            </div>
          ) : null}
        </>
      )}
      {highlight.evidence.length === 0 ? null : (
        <p className={styles.holds}>Holds {count(highlight.evidence.length, "claim")}</p>
      )}
      {isReadOnly ? null : (
        <div className={styles.acts}>
          {moved === null ? null : (
            <Button tone="primary" onPress={() => place([{ id, span: moved.span }])}>
              Confirm
            </Button>
          )}
          <Button
            isDisabled={target === null}
            onPress={() => {
              if (target !== null) place([{ id, span: target.span }]);
            }}
          >
            {target?.isSentence === true ? "Place at this sentence" : "Place at the selection"}
          </Button>
          <Button tone="quiet" onPress={() => remove(id)}>
            Remove
          </Button>
        </div>
      )}
    </li>
  );
};

/**
 * Highlights of the revision before whose words changed: what each was, where it probably stands now, and the person's
 * yes. Nothing of them is lost meanwhile: they stand where they stood, in the earlier text.
 */
export const WaitingPanel = ({
  article,
  target,
  isReadOnly,
  onShow,
  onClose,
}: {
  readonly article: Article;
  readonly target: Target | null;
  readonly isReadOnly: boolean;
  readonly onShow: (span: Span) => void;
  readonly onClose: () => void;
}) => {
  const waiting = useCall("highlights", "waiting", { articleId: article.id }).data;
  const moved = (waiting ?? []).flatMap(({ highlight: { id }, proposal }) =>
    proposal.kind === "moved" ? [{ id, span: proposal.span }] : [],
  );
  const acts: Acts = {
    show: onShow,
    place: async (items) => {
      const done = await act("highlights", "place", { articleId: article.id, items: [...items] });
      if (done !== null) showUndoToast(`${count(items.length, "highlight")} placed`, done.value.edit);
    },
    remove: async (id) => {
      const done = await act("highlights", "remove", { id });
      if (done !== null) showUndoToast("Highlight removed", done.value.edit);
    },
  };
  if (waiting === undefined) return null;
  return (
    <SidePanel
      label="Highlights to place"
      title={
        waiting.length === 0 ? "All highlights are placed" : `${count(waiting.length, "highlight")} to place`
      }
      follows={waiting.length}
      onClose={onClose}
    >
      {moved.length < 2 || isReadOnly ? null : (
        <div className={styles.all}>
          <Button onPress={() => acts.place(moved)}>Confirm all {moved.length} that were found</Button>
        </div>
      )}
      <ul className={styles.items}>
        {waiting.map((one) => (
          <Item
            key={one.highlight.id}
            article={article}
            waiting={one}
            target={target}
            isReadOnly={isReadOnly}
            acts={acts}
          />
        ))}
      </ul>
    </SidePanel>
  );
};
