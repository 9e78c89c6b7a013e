import { ChevronDown } from "lucide-react";
import { useMemo, useState } from "react";
import {
  Button,
  ComboBox,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListLayout,
  Popover,
  Virtualizer,
} from "react-aria-components";
import fieldStyles from "./Field.module.css";
import pickerStyles from "./Picker.module.css";
import styles from "./Suggest.module.css";

export type Suggestion<K extends string> = {
  readonly key: K;
  readonly label: string;
  /** Quiet words behind the label. */
  readonly detail?: string;
};

/** No key of the caller's can be this: it has a space. */
const createKey = "create new";

/**
 * Chooses one of many by typing a part of its name; an emptied field chooses nothing (null).
 * With `onCreate` the list ends in a row that makes what was typed.
 */
export const Suggest = <K extends string>({
  label,
  isLabelHidden = false,
  suggestions,
  value,
  onChange,
  onCreate,
  placeholder = "",
  noun,
  autoFocus = false,
}: {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly suggestions: readonly Suggestion<K>[];
  readonly value: K | null;
  readonly onChange: (value: K | null) => void;
  readonly onCreate?: (name: string) => void;
  readonly placeholder?: string;
  /** What one of them is called: "source". */
  readonly noun: string;
  readonly autoFocus?: boolean;
}) => {
  const [typed, setTyped] = useState("");
  const name = typed.trim();
  const items = useMemo(() => {
    const known = suggestions.map((one) => ({
      id: one.key as string,
      label: one.label,
      detail: one.detail ?? "",
    }));
    const isKnown = known.some((one) => one.label.toLowerCase() === name.toLowerCase());
    return onCreate === undefined || name === "" || isKnown
      ? known
      : [...known, { id: createKey, label: `New ${noun} “${name}”`, detail: "" }];
  }, [suggestions, name, noun, onCreate]);

  return (
    <ComboBox
      className={fieldStyles.field ?? ""}
      defaultItems={items}
      value={value}
      onChange={(key) => {
        if (key === createKey) return onCreate?.(name);
        if (key === null) return value === null ? undefined : onChange(null);
        const chosen = suggestions.find((one) => one.key === key);
        if (chosen !== undefined && chosen.key !== value) onChange(chosen.key);
      }}
      onInputChange={setTyped}
      allowsEmptyCollection
      menuTrigger="input"
      autoFocus={autoFocus}
      {...(isLabelHidden ? { "aria-label": label } : {})}
    >
      {isLabelHidden ? null : <Label className={fieldStyles.label ?? ""}>{label}</Label>}
      <div className={styles.field}>
        <Input className={fieldStyles.input ?? ""} placeholder={placeholder} spellCheck={false} />
        <Button className={styles.open ?? ""}>
          <ChevronDown size={14} strokeWidth={1.6} aria-hidden="true" />
        </Button>
      </div>
      <Popover className={`${pickerStyles.popover} ${styles.popover}`}>
        <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight: 29 }}>
          <ListBox
            className={styles.list ?? ""}
            renderEmptyState={() => <p className={styles.none}>No {noun} reads like this.</p>}
          >
            {(item: (typeof items)[number]) => (
              <ListBoxItem
                id={item.id}
                textValue={item.label}
                className={`${pickerStyles.item} ${styles.item}`}
              >
                <bdi className={styles.label}>{item.label}</bdi>
                {item.detail === "" ? null : (
                  <bdi className={`${pickerStyles.detail} ${styles.detail}`}>{item.detail}</bdi>
                )}
              </ListBoxItem>
            )}
          </ListBox>
        </Virtualizer>
      </Popover>
    </ComboBox>
  );
};
