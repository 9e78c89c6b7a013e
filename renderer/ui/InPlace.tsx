import { type KeyboardEvent, useState } from "react";
import { Label, TextArea, TextField } from "react-aria-components";
import fieldStyles from "./Field.module.css";
import styles from "./InPlace.module.css";

type Props = {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly value: string;
  /** The new text, trimmed and different from `value`. */
  readonly onCommit: (value: string) => void;
  readonly placeholder?: string;
  /** One line wraps but has no line breaks: Enter commits. */
  readonly isMultiline?: boolean;
  /** Emptied, it goes back to what it was. */
  readonly isRequired?: boolean;
  readonly isReadOnly?: boolean;
  readonly maxLength?: number;
  readonly look?: "text" | "title";
  readonly autoFocus?: boolean;
  /** Editing ended: written, unchanged or given up. */
  readonly onEnd?: () => void;
};

/**
 * Text that is edited where it stands: it looks like text until it is pointed at. Leaving it writes, Enter too
 * (Ctrl+Enter where there can be several lines), Escape goes back.
 */
export const InPlace = ({ value, onCommit, isMultiline = false, isRequired = false, ...props }: Props) => {
  const [draft, setDraft] = useState<string | null>(null);
  const [known, setKnown] = useState(value);
  // The draft stays in sight until the written value comes back, so that the old text never flashes up.
  if (known !== value) {
    setKnown(value);
    setDraft(null);
  }
  const commit = () => {
    props.onEnd?.();
    if (draft === null) return;
    const next = draft.trim();
    if (next === value || (isRequired && next === "")) return setDraft(null);
    onCommit(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const field = event.currentTarget;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      setDraft(null);
      // Blur after the draft is gone, or leaving would write it.
      setTimeout(() => field.blur());
    }
    if (event.key === "Enter" && (!isMultiline || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      field.blur();
    }
  };
  return (
    <TextField
      className={fieldStyles.field ?? ""}
      value={draft ?? value}
      onChange={(text) => setDraft(isMultiline ? text : text.replace(/\s*\n\s*/gu, " "))}
      isReadOnly={props.isReadOnly ?? false}
      maxLength={props.maxLength ?? 20_000}
      autoFocus={props.autoFocus ?? false}
      {...(props.isLabelHidden === true ? { "aria-label": props.label } : {})}
    >
      {props.isLabelHidden === true ? null : <Label className={fieldStyles.label ?? ""}>{props.label}</Label>}
      <TextArea
        className={styles.text ?? ""}
        data-look={props.look ?? "text"}
        rows={1}
        placeholder={props.placeholder ?? ""}
        onBlur={commit}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          if (props.autoFocus === true) event.currentTarget.select();
        }}
      />
    </TextField>
  );
};
