import { type KeyboardEvent, useId, useState } from "react";
import { type Confidence, Likelihood, likelihoodWording } from "../../shared/domain/claim";
import { Button } from "../ui/Button";
import { Segments } from "../ui/Segments";
import styles from "./JudgementPicker.module.css";

const likelihoods = Likelihood.options;
const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
const confidences = [
  { key: "low", label: "Low" },
  { key: "moderate", label: "Moderate" },
  { key: "high", label: "High" },
] as const;

/**
 * One row of ICD 203's terms, each over its range in per cent. As with credibility, arrows read and a step of
 * its own chooses, since every choice is a recorded change of judgement.
 */
const LikelihoodRow = ({
  value,
  onChange,
}: {
  readonly value: Likelihood | null;
  readonly onChange: (value: Likelihood | null) => void;
}) => {
  const id = useId();
  const [focused, setFocused] = useState<Likelihood | null>(null);
  const [hovered, setHovered] = useState<Likelihood | null>(null);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = steps[event.key];
    if (step !== undefined) {
      const next = (likelihoods.indexOf(focused ?? value ?? "almost-no-chance") + step + 7) % 7;
      event.currentTarget.querySelectorAll<HTMLElement>("[role=radio]").item(next).focus();
    } else if (event.key === "Backspace" || event.key === "Delete") onChange(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const shown = hovered ?? focused ?? value;
  return (
    <div className={styles.group}>
      <p id={`${id}label`} className={styles.label}>
        Likelihood <span className={styles.standard}>ICD 203</span>
      </p>
      <div
        role="radiogroup"
        aria-labelledby={`${id}label`}
        className={styles.row}
        onKeyDown={onKeyDown}
        onBlur={() => setFocused(null)}
        onPointerLeave={() => setHovered(null)}
      >
        {likelihoods.map((term) => (
          <button
            key={term}
            type="button"
            role="radio"
            aria-checked={value === term}
            aria-label={`${likelihoodWording[term].label}, ${likelihoodWording[term].range}`}
            tabIndex={term === (focused ?? value ?? "almost-no-chance") ? 0 : -1}
            data-selected={value === term || undefined}
            className={styles.term}
            onFocus={() => setFocused(term)}
            onPointerEnter={() => setHovered(term)}
            onClick={() => onChange(value === term ? null : term)}
          >
            {likelihoodWording[term].range.replace(" %", "")}
          </button>
        ))}
      </div>
      <p className={styles.wording} aria-hidden="true">
        {shown === null ? (
          <>
            <span>almost no chance</span>
            <span>per cent</span>
            <span>almost certain</span>
          </>
        ) : (
          <span>
            <b>{likelihoodWording[shown].label}</b> {likelihoodWording[shown].range}
          </span>
        )}
      </p>
    </div>
  );
};

/** The judgement on a claim: how likely, and apart from it how confident. Either may be left empty. */
export const JudgementPicker = ({
  likelihood,
  confidence,
  onChange,
}: {
  readonly likelihood: Likelihood | null;
  readonly confidence: Confidence | null;
  readonly onChange: (set: { likelihood?: Likelihood | null; confidence?: Confidence | null }) => void;
}) => (
  <div className={styles.picker}>
    <LikelihoodRow value={likelihood} onChange={(value) => onChange({ likelihood: value })} />
    <Segments
      label="Confidence in this judgement"
      segments={confidences}
      value={confidence}
      onChange={(value) => onChange({ confidence: value })}
    />
    {likelihood === null && confidence === null ? (
      <p className={styles.hint}>
        Both may stay empty. Likelihood is about the claim, confidence about your evidence for it.
      </p>
    ) : (
      <Button tone="quiet" onPress={() => onChange({ likelihood: null, confidence: null })}>
        Clear judgement
      </Button>
    )}
  </div>
);
