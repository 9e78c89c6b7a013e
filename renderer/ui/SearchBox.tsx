import { Search, X } from "lucide-react";
import { Button, Input, SearchField } from "react-aria-components";
import styles from "./SearchBox.module.css";

/** A search field above a list: the list follows as one types, Escape empties it. */
export const SearchBox = ({
  label,
  value,
  onChange,
  placeholder,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder: string;
}) => (
  <SearchField aria-label={label} value={value} onChange={onChange} className={styles.box ?? ""}>
    <Search size={15} strokeWidth={1.6} aria-hidden="true" />
    <Input className={styles.input ?? ""} placeholder={placeholder} maxLength={300} spellCheck={false} />
    {value === "" ? null : (
      <Button className={styles.clear ?? ""} aria-label="Clear the search">
        <X size={14} strokeWidth={1.6} aria-hidden="true" />
      </Button>
    )}
  </SearchField>
);
