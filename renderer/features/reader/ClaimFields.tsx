import { type ReactNode, useEffect, useId, useRef } from "react";
import type { ClaimDraft } from "../../../shared/domain/claim-draft";
import type { ArticleId } from "../../../shared/ids";
import { AsserterPicker } from "../../parts/AsserterPicker";
import { ClaimKindPicker } from "../../parts/ClaimKindPicker";
import { DateField } from "../../ui/DateField";
import { ClaimDateProposals } from "./ClaimDateProposals";
import styles from "./ClaimPanel.module.css";
import { ClaimSimilar } from "./ClaimSimilar";
import { ClaimTags } from "./ClaimTags";
import { type DraftProblem, goingInto } from "./claim-draft";
import type { ClaimPassage } from "./claim-record";

/** A field with its label beside it; the label is for the eye, the field names itself. */
const Row = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div className={styles.row} data-field>
    <span className={styles.rowLabel} aria-hidden="true">
      {label}
    </span>
    <div className={styles.rowField}>{children}</div>
  </div>
);

/** A group of the panel that may have to be asked for; what is asked stands under it. */
export const Asked = ({
  field,
  problem,
  children,
}: {
  readonly field: DraftProblem["field"];
  readonly problem: DraftProblem | null;
  readonly children: ReactNode;
}) => (
  <div className={styles.asked} data-ask={field}>
    {children}
    {problem?.field === field ? (
      <p role="alert" className={styles.problem}>
        {problem.text}
      </p>
    ) : null}
  </div>
);

/** What a new claim says: statement, kind, asserter, event date and tags. */
export const ClaimFields = ({
  articleSpan,
  articleId,
  passage,
  draft,
  set,
  problem,
  onNext,
}: {
  readonly articleSpan: {
    readonly text: string;
    readonly publishedOn: string | null;
    readonly language: string;
    readonly start: number;
    readonly end: number;
  };
  readonly articleId: ArticleId;
  readonly passage: ClaimPassage;
  readonly draft: ClaimDraft;
  readonly set: (change: Partial<ClaimDraft>) => void;
  readonly problem: DraftProblem | null;
  readonly onNext: () => void;
}) => {
  const id = useId();
  const isUnsaid = problem?.field === "statement";
  const statement = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    statement.current?.focus({ preventScroll: true });
    statement.current?.select();
  }, []);
  return (
    <>
      <div className={styles.statementField}>
        <label htmlFor={id} className="visually-hidden">
          Statement, in your words
        </label>
        <textarea
          ref={statement}
          id={id}
          className={styles.statement}
          dir="auto"
          rows={2}
          maxLength={10_000}
          placeholder="What is claimed, in your words"
          value={draft.statement}
          aria-invalid={isUnsaid}
          aria-describedby={isUnsaid ? `${id}problem` : undefined}
          onChange={(event) => set({ statement: event.target.value.replaceAll("\n", " ") })}
          onKeyDown={(event) => {
            // A statement is one sentence, so Enter goes on.
            if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
            event.preventDefault();
            onNext();
          }}
        />
        {isUnsaid ? (
          <p id={`${id}problem`} role="alert" className={styles.problem}>
            {problem.text}
          </p>
        ) : null}
      </div>
      <ClaimSimilar
        statement={draft.statement}
        articleId={articleId}
        passage={passage}
        onChoose={(claim) => set(goingInto(claim))}
      />
      <Asked field="kind" problem={problem}>
        <ClaimKindPicker isLabelHidden value={draft.kind} onChange={(kind) => set({ kind })} />
      </Asked>
      <Row label="Asserter">
        <AsserterPicker isLabelHidden value={draft.asserter} onChange={(asserter) => set({ asserter })} />
      </Row>
      <Row label="Event date">
        <DateField
          label="Event date"
          isLabelHidden
          near={articleSpan.publishedOn}
          placeholder="e.g. 19 Apr 2024"
          value={draft.eventDate}
          onChange={(eventDate) => set({ eventDate })}
        />
        <ClaimDateProposals
          passage={articleSpan}
          accepted={draft.eventDate}
          onAccept={(eventDate) => set({ eventDate })}
        />
      </Row>
      <Row label="Tags">
        <ClaimTags
          tagIds={draft.tagIds}
          onToggle={(tagId, isOn) =>
            set({
              tagIds: isOn
                ? [...draft.tagIds.filter((other) => other !== tagId), tagId]
                : draft.tagIds.filter((other) => other !== tagId),
            })
          }
        />
      </Row>
    </>
  );
};
