import { Check, X } from "lucide-react";
import { useState } from "react";
import { count } from "../../parts/dates";
import { SourceNameField } from "../../parts/SourceNameField";
import { Button, IconButton } from "../../ui/Button";
import { DateField } from "../../ui/DateField";
import { Field } from "../../ui/Field";
import styles from "./BulkBar.module.css";
import type { ReviewField } from "./proposals";

/** What can be done to all selected rows at once. */
export const BulkBar = ({
  rows,
  articles,
  onSet,
  onAccept,
  onClear,
}: {
  readonly rows: number;
  /** How many of the selected rows have an article. */
  readonly articles: number;
  readonly onSet: (fields: Readonly<Partial<Record<ReviewField, string>>>) => void;
  readonly onAccept: () => void;
  readonly onClear: () => void;
}) => {
  const [source, setSource] = useState("");
  const [date, setDate] = useState<string | null>(null);
  const [byline, setByline] = useState("");
  const fields = {
    ...(source.trim() === "" ? {} : { source: source.trim() }),
    ...(date === null ? {} : { publishedOn: date }),
    ...(byline.trim() === "" ? {} : { byline: byline.trim() }),
  };
  const isEmpty = Object.keys(fields).length === 0;
  return (
    <form
      className={styles.bar}
      aria-label="Selected rows"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isEmpty && articles > 0) onSet(fields);
      }}
    >
      <p className={styles.count} role="status">
        <strong>{rows.toLocaleString("en-GB")}</strong> selected
        {articles === rows ? null : <span>, {count(articles, "article")}</span>}
      </p>
      <IconButton label="Select no row" keys="Esc" onPress={onClear}>
        <X size={18} strokeWidth={1.6} aria-hidden="true" />
      </IconButton>
      <Button
        tone="primary"
        icon={<Check size={16} strokeWidth={1.6} aria-hidden="true" />}
        isDisabled={articles === 0}
        onPress={onAccept}
      >
        Accept proposals
      </Button>
      <div className={styles.fields} role="group" aria-label="Set for all of them">
        <span className={styles.or} aria-hidden="true">
          or set
        </span>
        <div className={styles.field}>
          <SourceNameField value={source} onChange={setSource} />
        </div>
        <div className={styles.date}>
          <DateField label="Published on" value={date} onChange={setDate} />
        </div>
        <div className={styles.field}>
          <Field label="Byline" value={byline} onChange={setByline} maxLength={1000} />
        </div>
        <Button type="submit" isDisabled={isEmpty || articles === 0}>
          Set and confirm
        </Button>
      </div>
    </form>
  );
};
