import { ChevronDown } from "lucide-react";
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from "react-aria-components";
import fieldStyles from "./Field.module.css";
import styles from "./Picker.module.css";

export type Choice<K extends string> = { readonly key: K; readonly label: string; readonly detail?: string };

/** Chooses one of a few known values from a list. */
export const Picker = <K extends string>({
  label,
  isLabelHidden = false,
  choices,
  value,
  onChange,
  placeholder = "Choose",
}: {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly choices: readonly Choice<K>[];
  readonly value: K | null;
  readonly onChange: (value: K) => void;
  readonly placeholder?: string;
}) => (
  <Select
    className={fieldStyles.field ?? ""}
    value={value}
    onChange={(key) => {
      const choice = choices.find((candidate) => candidate.key === key);
      if (choice !== undefined) onChange(choice.key);
    }}
    placeholder={placeholder}
    {...(isLabelHidden ? { "aria-label": label } : {})}
  >
    {isLabelHidden ? null : <Label className={fieldStyles.label ?? ""}>{label}</Label>}
    <Button className={styles.button ?? ""}>
      {/* The label alone: of the whole line in the list its detail would run on without a space. */}
      <SelectValue className={styles.value ?? ""}>
        {({ isPlaceholder, selectedText, defaultChildren }) =>
          isPlaceholder ? defaultChildren : selectedText
        }
      </SelectValue>
      <ChevronDown size={14} strokeWidth={1.6} aria-hidden="true" />
    </Button>
    <Popover className={styles.popover ?? ""}>
      <ListBox items={choices.map((choice) => ({ ...choice, id: choice.key }))}>
        {(choice) => (
          <ListBoxItem id={choice.id} textValue={choice.label} className={styles.item ?? ""}>
            <span>{choice.label}</span>
            {choice.detail === undefined ? null : <span className={styles.detail}>{choice.detail}</span>}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  </Select>
);
