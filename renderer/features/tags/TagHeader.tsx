import { count } from "../../parts/dates";
import { SearchBox } from "../../ui/SearchBox";
import styles from "./TagHeader.module.css";
import { setTagsView, useTagsView } from "./use-tags";

/** Title, count, search, and the headings of the two columns of numbers. */
export const TagHeader = ({ shown, total }: { readonly shown: number; readonly total: number }) => {
  const search = useTagsView((view) => view.search);
  return (
    <header className={styles.header}>
      <div className={styles.line}>
        <h1 className={styles.title}>Tags</h1>
        <span className={styles.count} role="status">
          <span aria-hidden="true">
            {shown === total
              ? total.toLocaleString("en-GB")
              : `${shown.toLocaleString("en-GB")} of ${total.toLocaleString("en-GB")}`}
          </span>
          <span className="visually-hidden">
            {shown === total ? count(total, "tag") : `${shown} of ${count(total, "tag")} shown`}
          </span>
        </span>
      </div>
      <SearchBox
        label="Search tags"
        placeholder="Search tags"
        value={search}
        onChange={(text) => setTagsView({ search: text })}
      />
      <div className={styles.columns} aria-hidden="true">
        <span>Highlights</span>
        <span>Claims</span>
      </div>
    </header>
  );
};
