import { X } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { ClaimDraft } from "../../../shared/domain/claim-draft";
import { credibilities } from "../../../shared/domain/grade";
import type { ArticleId, ClaimId } from "../../../shared/ids";
import { type CredibilityHandle, CredibilityPicker } from "../../parts/CredibilityPicker";
import { standsAlone } from "../../parts/independence";
import { StancePicker } from "../../parts/StancePicker";
import { useGrading } from "../../parts/use-grading";
import { useCall } from "../../query";
import { Button, IconButton } from "../../ui/Button";
import { isTyping } from "../../ui/is-typing";
import { Asked, ClaimFields } from "./ClaimFields";
import styles from "./ClaimPanel.module.css";
import { type DraftProblem, finish, goingInto } from "./claim-draft";
import { type ClaimPassage, type RecordedClaim, recordClaim } from "./claim-record";
import { useClaimDraft } from "./use-claim-draft";

type Props = {
  readonly article: {
    readonly id: ArticleId;
    readonly title: string;
    readonly text: string;
    readonly sourceName: string | null;
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
 * Fast by keyboard: the statement has the focus; Enter goes on to the kind (arrows or Space) and to the credibility;
 * 1-6, from anywhere but a field; Enter there, or Ctrl+Enter anywhere, records. What is missing is asked in place.
 */
export const ClaimPanel = ({ article, passage, quote, onDone, onCancel }: Props) => {
  const id = useId();
  const span = "span" in passage ? passage.span : spanOf(article.text, quote);
  const projectId = useCall("project", "get", undefined).data?.id;
  const place = "highlightId" in passage ? passage.highlightId : `${passage.span.start}-${passage.span.end}`;
  const passageKey = [projectId, article.id, place].join(":");
  const { draft, set: setDraft, forget } = useClaimDraft(passageKey, quote);
  const [isRecording, setIsRecording] = useState(false);
  const [problem, setProblem] = useState<DraftProblem | null>(null);
  const root = useRef<HTMLElement>(null);
  const credibility = useRef<CredibilityHandle>(null);
  useGrading(draft.credibility === null);
  const set = (change: Partial<ClaimDraft>) => {
    setProblem(null);
    setDraft(change);
  };
  const isAlone = useIsAlone(article, draft);
  const intoId = draft.into?.id;
  useEffect(() => {
    // The button that chose the claim is gone; the stance is the next thing to say about it.
    if (intoId !== undefined) focusGroup(root.current, "stance");
  }, [intoId]);

  const record = async () => {
    if (isRecording) return;
    const end = finish(draft);
    if ("problem" in end) {
      setProblem(end.problem);
      if (end.problem.field === "statement") root.current?.querySelector("textarea")?.focus();
      else focusGroup(root.current, end.problem.field);
      return;
    }
    setIsRecording(true);
    const recorded = await recordClaim(article.id, passage, end.finished);
    setIsRecording(false);
    if (!recorded.ok) {
      const { message, advice, incident } = recorded.error;
      const about = incident === undefined ? undefined : `Incident ${incident}.`;
      const text = [message, advice, about].filter((part) => part !== undefined).join(" ");
      setProblem({ field: "recording", text });
      return;
    }
    forget();
    onDone(recorded.value);
  };
  /** From the statement to what is still to be said. */
  const goOn = () => {
    if (draft.into === null && draft.kind === null) focusGroup(root.current, "kind");
    else credibility.current?.focus();
  };

  /* In the capture phase, since widgets keep Enter for themselves. */
  const onKeyDownCapture = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !isWithin(root.current, event)) return;
    const isEnd = event.ctrlKey || event.metaKey;
    if (!isEnd && !isRadio(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    if (isEnd) void record();
    else credibility.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // The reader's single keys (j, h, 1-9 ...) are not for somebody who is in this card.
    event.stopPropagation();
    const digit = credibilities.find((n) => String(n) === event.key);
    if (digit !== undefined && !isTyping(event.target) && isWithin(root.current, event)) {
      set({ credibility: digit });
      credibility.current?.focus(digit);
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
          articleId={article.id}
          passage={passage}
          draft={draft}
          set={set}
          problem={problem}
          onNext={goOn}
        />
      ) : (
        <div className={styles.into}>
          <p className={styles.intoLabel}>Add this passage as evidence to</p>
          <p className={styles.intoStatement}>
            <bdi>{draft.into.statement}</bdi>
          </p>
          <Button tone="quiet" onPress={() => set(goingInto(null))}>
            Make a new claim instead
          </Button>
        </div>
      )}
      <Asked field="stance" problem={problem}>
        <StancePicker
          label="This passage"
          isLabelHidden
          value={draft.stance}
          onChange={(stance) => set({ stance })}
        />
      </Asked>
      <CredibilityPicker
        ref={credibility}
        value={draft.credibility}
        isAlone={isAlone}
        onChange={(value) => set({ credibility: value })}
        onSubmit={() => void record()}
      />
      {problem?.field === "recording" ? (
        <p role="alert" className={styles.problem}>
          {problem.text}
        </p>
      ) : null}
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

const isRadio = (target: EventTarget) => target instanceof HTMLInputElement && target.type === "radio";

/** Puts the focus on what is chosen in a group, else on its first choice, without choosing it. */
const focusGroup = (root: HTMLElement | null, field: DraftProblem["field"]) => {
  const group = root?.querySelector(`[data-ask="${field}"]`);
  const radio = group?.querySelector<HTMLElement>("input:checked") ?? group?.querySelector("input");
  radio?.focus();
};

/** Asked for by nobody: the call waits while no claim is chosen. */
const noClaim = { id: "" as ClaimId };

/** True when the passage would have no other source beside it on its side of the claim; so always for a new one. */
const useIsAlone = (article: Props["article"], { into, stance }: ClaimDraft): boolean => {
  const input = into === null ? noClaim : { id: into.id };
  const claim = useCall("claims", "get", input, { isEnabled: into !== null }).data;
  if (into === null) return true;
  if (stance === null || claim === undefined) return false;
  return standsAlone({ stance, sourceName: article.sourceName, articleId: article.id }, claim.evidence);
};

const spanOf = (text: string, quote: string) => {
  const start = Math.max(0, text.indexOf(quote));
  return { start, end: start + quote.length };
};
