import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { AgreedVersion } from "../../../shared/domain/agreement";
import type { Span } from "../../../shared/domain/highlight";
import type { TagSummary } from "../../../shared/domain/tag";
import type { TagId } from "../../../shared/ids";
import { moveEnd, moveStart } from "../../editor/selection";
import { TagPicker } from "../../parts/TagPicker";
import { Button } from "../../ui/Button";
import styles from "./Adjudication.module.css";
import { TagLine } from "./AdjudicationSide";
import { around } from "./adjudicate";
import { Passage } from "./Passage";

const edges = [
  ["start", "Start"],
  ["end", "End"],
] as const;

/** An agreed version that is neither side's: its words and its tags, set by hand. */
export const AgreedPassage = ({
  start,
  text,
  tags,
  onSettle,
  onCancel,
}: {
  /** What it begins with; its span is not null. */
  readonly start: AgreedVersion & { readonly span: Span };
  readonly text: string;
  readonly tags: ReadonlyMap<string, TagSummary>;
  readonly onSettle: (version: AgreedVersion) => void;
  readonly onCancel: () => void;
}) => {
  const panel = useRef<HTMLElement>(null);
  const [span, setSpan] = useState<Span>(start.span);
  const [tagIds, setTagIds] = useState<readonly TagId[]>(start.tagIds);
  useEffect(() => panel.current?.focus(), []);
  const move = (edge: "start" | "end", direction: 1 | -1) =>
    setSpan((now) => (edge === "start" ? moveStart : moveEnd)(text, now, direction));
  const settle = () => onSettle({ ...start, span, tagIds: [...tagIds] });
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = { ArrowRight: 1, ArrowLeft: -1 }[event.key] as 1 | -1 | undefined;
    if (event.defaultPrevented) return;
    if (event.key === "Escape") onCancel();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) settle();
    else if (direction !== undefined && event.altKey) move(event.shiftKey ? "start" : "end", direction);
    // The walk through the disagreements hears nothing while one is being adjusted.
    else return event.stopPropagation();
    event.preventDefault();
    event.stopPropagation();
  };
  const first = tags.get(tagIds[0] ?? "");
  return (
    <section
      ref={panel}
      tabIndex={-1}
      data-adjusting
      className={styles.adjust}
      aria-label="Agreed version"
      onKeyDown={onKeyDown}
    >
      <h3>Agreed version</h3>
      <Passage text={text} shown={around(text, span)} span={span} hue={first?.colour ?? "none"} />
      <div className={styles.edges}>
        {edges.map(([edge, words]) => (
          <div key={edge} role="group" aria-label={words}>
            <span>{words}</span>
            <Button tone="quiet" aria-label={`${words} a word earlier`} onPress={() => move(edge, -1)}>
              ←
            </Button>
            <Button tone="quiet" aria-label={`${words} a word later`} onPress={() => move(edge, 1)}>
              →
            </Button>
          </div>
        ))}
        <p className={styles.quiet}>Alt+arrows move the end, with Shift the start.</p>
      </div>
      <TagLine tagIds={tagIds} tags={tags} />
      <TagPicker
        label="Tags of the agreed version"
        selectedIds={tagIds}
        onToggle={(tagId, isOn) =>
          setTagIds((now) => (isOn ? [...now, tagId] : now.filter((id) => id !== tagId)))
        }
      />
      <div className={styles.acts}>
        <Button tone="primary" keys="Ctrl+Enter" onPress={settle}>
          Settle
        </Button>
        <Button tone="quiet" keys="Esc" onPress={onCancel}>
          Cancel
        </Button>
      </div>
    </section>
  );
};
