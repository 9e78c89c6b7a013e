import { Check, Plus } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { TagSummary } from "../../shared/domain/tag";
import type { TagId } from "../../shared/ids";
import { act, useCall } from "../query";
import { Kbd } from "../ui/Kbd";
import { count } from "./dates";
import { type FoundTag, newTagFrom, searchTags } from "./search-tags";
import { TagChip } from "./TagChip";
import styles from "./TagPicker.module.css";
import { tagUses } from "./tag-tree";

type Props = {
  /** What is being tagged, for screen readers: "Tags of this highlight". */
  readonly label: string;
  readonly selectedIds: readonly TagId[];
  readonly onToggle: (tagId: TagId, isOn: boolean) => void;
  readonly onClose?: () => void;
  readonly autoFocus?: boolean;
};

/** More rows than anybody reads; what is beyond is found by typing. */
const shownAtMost = 50;

/**
 * The tag palette: type, Enter puts the tag on or takes it off and clears the text, Enter again (or Escape)
 * closes. With nothing typed no row is active, so that Enter never changes a tag nobody looked for.
 */
export const TagPicker = ({ label, selectedIds, onToggle, onClose, autoFocus = false }: Props) => {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(-1);
  const [isCreating, setIsCreating] = useState(false);
  const tags = useCall("tags", "list", undefined).data ?? [];
  const recency = useStandingOrder(selectedIds);

  const found = searchTags(tags, typed, recency);
  const shown = found.slice(0, shownAtMost);
  const fresh = newTagFrom(tags, typed);
  const last = shown.length - 1 + (fresh === null ? 0 : 1);
  const hidden = found.length - shown.length;

  useEffect(() => {
    if (active >= 0) list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const type = (text: string) => {
    setTyped(text);
    setActive(text.trim() === "" ? -1 : 0);
  };

  const create = async () => {
    if (fresh === null || isCreating) return;
    setIsCreating(true);
    const made = await act("tags", "create", fresh);
    setIsCreating(false);
    if (made === null) return;
    type("");
    onToggle(made.value.id, true);
  };

  const choose = (row: number) => {
    const tag = shown[row]?.tag;
    if (tag === undefined) return void create();
    type("");
    onToggle(tag.id, !selectedIds.includes(tag.id));
  };

  const stepFor = (key: string): (() => void) | undefined => {
    if (key === "ArrowDown") return () => setActive(active >= last ? 0 : active + 1);
    if (key === "ArrowUp") return () => setActive(active <= 0 ? last : active - 1);
    if (key === "Enter") return active >= 0 && active <= last ? () => choose(active) : onClose;
    if (key === "Escape") return onClose ?? (typed === "" ? undefined : () => type(""));
    return undefined;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = stepFor(event.key);
    if (step === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    // A panel or a window round the palette must not take the same Enter or Escape for its own.
    event.stopPropagation();
    step();
  };

  return (
    <div className={styles.card}>
      <input
        className={styles.input}
        role="combobox"
        aria-label={label}
        aria-expanded
        aria-autocomplete="list"
        aria-controls={`${id}-list`}
        aria-activedescendant={active >= 0 && active <= last ? `${id}-${active}` : undefined}
        // biome-ignore lint/a11y/noAutofocus: the palette opens because the person asked for it, to type.
        autoFocus={autoFocus}
        placeholder={tags.length === 0 ? "Name the first tag" : "Find or create a tag"}
        autoComplete="off"
        spellCheck={false}
        maxLength={250}
        value={typed}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div
        ref={list}
        id={`${id}-list`}
        className={styles.list}
        role="listbox"
        tabIndex={-1}
        aria-multiselectable
        aria-label="Tags"
        // Focus stays in the field, so that a click and then a word work.
        onMouseDown={(event) => event.preventDefault()}
      >
        {shown.map((item, row) => (
          <TagRow
            key={item.tag.id}
            id={`${id}-${row}`}
            item={item}
            isActive={row === active}
            isSelected={selectedIds.includes(item.tag.id)}
            onChoose={() => choose(row)}
          />
        ))}
        {fresh === null ? null : (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field, which keeps the focus.
          <div
            id={`${id}-${shown.length}`}
            className={styles.row}
            role="option"
            tabIndex={-1}
            aria-selected={false}
            data-active={active === shown.length || undefined}
            onClick={() => void create()}
          >
            <Plus size={16} strokeWidth={1.6} aria-hidden="true" className={styles.check} />
            <span className={styles.create}>
              Create “<bdi>{fresh.name}</bdi>”
              {fresh.parentId === null ? "" : ` in ${parentName(tags, fresh.parentId)}`}
            </span>
          </div>
        )}
      </div>
      <p className={styles.foot} role="status">
        {footer(tags.length, found.length, hidden, onClose !== undefined)}
      </p>
    </div>
  );
};

const parentName = (tags: readonly TagSummary[], parentId: TagId) =>
  tags.find((tag) => tag.id === parentId)?.name ?? "";

const footer = (all: number, found: number, hidden: number, canClose: boolean): string => {
  if (all === 0) return "No tags yet. A tag names what a passage is about: numbers, timeline, attribution.";
  if (found === 0) return "No tag reads like this.";
  if (hidden > 0) return `${hidden.toLocaleString("en-GB")} more, keep typing`;
  return canClose ? "Enter puts on or takes off, Esc closes" : "Enter puts on or takes off";
};

const TagRow = ({
  id,
  item: { tag, above },
  isActive,
  isSelected,
  onChoose,
}: {
  readonly id: string;
  readonly item: FoundTag;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly onChoose: () => void;
}) => (
  // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field, which keeps the focus.
  <div
    id={id}
    className={styles.row}
    role="option"
    tabIndex={-1}
    aria-selected={isSelected}
    data-active={isActive || undefined}
    title={`${count(tag.highlights, "highlight")}, ${count(tag.claims, "claim")}`}
    onClick={onChoose}
  >
    <span className={styles.check}>
      {isSelected ? <Check size={16} strokeWidth={2} aria-hidden="true" /> : null}
    </span>
    <span className={styles.chip}>
      <TagChip name={tag.name} colour={tag.colour} />
    </span>
    <span className={styles.path}>{above === "" ? null : <bdi>in {above}</bdi>}</span>
    {tag.shortcut === null ? null : (
      <span>
        <Kbd>{tag.shortcut}</Kbd>
        <span className="visually-hidden">, key {tag.shortcut}</span>
      </span>
    )}
    <span className={styles.count}>
      {tagUses(tag).toLocaleString("en-GB")}
      <span className="visually-hidden"> {tagUses(tag) === 1 ? "use" : "uses"}</span>
    </span>
  </div>
);

/**
 * Recency as it was when the palette opened, what is on first: a row must not jump away under the pointer
 * because putting its tag on has just made it the most recent one.
 */
const useStandingOrder = (selectedIds: readonly TagId[]): ((tag: TagSummary) => string) => {
  const [onAtFirst] = useState(() => new Set(selectedIds));
  const [firstSeen] = useState(() => new Map<TagId, string>());
  return (tag) => {
    const seen = firstSeen.get(tag.id);
    if (seen !== undefined) return seen;
    const recency = `${onAtFirst.has(tag.id) ? "1" : "0"}${tag.lastUsedAt}`;
    firstSeen.set(tag.id, recency);
    return recency;
  };
};
