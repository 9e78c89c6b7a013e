import type { ReactNode } from "react";
import { FieldError, Input, Label, TextArea, TextField, type TextFieldProps } from "react-aria-components";
import styles from "./Field.module.css";

/** A labelled text field, one line or several. Its error says what is wrong, under it. */
export const Field = ({
  label,
  hint,
  lines = 1,
  placeholder = "",
  ...props
}: Omit<TextFieldProps, "className" | "style" | "children"> & {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly lines?: number;
  readonly placeholder?: string;
}) => (
  <TextField {...props} className={styles.field ?? ""}>
    <Label className={styles.label ?? ""}>{label}</Label>
    {lines === 1 ? (
      <Input className={styles.input ?? ""} placeholder={placeholder} />
    ) : (
      <TextArea className={styles.input ?? ""} rows={lines} placeholder={placeholder} />
    )}
    {hint === undefined ? null : <p className={styles.hint}>{hint}</p>}
    <FieldError className={styles.error ?? ""} />
  </TextField>
);
