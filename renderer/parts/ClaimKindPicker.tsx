import type { ClaimKind } from "../../shared/domain/claim";
import { Segments } from "../ui/Segments";

const segments = [
  { key: "fact", label: "Fact" },
  { key: "estimate", label: "Estimate" },
  { key: "opinion", label: "Opinion" },
  { key: "forecast", label: "Forecast" },
] as const;

/** What sort of thing a claim says. */
export const ClaimKindPicker = ({
  value,
  onChange,
  label = "Kind of claim",
  isLabelHidden = false,
}: {
  /** Null until it is said: which of the four it is, is a judgement. */
  readonly value: ClaimKind | null;
  readonly onChange: (kind: ClaimKind) => void;
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
