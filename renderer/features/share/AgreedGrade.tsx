import { useState } from "react";
import type { AgreedVersion, Disagreement } from "../../../shared/domain/agreement";
import {
  type Credibility,
  type Reliability,
  reliabilities,
  reliabilityWording,
} from "../../../shared/domain/grade";
import { CredibilityPicker } from "../../parts/CredibilityPicker";
import { ReliabilityMark } from "../../parts/Grade";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import styles from "./Adjudication.module.css";
import { takeSide } from "./adjudicate";

/** The agreed version of a grade: the passage of the first who marked one, with this grade. */
const versionOf = (disagreement: Disagreement): AgreedVersion => {
  const side = disagreement.sides.find(({ span }) => span !== null) ?? disagreement.sides[0];
  return side === undefined
    ? { id: disagreement.id, span: null, tagIds: [] }
    : { id: disagreement.id, span: side.span, tagIds: takeSide(disagreement, side).tagIds };
};

/** The agreed digit or letter: one of those that were given, or another. */
export const AgreedGrade = ({
  disagreement,
  onSettle,
}: {
  readonly disagreement: Disagreement;
  readonly onSettle: (version: AgreedVersion) => void;
}) => {
  const [reason, setReason] = useState("");
  const base = versionOf(disagreement);
  if (disagreement.kind === "credibility")
    return (
      <section className={styles.adjust} aria-label="Agreed version">
        <CredibilityPicker
          label="Agreed credibility"
          value={null}
          onChange={(credibility: Credibility | null) => {
            if (credibility !== null) onSettle({ ...base, credibility });
          }}
        />
      </section>
    );
  return (
    <section className={styles.adjust} aria-label="Agreed version">
      <Field label="Why this letter (optional)" value={reason} onChange={setReason} maxLength={2000} />
      <p className={styles.quiet} id="agreed-letter">
        Agreed reliability
      </p>
      <div className={styles.letters} role="group" aria-labelledby="agreed-letter">
        {reliabilities.map((reliability: Reliability) => (
          <Button
            key={reliability}
            icon={<ReliabilityMark reliability={reliability} />}
            aria-label={`${reliability}, ${reliabilityWording[reliability].label}`}
            data-key={reliability.toLowerCase()}
            onPress={() =>
              onSettle({ ...base, reliability, ...(reason.trim() === "" ? {} : { reason: reason.trim() }) })
            }
          >
            {reliabilityWording[reliability].label}
          </Button>
        ))}
      </div>
    </section>
  );
};
