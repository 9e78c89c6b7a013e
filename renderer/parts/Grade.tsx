import {
  type Credibility,
  credibilityWording,
  type Reliability,
  reliabilityWording,
} from "../../shared/domain/grade";
import styles from "./Grade.module.css";
import { useIsGrading } from "./use-grading";

/**
 * A source's letter in its square, hatched out while evidence is being graded. F is an empty dashed square;
 * no rating shows nothing but its name to a screen reader.
 */
export const ReliabilityMark = ({
  reliability,
  isOverride = false,
}: {
  readonly reliability: Reliability | null;
  readonly isOverride?: boolean;
}) => {
  const isHidden = useIsGrading();
  if (isHidden)
    return (
      <span className={styles.letter} data-letter="hidden" title="Hidden until a credibility is chosen">
        <span className="visually-hidden">Reliability hidden until a credibility is chosen</span>
      </span>
    );
  if (reliability === null)
    return (
      <span className={styles.letter} data-letter="none" title="Not rated">
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">Reliability not rated</span>
      </span>
    );
  const { label } = reliabilityWording[reliability];
  const name = `${reliability}: ${label}${isOverride ? ", for this article" : ""}`;
  return (
    <span
      className={styles.letter}
      data-letter={reliability}
      data-override={isOverride || undefined}
      title={name}
    >
      <span aria-hidden="true">{reliability}</span>
      <span className="visually-hidden">Reliability {name}</span>
    </span>
  );
};

/** The digit, plain and bold; a dash when it has not been given. */
const CredibilityMark = ({ credibility }: { readonly credibility: Credibility | null }) => {
  const name =
    credibility === null
      ? "Credibility not given"
      : `Credibility ${credibility}: ${credibilityWording[credibility].label}`;
  return (
    <span className={styles.digit} title={name}>
      <span aria-hidden="true">{credibility ?? "–"}</span>
      <span className="visually-hidden">{name}</span>
    </span>
  );
};

/** The grade of one piece of evidence, together: letter and digit. */
export const EvidenceGrade = ({
  reliability,
  credibility,
  isOverride = false,
}: {
  readonly reliability: Reliability | null;
  readonly credibility: Credibility | null;
  readonly isOverride?: boolean;
}) => (
  <span className={styles.grade}>
    <ReliabilityMark reliability={reliability} isOverride={isOverride} />
    <CredibilityMark credibility={credibility} />
  </span>
);
