import { Check, X } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
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
  const isIdle = Object.keys(fields).length === 0 || articles === 0;
  const set = () => {
    if (!isIdle) onSet(fields);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return;
    // While the arrows are at a source of the list, the field takes that one; it is set by the next press.
    if (event.target instanceof Element && event.target.hasAttribute("aria-activedescendant")) return;
    event.preventDefault();
    event.stopPropagation();
    set();
  };
  return (
    <form
      className={styles.bar}
      data-foot="bar"
      aria-label="Selected rows"
      // Before the fields, which keep Enter to themselves: alone it takes what stands in one, for many rows it is too little.
      onKeyDownCapture={onKeyDown}
      onSubmit={(event) => event.preventDefault()}
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
        keys="a"
        isDisabled={articles === 0}
        onPress={onAccept}
      >
        Accept and confirm
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
        <Button keys="Ctrl+Enter" aria-keyshortcuts="Control+Enter" isDisabled={isIdle} onPress={set}>
          Set and confirm
        </Button>
      </div>
    </form>
  );
};
