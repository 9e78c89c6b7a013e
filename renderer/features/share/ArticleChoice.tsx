import { Check, ChevronDown } from "lucide-react";
import { useState } from "react";
import { Button, Dialog, DialogTrigger, ListBox, ListBoxItem, Popover } from "react-aria-components";
import type { ArticleId } from "../../../shared/ids";
import { count } from "../../parts/dates";
import { foldName } from "../../parts/tag-tree";
import { useCall } from "../../query";
import { SearchBox } from "../../ui/SearchBox";
import styles from "./ArticleChoice.module.css";

/** More rows than anybody reads; what is beyond is found by typing. */
const shownAtMost = 200;

const Titles = ({
  chosen,
  shared,
  onChange,
}: {
  readonly chosen: readonly ArticleId[] | null;
  readonly shared: ReadonlySet<ArticleId>;
  readonly onChange: (chosen: readonly ArticleId[] | null) => void;
}) => {
  const [typed, setTyped] = useState("");
  const articles = useCall("articles", "list", {}).data ?? [];
  const wanted = foldName(typed);
  const found = articles
    .filter(({ title }) => foldName(title).includes(wanted))
    .sort((a, b) => Number(shared.has(b.id)) - Number(shared.has(a.id)));
  const shown = found.slice(0, shownAtMost);
  const isOn = new Set<string>(chosen ?? shared);
  return (
    <Dialog className={styles.dialog ?? ""} aria-label="Articles to compare on">
      <button
        type="button"
        className={styles.all}
        aria-pressed={chosen === null}
        onClick={() => onChange(null)}
      >
        All that each of them highlighted something in
      </button>
      <SearchBox label="Find an article" placeholder="Find an article" value={typed} onChange={setTyped} />
      <ListBox
        aria-label="Articles"
        className={styles.list ?? ""}
        selectionMode="multiple"
        selectedKeys={shown.filter(({ id }) => isOn.has(id)).map(({ id }) => id)}
        onSelectionChange={(keys) => {
          const now = new Set(keys === "all" ? shown.map(({ id }) => id) : keys);
          const hidden = [...isOn].filter((id) => !shown.some((article) => article.id === id));
          const next = [...hidden, ...now] as ArticleId[];
          onChange(next.length === 0 ? null : next);
        }}
      >
        {shown.map(({ id, title }) => (
          <ListBoxItem key={id} id={id} textValue={title} className={styles.item ?? ""}>
            <span className={styles.check}>
              {isOn.has(id) ? <Check size={14} strokeWidth={2} aria-hidden="true" /> : null}
            </span>
            <bdi>{title}</bdi>
          </ListBoxItem>
        ))}
      </ListBox>
      {found.length > shown.length ? (
        <p className={styles.foot}>{count(found.length - shown.length, "more article")}, keep typing</p>
      ) : null}
    </Dialog>
  );
};

/** On which articles analysts are compared: all that they share, or some that a person names. */
export const ArticleChoice = ({
  chosen,
  shared,
  onChange,
}: {
  /** Null: all that they share. */
  readonly chosen: readonly ArticleId[] | null;
  readonly shared: ReadonlySet<ArticleId>;
  readonly onChange: (chosen: readonly ArticleId[] | null) => void;
}) => {
  const words = chosen === null ? "All that they share" : count(chosen.length, "article");
  return (
    <DialogTrigger>
      <Button className={styles.open ?? ""} aria-label={`Articles: ${words}`}>
        {words}
        <ChevronDown size={13} strokeWidth={1.6} aria-hidden="true" />
      </Button>
      <Popover className={styles.popover ?? ""} placement="bottom start" offset={4}>
        <Titles chosen={chosen} shared={shared} onChange={onChange} />
      </Popover>
    </DialogTrigger>
  );
};
