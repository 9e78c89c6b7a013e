import { ChevronDown, X } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import {
  Button,
  Dialog,
  DialogTrigger,
  Input,
  ListBox,
  ListBoxItem,
  Popover,
  SearchField,
} from "react-aria-components";
import { foldName } from "../../parts/tag-tree";
import styles from "./Filters.module.css";

/** A filter as a chip: its name while it is off, what it lets through while it is on, with a way to take it off. */
export const FilterChip = ({
  label,
  value,
  onClear,
  children,
}: {
  readonly label: string;
  /** What the filter lets through, in words; null while it lets everything through. */
  readonly value: string | null;
  readonly onClear: () => void;
  readonly children: ReactNode;
}) => (
  <span className={styles.chip} data-on={value !== null || undefined}>
    <DialogTrigger>
      <Button
        className={styles.open ?? ""}
        aria-label={value === null ? `${label} filter` : `${label}: ${value}`}
      >
        <bdi className={styles.value}>{value ?? label}</bdi>
        <ChevronDown size={13} strokeWidth={1.6} aria-hidden="true" />
      </Button>
      <Popover className={styles.popover ?? ""} placement="bottom start" offset={4}>
        <Dialog className={styles.dialog ?? ""} aria-label={`Filter by ${label.toLowerCase()}`}>
          {children}
        </Dialog>
      </Popover>
    </DialogTrigger>
    {value === null ? null : (
      <Button
        className={styles.clear ?? ""}
        aria-label={`Remove the ${label.toLowerCase()} filter`}
        onPress={onClear}
      >
        <X size={13} strokeWidth={1.8} aria-hidden="true" />
      </Button>
    )}
  </span>
);

export type FilterOption<K extends string> = {
  readonly key: K;
  readonly label: string;
  readonly count: number;
  readonly mark?: ReactNode;
};

/** More values than this and one would rather type than look. */
const shortList = 8;

/** A list in which any number of values can be ticked; one can type to find a value in a long list. */
export const FilterOptions = <K extends string>({
  label,
  options,
  selected,
  onChange,
  empty,
}: {
  readonly label: string;
  readonly options: readonly FilterOption<K>[];
  readonly selected: readonly K[];
  readonly onChange: (selected: K[]) => void;
  readonly empty: string;
}) => {
  const [typed, setTyped] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const isLong = options.length > shortList;
  const wanted = foldName(typed);
  const shown = options.filter((option) => foldName(option.label).includes(wanted));
  return (
    <>
      {isLong ? (
        <SearchField
          aria-label={`Find in ${label.toLowerCase()}`}
          autoFocus
          value={typed}
          onChange={setTyped}
          className={styles.find ?? ""}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") list.current?.querySelector<HTMLElement>("[role=option]")?.focus();
            // A field with a listener keeps every key for itself unless told; Escape belongs to the popover.
            else event.continuePropagation();
          }}
        >
          <Input placeholder="Type to find" className={styles.input ?? ""} />
        </SearchField>
      ) : null}
      <ListBox
        ref={list}
        aria-label={label}
        className={styles.options ?? ""}
        selectionMode="multiple"
        selectionBehavior="toggle"
        escapeKeyBehavior="none"
        autoFocus={!isLong}
        selectedKeys={selected}
        onSelectionChange={(keys) =>
          onChange(options.map((option) => option.key).filter((key) => keys === "all" || keys.has(key)))
        }
        items={shown.map((option) => ({ ...option, id: option.key }))}
        renderEmptyState={() => (
          <p className={styles.none}>{options.length === 0 ? empty : "Nothing of that name"}</p>
        )}
      >
        {(option) => (
          <ListBoxItem id={option.id} textValue={option.label} className={styles.option ?? ""}>
            <span className={styles.box} aria-hidden="true" />
            {option.mark}
            <bdi className={styles.name}>{option.label}</bdi>
            <span className={styles.count}>{option.count.toLocaleString("en-GB")}</span>
          </ListBoxItem>
        )}
      </ListBox>
    </>
  );
};
