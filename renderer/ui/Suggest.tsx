import { ChevronDown } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import {
  Button,
  ComboBox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
} from "react-aria-components";
import fieldStyles from "./Field.module.css";
import pickerStyles from "./Picker.module.css";
import styles from "./Suggest.module.css";

export type Suggestion<K extends string> = {
  readonly key: K;
  readonly label: string;
  /** Quiet words behind the label. */
  readonly detail?: string;
  /** Further names it answers to. */
  readonly names?: readonly string[];
};

/** More rows than anybody reads; what is beyond is found by typing. */
const shownAtMost = 50;

/** No key of the caller's can be this: it has a space. */
const createKey = "create new";

const fold = (name: string): string => name.trim().toLowerCase();

/** What somebody means who typed a whole name: the one it is written on, else those that also answer to it. */
const answering = <K extends string>(
  suggestions: readonly Suggestion<K>[],
  name: string,
): readonly Suggestion<K>[] => {
  const written = suggestions.find(({ label }) => fold(label) === fold(name));
  return written === undefined
    ? suggestions.filter(({ names = [] }) => names.some((other) => fold(other) === fold(name)))
    : [written];
};

/**
 * Chooses one of many by typing a part of its name. What is typed counts when the field is left or Enter is
 * pressed: a whole name chooses, an emptied field chooses nothing (null), and a name that nothing has is made
 * with `onCreate`; without it the name stays, marked as unknown.
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
  isReadOnly = false,
  isChosenOnLeaving = true,
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
  readonly isReadOnly?: boolean;
  /** False where choosing does something at once that nobody asks for by leaving the field. */
  readonly isChosenOnLeaving?: boolean;
}) => {
  const chosen = suggestions.find((one) => one.key === value);
  const [known, setKnown] = useState(chosen?.label ?? "");
  // What was chosen may be so new that the list does not have it yet.
  const chosenLabel = chosen?.label ?? (value === null ? "" : known);
  const [typed, setTyped] = useState(chosenLabel);
  const [isUnknown, setUnknown] = useState(false);
  // Something else was chosen, here or by an undo: the field says its name.
  if (known !== chosenLabel) {
    setKnown(chosenLabel);
    setTyped(chosenLabel);
    setUnknown(false);
  }
  // One key press may choose and settle before the next render, so these are read and written at once.
  const text = useRef({ typed: chosenLabel, settled: chosenLabel });
  useEffect(() => {
    text.current = { typed: chosenLabel, settled: chosenLabel };
  }, [chosenLabel]);
  const write = (next: string, isSettled: boolean) => {
    text.current = { typed: next, settled: isSettled ? next : text.current.settled };
    setTyped(next);
    setUnknown(false);
  };
  const name = typed.trim();
  // The name of what is chosen is no search until it is changed.
  const wanted = chosenLabel === name ? "" : fold(name);
  const isNew = onCreate !== undefined && wanted !== "" && answering(suggestions, name).length === 0;
  const { items, hidden } = useMemo(() => {
    const found = suggestions.filter(({ label: written, names = [] }) =>
      [written, ...names].some((one) => fold(one).includes(wanted)),
    );
    const shown = found.slice(0, shownAtMost);
    const fresh = { id: createKey, label: `New ${noun} “${name}”`, detail: "" };
    return {
      items: [
        ...shown.map(({ key, label: text, detail = "" }) => ({ id: key as string, label: text, detail })),
        ...(isNew ? [fresh] : []),
      ],
      hidden: found.length - shown.length,
    };
  }, [suggestions, wanted, name, noun, isNew]);

  const choose = (next: Suggestion<K>) => {
    write(next.label, true);
    if (next.key !== value) onChange(next.key);
  };
  const createNew = (fresh: string) => {
    write(fresh, true);
    onCreate?.(fresh);
  };
  const settle = () => {
    const left = text.current.typed.trim();
    if (isReadOnly || left === text.current.settled) return;
    if (left === "") {
      write("", true);
      if (value !== null) onChange(null);
      return;
    }
    const [first, ...others] = answering(suggestions, left);
    if (first !== undefined && others.length === 0) choose(first);
    else if (first === undefined && onCreate !== undefined) createNew(left);
    else setUnknown(true);
  };
  const isAmbiguous = isUnknown && answering(suggestions, name).length > 1;

  return (
    <ComboBox
      className={fieldStyles.field ?? ""}
      items={items}
      value={name === "" ? null : value}
      onChange={(key) => {
        if (key === createKey) return createNew(name);
        const next = suggestions.find((one) => one.key === key);
        if (next !== undefined) choose(next);
      }}
      inputValue={typed}
      onInputChange={(next) => write(next, false)}
      onBlur={() => {
        if (isChosenOnLeaving) settle();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") settle();
      }}
      isReadOnly={isReadOnly}
      isInvalid={isUnknown}
      allowsCustomValue
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
      <FieldError className={fieldStyles.error ?? ""}>
        {isAmbiguous ? "More than one" : "No"} {noun} is called “<bdi>{name}</bdi>”.
        {isAmbiguous ? " Choose one in the list." : ""}
      </FieldError>
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
        {isNew ? (
          <p className={styles.note} role="status">
            A new {noun} of this name is added when you leave the field.
          </p>
        ) : null}
        {hidden === 0 ? null : (
          <p className={styles.note}>{hidden.toLocaleString("en-GB")} more, keep typing</p>
        )}
      </Popover>
    </ComboBox>
  );
};
