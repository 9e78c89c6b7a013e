import { type KeyboardEvent, type Ref, useId, useImperativeHandle, useRef, useState } from "react";
import { type Credibility, credibilities, credibilityWording } from "../../shared/domain/grade";
import styles from "./CredibilityPicker.module.css";

/** What a parent can do with the row: put the focus on it, on the digit that was just chosen if there is one. */
export type CredibilityHandle = { readonly focus: (chosen?: Credibility) => void };

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * The six digits in a row. Nothing is prefilled, and moving about with the arrow keys only reads the wording:
 * choosing is a step of its own (digit, Space or click), because a choice is what brings the source's letter back.
 * Enter never chooses: it ends a form, and must not change what is recorded. Choosing the same digit again, or
 * Backspace, takes the grade back.
 */
export const CredibilityPicker = ({
  value,
  onChange,
  label = "Credibility of this report",
  isLabelHidden = false,
  isAlone = false,
  onSubmit,
  ref,
}: {
  readonly value: Credibility | null;
  readonly onChange: (credibility: Credibility | null) => void;
  readonly label?: string;
  readonly isLabelHidden?: boolean;
  /** Nothing from another source stands on this side of the claim: a 1 is warned of, never refused. */
  readonly isAlone?: boolean;
  /** Enter, once a digit is chosen: the end of a form. */
  readonly onSubmit?: () => void;
  readonly ref?: Ref<CredibilityHandle>;
}) => {
  const id = useId();
  const row = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<Credibility | null>(null);
  const [hovered, setHovered] = useState<Credibility | null>(null);
  const digit = (n: Credibility) => row.current?.querySelector<HTMLElement>(`[data-digit="${n}"]`);
  useImperativeHandle(ref, () => ({ focus: (chosen) => digit(chosen ?? value ?? 1)?.focus() }));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = steps[event.key];
    const typed = credibilities.find((n) => String(n) === event.key);
    if (typed !== undefined) {
      onChange(typed);
      digit(typed)?.focus();
    } else if (step !== undefined) {
      const from = credibilities.indexOf(focused ?? value ?? 1);
      digit(credibilities[(from + step + 6) % 6] ?? 1)?.focus();
    } else if (event.key === "Backspace" || event.key === "Delete") onChange(null);
    else if (event.key === "Enter") {
      if (value !== null) onSubmit?.();
    } else return;
    // The keys have the word now, wherever the pointer was left.
    setHovered(null);
    event.preventDefault();
    event.stopPropagation();
  };

  const shown = hovered ?? focused ?? value;
  return (
    <div className={styles.picker}>
      <p id={`${id}label`} className={isLabelHidden ? "visually-hidden" : styles.label}>
        {label}
      </p>
      <div
        ref={row}
        role="radiogroup"
        aria-labelledby={`${id}label`}
        aria-describedby={`${id}wording`}
        className={styles.row}
        onKeyDown={onKeyDown}
        onBlur={() => setFocused(null)}
        onPointerLeave={() => setHovered(null)}
      >
        {credibilities.map((n) => (
          <button
            key={n}
            type="button"
            role="radio"
            aria-checked={value === n}
            aria-label={`${n}, ${credibilityWording[n].label}`}
            aria-keyshortcuts={String(n)}
            tabIndex={n === (focused ?? value ?? 1) ? 0 : -1}
            data-digit={n}
            data-selected={value === n || undefined}
            className={styles.digit}
            onFocus={() => setFocused(n)}
            onPointerEnter={() => setHovered(n)}
            onClick={() => onChange(value === n ? null : n)}
          >
            {n}
          </button>
        ))}
      </div>
      <p id={`${id}wording`} className={styles.wording}>
        {shown === null ? (
          "1 is confirmed, 5 improbable. 6 means it cannot be judged."
        ) : (
          <>
            <b>
              {shown} · {credibilityWording[shown].label}
            </b>
            : {credibilityWording[shown].meaning}
            {value === null || shown === value ? null : <b> ({value} is chosen)</b>}
          </>
        )}
      </p>
      {value === 1 && isAlone ? (
        <p role="status" className={styles.warning}>
          1 needs another independent source; this claim has none on this side yet.
        </p>
      ) : null}
      {value === null ? (
        <p className={styles.hidden}>Source grades are hidden until you have chosen</p>
      ) : null}
    </div>
  );
};
