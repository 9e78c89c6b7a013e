import { ChevronDown } from "lucide-react";
import { useMemo, useState } from "react";
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from "react-aria-components";
import fieldStyles from "./Field.module.css";
import pickerStyles from "./Picker.module.css";
import styles from "./Suggest.module.css";

export type Suggestion<K extends string> = {
  readonly key: K;
  readonly label: string;
  /** Quiet words behind the label. */
  readonly detail?: string;
};

/** More rows than anybody reads; what is beyond is found by typing. */
const shownAtMost = 50;

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
  const chosen = suggestions.find((one) => one.key === value);
  const chosenLabel = chosen?.label ?? "";
  const [known, setKnown] = useState(chosenLabel);
  const [typed, setTyped] = useState(chosenLabel);
  // Something else was chosen, here or by an undo: the field says its name.
  if (known !== chosenLabel) {
    setKnown(chosenLabel);
    setTyped(chosenLabel);
  }
  const name = typed.trim();
  // The name of what is chosen is no search until it is changed.
  const wanted = chosenLabel === name ? "" : name.toLowerCase();
  const { items, hidden } = useMemo(() => {
    const found = suggestions.filter((one) => one.label.toLowerCase().includes(wanted));
    const shown = found.slice(0, shownAtMost);
    const isNew = wanted !== "" && !found.some((one) => one.label.toLowerCase() === wanted);
    const fresh = { id: createKey, label: `New ${noun} “${name}”`, detail: "" };
    return {
      items: [
        ...shown.map(({ key, label: text, detail = "" }) => ({ id: key as string, label: text, detail })),
        ...(onCreate !== undefined && isNew ? [fresh] : []),
      ],
      hidden: found.length - shown.length,
    };
  }, [suggestions, wanted, name, noun, onCreate]);

  // An emptied field chooses nothing, but only when it is left or confirmed: it may be emptied to type another name.
  const settle = () => {
    if (name === "" && value !== null) onChange(null);
    else setTyped(chosenLabel);
  };

  return (
    <ComboBox
      className={fieldStyles.field ?? ""}
      items={items}
      value={name === "" ? null : value}
      onChange={(key) => {
        if (key === createKey) return onCreate?.(name);
        const next = suggestions.find((one) => one.key === key);
        if (next === undefined) return;
        setTyped(next.label);
        if (next.key !== value) onChange(next.key);
      }}
      inputValue={typed}
      onInputChange={setTyped}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === "Enter" && name === "") settle();
      }}
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
        <ListBox
          className={styles.list ?? ""}
          renderEmptyState={() => <p className={styles.note}>No {noun} reads like this.</p>}
        >
          {(item: (typeof items)[number]) => (
            <ListBoxItem id={item.id} textValue={item.label} className={pickerStyles.item ?? ""}>
              <bdi className={styles.label}>{item.label}</bdi>
              {item.detail === "" ? null : (
                <bdi className={`${pickerStyles.detail} ${styles.detail}`}>{item.detail}</bdi>
              )}
            </ListBoxItem>
          )}
        </ListBox>
        {hidden === 0 ? null : (
          <p className={styles.note}>{hidden.toLocaleString("en-GB")} more, keep typing</p>
        )}
      </Popover>
    </ComboBox>
  );
};
