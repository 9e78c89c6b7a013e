import { type Stance, stanceSign } from "../../shared/domain/stance";
import { Segments } from "../ui/Segments";

/** Each stance as a word that says what the evidence does. */
export const stanceWord: Readonly<Record<Stance, string>> = {
  supports: "supports",
  contradicts: "contradicts",
  context: "context",
};

const segments = (["supports", "contradicts", "context"] as const).map((key) => ({
  key,
  label: `${stanceWord[key].charAt(0).toUpperCase()}${stanceWord[key].slice(1)}`,
  sign: stanceSign[key],
}));

/** How a passage bears on its claim: sign and word together. */
export const StancePicker = ({
  value,
  onChange,
  label = "Stance",
  isLabelHidden = false,
}: {
  readonly value: Stance | null;
  readonly onChange: (stance: Stance) => void;
  readonly label?: string;
  readonly isLabelHidden?: boolean;
}) => (
  <Segments
    label={label}
    isLabelHidden={isLabelHidden}
    segments={segments}
    value={value}
    onChange={onChange}
  />
);
