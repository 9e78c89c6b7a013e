import { useState } from "react";
import type { ColumnMap, UnmappedTable } from "../../../shared/domain/article";
import { count } from "../../parts/dates";
import { VisibleText } from "../../parts/VisibleText";
import { Button } from "../../ui/Button";
import { Modal } from "../../ui/Modal";
import { Picker } from "../../ui/Picker";
import { showOverlay } from "../../ui-state";
import styles from "./ColumnsSheet.module.css";
import formStyles from "./forms.module.css";
import { importTables, useImports } from "./use-imports";

const close = () => showOverlay("none");

const fields = [
  ["text", "Text"],
  ["title", "Title"],
  ["source", "Source"],
  ["publishedOn", "Date"],
  ["byline", "Byline"],
  ["url", "Link"],
  ["language", "Language"],
] as const;
type Draft = { readonly [K in keyof ColumnMap]?: ColumnMap[K] | undefined };

/** No column can be this: names come trimmed. */
const none = " none ";

/** Of a sample in the list of columns: enough to tell a date from a title. */
const sampleLength = 36;

const sampleOf = (table: UnmappedTable, name: string | undefined): string =>
  table.columns.find((column) => column.name === name)?.sample ?? "";

const FieldRow = ({
  label,
  isNeeded,
  table,
  value,
  onChange,
}: {
  readonly label: string;
  readonly isNeeded: boolean;
  readonly table: UnmappedTable;
  readonly value: string | undefined;
  readonly onChange: (column: string | undefined) => void;
}) => {
  const sample = sampleOf(table, value);
  return (
    <div className={styles.row}>
      <span className={styles.label}>
        {label}
        {isNeeded ? <span className={styles.needed}> needed</span> : null}
      </span>
      <Picker
        label={`Column with the ${label.toLowerCase()}`}
        isLabelHidden
        choices={[
          ...(isNeeded ? [] : [{ key: none, label: "No column" }]),
          ...table.columns.map(({ name, sample: detail }) => ({
            key: name,
            label: name,
            detail: detail.length > sampleLength ? `${detail.slice(0, sampleLength)}…` : detail,
          })),
        ]}
        value={value ?? (isNeeded ? null : none)}
        placeholder="Choose a column"
        onChange={(key) => onChange(key === none ? undefined : key)}
      />
      <p className={styles.sample}>
        {sample === "" ? (
          value === undefined ? (
            ""
          ) : (
            "empty in the first row"
          )
        ) : (
          <VisibleText>{sample}</VisibleText>
        )}
      </p>
    </div>
  );
};

const TableForm = ({
  table,
  names,
  others,
}: {
  readonly table: UnmappedTable;
  readonly names: readonly string[];
  readonly others: number;
}) => {
  const [draft, setDraft] = useState<Draft>(table.suggested);
  const [isBusy, setBusy] = useState(false);
  const { text, ...rest } = draft;
  const submit = async () => {
    if (text === undefined) return;
    const map = {
      text,
      ...Object.fromEntries(Object.entries(rest).filter(([, name]) => name !== undefined)),
    };
    setBusy(true);
    await importTables({ key: table.key, map });
    setBusy(false);
    // Another table of another make: its sheet is next.
    if (others > 0) showOverlay("columns");
  };
  return (
    <form
      className={formStyles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p className={styles.intro}>
        Each row of{" "}
        {names.length === 1 ? <VisibleText>{names[0] ?? ""}</VisibleText> : `these ${names.length} tables`}{" "}
        becomes an article. Say which column holds what; tables with these columns are read the same way from
        now on.
      </p>
      <div className={styles.rows}>
        {fields.map(([field, label]) => (
          <FieldRow
            key={field}
            label={label}
            isNeeded={field === "text"}
            table={table}
            value={draft[field]}
            onChange={(column) => setDraft({ ...draft, [field]: column })}
          />
        ))}
      </div>
      <div className={formStyles.buttons}>
        <span className={styles.left}>
          {others === 0
            ? ""
            : `${count(others, "table")} of another make ${others === 1 ? "follows" : "follow"}.`}
        </span>
        <Button onPress={close}>Not now</Button>
        <Button type="submit" tone="primary" isDisabled={text === undefined || isBusy}>
          Import the rows
        </Button>
      </div>
    </form>
  );
};

/** Asks, once for each make of table, which column holds what. */
export const ColumnsSheet = () => {
  const report = useImports((state) => state.report);
  const waiting = report.filter((one) => one.outcome === "needs-columns" && one.table !== null);
  const table = waiting[0]?.table ?? null;
  if (table === null) return null;
  const names = waiting.filter((one) => one.table?.key === table.key).map(({ fileName }) => fileName);
  const others = new Set(waiting.map((one) => one.table?.key)).size - 1;
  return (
    <Modal title="Which column holds what?" isOpen onClose={close} width={680}>
      <TableForm key={table.key} table={table} names={names} others={others} />
    </Modal>
  );
};
