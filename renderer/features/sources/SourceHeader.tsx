import { ArrowDown, ArrowUp, Plus } from "lucide-react";
import { ToggleButton } from "react-aria-components";
import { count } from "../../parts/dates";
import { Button } from "../../ui/Button";
import { SearchBox } from "../../ui/SearchBox";
import styles from "./SourceHeader.module.css";
import { type SourceSort, setSourcesView, sortSources, useSourcesView } from "./use-sources";

const sorts: readonly { readonly sort: SourceSort; readonly label: string }[] = [
  { sort: "name", label: "Name" },
  { sort: "letter", label: "Letter" },
  { sort: "articles", label: "Articles" },
  { sort: "claims", label: "Claims" },
];

/** Title, count, search, and what the list is sorted by. */
export const SourceHeader = ({
  shown,
  total,
  isReadOnly,
}: {
  readonly shown: number;
  readonly total: number;
  readonly isReadOnly: boolean;
}) => {
  const { search, sort: sorted, isReversed } = useSourcesView();
  return (
    <header className={styles.header}>
      <div className={styles.line}>
        <h1 className={styles.title}>Sources</h1>
        <span className={styles.count} role="status">
          <span aria-hidden="true">
            {shown === total
              ? total.toLocaleString("en-GB")
              : `${shown.toLocaleString("en-GB")} of ${total.toLocaleString("en-GB")}`}
          </span>
          <span className="visually-hidden">
            {shown === total ? count(total, "source") : `${shown} of ${count(total, "source")} shown`}
          </span>
        </span>
        <Button
          icon={<Plus size={16} strokeWidth={1.6} aria-hidden="true" />}
          isDisabled={isReadOnly}
          onPress={() => setSourcesView({ isCreating: true })}
        >
          Add
        </Button>
      </div>
      <SearchBox
        label="Search sources"
        placeholder="Search sources"
        value={search}
        onChange={(text) => setSourcesView({ search: text })}
      />
      <div className={styles.sorts} role="group" aria-label="Sort by">
        {sorts.map(({ sort, label }) => (
          <ToggleButton
            key={sort}
            className={styles.sort ?? ""}
            isSelected={sort === sorted}
            onChange={() => sortSources(sort)}
          >
            {label}
            {sort !== sorted ? null : isReversed ? (
              <ArrowUp size={12} strokeWidth={2} aria-label="turned round" />
            ) : (
              <ArrowDown size={12} strokeWidth={2} aria-hidden="true" />
            )}
          </ToggleButton>
        ))}
      </div>
    </header>
  );
};
