import { Trash2 } from "lucide-react";
import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Evidence } from "../../../shared/domain/evidence";
import { credibilities, credibilityWording, type Reliability } from "../../../shared/domain/grade";
import { stanceSign } from "../../../shared/domain/stance";
import { CredibilityPicker } from "../../parts/CredibilityPicker";
import { formatDate } from "../../parts/dates";
import { EvidenceGrade } from "../../parts/Grade";
import { StancePicker, stanceWord } from "../../parts/StancePicker";
import { useGrading } from "../../parts/use-grading";
import { Button, IconButton } from "../../ui/Button";
import { InPlace } from "../../ui/InPlace";
import { isTyping } from "../../ui/is-typing";
import { openArticle } from "../../ui-state";
import { removeEvidence, updateEvidence } from "./claim-actions";
import styles from "./EvidenceItem.module.css";
import { EvidenceRating } from "./EvidenceRating";

/**
 * One piece of evidence. It opens while the focus is in it: `1`-`6` give its credibility, and once that is given
 * `r` rates the source. Until it has a digit no letter stands beside it, and while it is being graded none
 * stands anywhere.
 */
export const EvidenceItem = ({
  evidence,
  isAlone,
}: {
  readonly evidence: Evidence;
  /** Everything on its side of the claim comes from its source. */
  readonly isAlone: boolean;
}) => {
  const item = useRef<HTMLLIElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  /** The rating form, and the letter that was typed for it. */
  const [rating, setRating] = useState<{ readonly letter: Reliability | null } | null>(null);
  const [isAsked, setIsAsked] = useState(false);
  const { id, credibility, stance } = evidence;
  useGrading(isOpen && credibility === null);
  const isRating = rating !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what opens below must not open out of sight
  useEffect(() => {
    // Under a pointer nothing may move: the click would miss what it was aimed at.
    if (isOpen && !item.current?.matches(":active")) item.current?.scrollIntoView({ block: "nearest" });
  }, [isOpen, isRating, isAsked]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const digit = credibilities.find((n) => String(n) === event.key);
    if (digit !== undefined && rating === null) {
      setIsAsked(false);
      updateEvidence(id, { credibility: digit });
    } else if (event.key === "r" && rating === null) {
      if (credibility === null) setIsAsked(true);
      else setRating({ letter: null });
    } else if (event.target !== event.currentTarget) return;
    else if (event.key === "Enter") openArticle(evidence.articleId, evidence.highlightId);
    else if (event.key === "Delete") remove();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const remove = () => {
    // The focus goes to a neighbour before this piece is gone, and with it the place on the screen.
    const piece = item.current;
    const next = piece?.nextElementSibling ?? piece?.previousElementSibling ?? piece?.closest("article");
    if (next instanceof HTMLElement) next.focus();
    void removeEvidence(evidence);
  };

  const onBlur = (event: FocusEvent) => {
    // A popover or a tooltip that hangs from here is still here; another window is not elsewhere.
    if (event.relatedTarget === null || event.currentTarget.contains(event.relatedTarget as Node)) return;
    const close = () => {
      if (item.current?.contains(document.activeElement) === true) return;
      setIsOpen(false);
      setRating(null);
      setIsAsked(false);
    };
    // Closing moves what stands below, so it waits for a click that is under way there.
    if (event.currentTarget.closest("article")?.matches(":active") === true)
      addEventListener("pointerup", () => setTimeout(close), { once: true });
    else close();
  };

  return (
    <li
      ref={item}
      className={styles.item}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a piece of evidence takes keys of its own
      tabIndex={0}
      data-evidence={id}
      data-open={isOpen || undefined}
      aria-label={nameOf(evidence)}
      onFocus={() => setIsOpen(true)}
      onBlur={onBlur}
      onKeyDown={onKeyDown}
    >
      <header className={styles.head}>
        <span className={styles.stance} data-stance={stance}>
          <span className={styles.sign} aria-hidden="true">
            {stanceSign[stance]}
          </span>
          {stanceWord[stance]}
        </span>
        {credibility === null ? (
          <span className={styles.ungraded}>not graded</span>
        ) : (
          <EvidenceGrade
            reliability={evidence.rating?.reliability ?? null}
            credibility={credibility}
            isOverride={evidence.rating?.isOverride ?? false}
          />
        )}
      </header>
      <blockquote className={styles.quote}>
        <bdi>{quoted(evidence.quote)}</bdi>
      </blockquote>
      <p className={styles.from} title={evidence.articleTitle}>
        <bdi>{evidence.sourceName ?? "No source"}</bdi>, {formatDate(evidence.publishedOn)}
        <span aria-hidden="true"> · </span>
        <button
          type="button"
          className={styles.jump}
          aria-label={`Open in text: ${evidence.articleTitle}`}
          onClick={() => openArticle(evidence.articleId, evidence.highlightId)}
        >
          open in text
        </button>
      </p>
      {isOpen || evidence.note !== "" ? (
        <InPlace
          label="Note on this evidence"
          isLabelHidden
          isMultiline
          placeholder="Add a note"
          value={evidence.note}
          onCommit={(note) => updateEvidence(id, { note })}
        />
      ) : null}
      {isOpen ? (
        <div className={styles.controls}>
          <StancePicker
            isLabelHidden
            value={stance}
            onChange={(next) => updateEvidence(id, { stance: next })}
          />
          <CredibilityPicker
            value={credibility}
            isAlone={isAlone}
            onChange={(next) => updateEvidence(id, { credibility: next })}
          />
          {isAsked && credibility === null ? (
            <p role="status" className={styles.warning}>
              Choose the credibility first: 1 to 6. Then r rates the source.
            </p>
          ) : null}
          {rating === null ? null : (
            <EvidenceRating
              evidence={evidence}
              letter={rating.letter}
              onDone={() => {
                setRating(null);
                item.current?.focus();
              }}
            />
          )}
          <div className={styles.actions}>
            {credibility === null || rating !== null ? null : (
              <Button tone="quiet" keys="r" onPress={() => setRating({ letter: null })}>
                Rate the source
              </Button>
            )}
            <span className={styles.grow} />
            <IconButton label="Take off this claim" keys="Del" onPress={() => remove()}>
              <Trash2 size={16} strokeWidth={1.6} aria-hidden="true" />
            </IconButton>
          </div>
        </div>
      ) : null}
    </li>
  );
};

/** In quotation marks, unless it brings its own: two pairs side by side say nothing. */
const quoted = (quote: string): string => (/[“”„«»]/u.test(quote) ? quote : `“${quote}”`);

const nameOf = (evidence: Evidence): string => {
  const from = `${evidence.sourceName ?? "no source"}, ${formatDate(evidence.publishedOn)}`;
  const grade =
    evidence.credibility === null
      ? "Not graded: press 1 to 6."
      : `Credibility ${evidence.credibility}, ${credibilityWording[evidence.credibility].label}. Press r to rate the source.`;
  return `${stanceWord[evidence.stance]}: “${evidence.quote}”. ${from}. ${grade}`;
};
