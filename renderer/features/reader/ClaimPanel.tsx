import { X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { credibilities } from "../../../shared/domain/grade";
import type { ArticleId } from "../../../shared/ids";
import { AsserterPicker } from "../../parts/AsserterPicker";
import { ClaimKindPicker } from "../../parts/ClaimKindPicker";
import { type CredibilityHandle, CredibilityPicker } from "../../parts/CredibilityPicker";
import { StancePicker } from "../../parts/StancePicker";
import { useGrading } from "../../parts/use-grading";
import { useCall } from "../../query";
import { Button, IconButton } from "../../ui/Button";
import { DateField } from "../../ui/DateField";
import { isTyping } from "../../ui/is-typing";
import { ClaimDateProposals } from "./ClaimDateProposals";
import styles from "./ClaimPanel.module.css";
import { ClaimSimilar } from "./ClaimSimilar";
import { ClaimTags } from "./ClaimTags";
import { type ClaimDraft, useClaimDraft } from "./claim-draft";
import { type ClaimPassage, type RecordedClaim, recordClaim } from "./claim-record";

type Props = {
  readonly article: {
    readonly id: ArticleId;
    readonly title: string;
    readonly text: string;
    readonly publishedOn: string | null;
    readonly language: string;
  };
  readonly passage: ClaimPassage;
  readonly quote: string;
  readonly onDone: (result: RecordedClaim) => void;
  readonly onCancel: () => void;
};

/**
 * The card in the margin that records a claim from a passage, or adds the passage to a claim that exists.
 * Fast by keyboard: the statement has the focus; Enter goes to the credibility; 1-6; Enter or Ctrl+Enter records.
 */
export const ClaimPanel = ({ article, passage, quote, onDone, onCancel }: Props) => {
  const id = useId();
  const span = "span" in passage ? passage.span : spanOf(article.text, quote);
  const projectId = useCall("project", "get", undefined).data?.id;
  const place = "highlightId" in passage ? passage.highlightId : `${passage.span.start}-${passage.span.end}`;
  const passageKey = [projectId, article.id, place].join(":");
  const { draft, set, forget } = useClaimDraft(passageKey, quote);
  const [isRecording, setIsRecording] = useState(false);
  const [problem, setProblem] = useState("");
  const root = useRef<HTMLElement>(null);
  const credibility = useRef<CredibilityHandle>(null);
  useGrading(draft.credibility === null);
  const intoId = draft.into?.id;
  useEffect(() => {
    // The button that chose the claim is gone; the stance is the next thing to say about it.
    if (intoId !== undefined) root.current?.querySelector<HTMLElement>("input[type=radio]:checked")?.focus();
  }, [intoId]);

  const record = async () => {
    if (isRecording) return;
    if (draft.into === null && draft.statement.trim() === "") {
      setProblem("A claim needs a statement. Say in your words what is claimed.");
      root.current?.querySelector("textarea")?.focus();
      return;
    }
    setIsRecording(true);
    const recorded = await recordClaim(article.id, passage, draft);
    setIsRecording(false);
    if (recorded === null) return;
    forget();
    onDone(recorded);
  };

  /* In the capture phase, since widgets keep Enter for themselves. */
  const onKeyDownCapture = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !isWithin(root.current, event)) return;
    event.preventDefault();
    event.stopPropagation();
    void record();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // The reader's single keys (j, h, 1-9 ...) are not for somebody who is in this card.
    event.stopPropagation();
    const digit = credibilities.find((n) => String(n) === event.key);
    if (digit !== undefined && !isTyping(event.target) && isWithin(root.current, event)) {
      set({ credibility: digit });
      credibility.current?.focus();
    }
    if (event.key !== "Escape" || event.defaultPrevented || !isWithin(root.current, event)) return;
    event.preventDefault();
    onCancel();
  };

  return (
    <section
      ref={root}
      className={styles.panel}
      aria-labelledby={`${id}title`}
      onKeyDownCapture={onKeyDownCapture}
      onKeyDown={onKeyDown}
    >
      <header className={styles.head}>
        <h2 id={`${id}title`} className={styles.badge}>
          {draft.into === null ? "New claim" : "New evidence"}
        </h2>
        <IconButton label="Cancel" keys="Esc" onPress={onCancel}>
          <X size={16} strokeWidth={1.6} aria-hidden="true" />
        </IconButton>
      </header>
      {draft.into === null ? (
        <ClaimFields
          articleSpan={{
            text: article.text,
            publishedOn: article.publishedOn,
            language: article.language,
            ...span,
          }}
          draft={draft}
          set={(change) => {
            setProblem("");
            set(change);
          }}
          problem={problem}
          onNext={() => credibility.current?.focus()}
        />
      ) : (
        <div className={styles.into}>
          <p className={styles.intoLabel}>Add this passage as evidence to</p>
          <p className={styles.intoStatement}>
            <bdi>{draft.into.statement}</bdi>
          </p>
          <Button tone="quiet" onPress={() => set({ into: null })}>
            Make a new claim instead
          </Button>
        </div>
      )}
      <StancePicker
        label="This passage"
        isLabelHidden
        value={draft.stance}
        onChange={(stance) => set({ stance })}
      />
      <CredibilityPicker
        ref={credibility}
        value={draft.credibility}
        onChange={(value) => set({ credibility: value })}
        onSubmit={() => void record()}
      />
      <footer className={styles.foot}>
        <Button tone="primary" keys="Ctrl ↵" isDisabled={isRecording} onPress={() => void record()}>
          {draft.into === null ? "Record claim" : "Add evidence"}
        </Button>
        {draft.credibility === null ? <span className={styles.ungraded}>without a grade</span> : null}
      </footer>
    </section>
  );
};

/** True when the key was pressed in the card itself and not in a list or palette that hangs from it. */
const isWithin = (root: HTMLElement | null, event: KeyboardEvent) =>
  root?.contains(event.target as Node) ?? false;

/** A field with its label beside it; the label is for the eye, the field names itself. */
const Row = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div className={styles.row} data-field>
    <span className={styles.rowLabel} aria-hidden="true">
      {label}
    </span>
    <div className={styles.rowField}>{children}</div>
  </div>
);

const spanOf = (text: string, quote: string) => {
  const start = Math.max(0, text.indexOf(quote));
  return { start, end: start + quote.length };
};

const ClaimFields = ({
  articleSpan,
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
  readonly draft: ClaimDraft;
  readonly set: (change: Partial<ClaimDraft>) => void;
  readonly problem: string;
  readonly onNext: () => void;
}) => {
  const id = useId();
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
          aria-invalid={problem !== ""}
          aria-describedby={problem === "" ? undefined : `${id}problem`}
          onChange={(event) => set({ statement: event.target.value.replaceAll("\n", " ") })}
          onKeyDown={(event) => {
            // A statement is one sentence, so Enter goes on to the grade.
            if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
            event.preventDefault();
            onNext();
          }}
        />
        {problem === "" ? null : (
          <p id={`${id}problem`} role="alert" className={styles.problem}>
            {problem}
          </p>
        )}
      </div>
      <ClaimSimilar statement={draft.statement} onChoose={(claim) => set({ into: claim })} />
      <ClaimKindPicker isLabelHidden value={draft.kind} onChange={(kind) => set({ kind })} />
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
