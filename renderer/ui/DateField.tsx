import { useId, useState } from "react";
import fieldStyles from "./Field.module.css";
import { readDate, writeDate } from "./read-date";

/**
 * A calendar date in words that cannot be misread ("19 Apr 2024"), where the system's own field would show
 * 04/05/2024. What cannot be read is said when the field is left; it is never guessed at and never thrown away.
 */
export const DateField = ({
  label,
  isLabelHidden = false,
  value,
  onChange,
  near = null,
  placeholder = "e.g. 19 Apr 2024",
}: {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly value: string | null;
  readonly onChange: (date: string | null) => void;
  /** Where the year comes from when none is typed. */
  readonly near?: string | null;
  readonly placeholder?: string;
}) => {
  const id = useId();
  /** What is being typed, or what could not be read; null while the field shows its value. */
  const [typed, setTyped] = useState<string | null>(null);
  const [isLeft, setIsLeft] = useState(false);
  const [known, setKnown] = useState(value);
  // A value that came from elsewhere replaces what stands here; what is being typed is its own value.
  if (known !== value) {
    setKnown(value);
    if (typed !== null && value !== null && readDate(typed, near) !== value) setTyped(null);
  }
  const isUnread = isLeft && typed !== null;
  return (
    <div className={fieldStyles.field}>
      <label htmlFor={id} className={isLabelHidden ? "visually-hidden" : fieldStyles.label}>
        {label}
      </label>
      <input
        id={id}
        className={fieldStyles.input}
        placeholder={placeholder}
        autoComplete="off"
        maxLength={40}
        aria-invalid={isUnread}
        aria-describedby={isUnread ? `${id}error` : undefined}
        data-invalid={isUnread || undefined}
        value={typed ?? (value === null ? "" : writeDate(value))}
        onFocus={() => setIsLeft(false)}
        onChange={(event) => {
          setTyped(event.target.value);
          const date = readDate(event.target.value, near);
          if (date !== null || event.target.value.trim() === "") onChange(date);
        }}
        onBlur={() => {
          setIsLeft(true);
          if (typed !== null && (typed.trim() === "" || readDate(typed, near) !== null)) setTyped(null);
        }}
      />
      {isUnread ? (
        <p id={`${id}error`} role="alert" className={fieldStyles.error}>
          Write the date as 19 Apr 2024 or 2024-04-19.
        </p>
      ) : null}
    </div>
  );
};
