import { Label, Radio, RadioGroup } from "react-aria-components";
import fieldStyles from "./Field.module.css";
import styles from "./Segments.module.css";

export type Segment<K extends string> = {
  readonly key: K;
  readonly label: string;
  /** A sign before the word, for the eye alone. */
  readonly sign?: string;
};

/** Chooses one of two to five values that all stay in sight. Arrow keys move the choice. */
export const Segments = <K extends string>({
  label,
  isLabelHidden = false,
  segments,
  value,
  onChange,
}: {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly segments: readonly Segment<K>[];
  readonly value: K | null;
  readonly onChange: (value: K) => void;
}) => (
  <RadioGroup
    className={fieldStyles.field ?? ""}
    orientation="horizontal"
    value={value}
    onChange={(key) => {
      const segment = segments.find((candidate) => candidate.key === key);
      if (segment !== undefined) onChange(segment.key);
    }}
    {...(isLabelHidden ? { "aria-label": label } : {})}
  >
    {isLabelHidden ? null : <Label className={fieldStyles.label ?? ""}>{label}</Label>}
    <div className={styles.row}>
      {segments.map((segment) => (
        <Radio key={segment.key} value={segment.key} className={styles.segment ?? ""}>
          {segment.sign === undefined ? null : (
            <span className={styles.sign} aria-hidden="true">
              {segment.sign}
            </span>
          )}
          {segment.label}
        </Radio>
      ))}
    </div>
  </RadioGroup>
);
