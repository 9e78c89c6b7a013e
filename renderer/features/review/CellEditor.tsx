import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from "react";
import { Popover } from "react-aria-components";
import { readDate } from "../../ui/read-date";
import styles from "./CellEditor.module.css";
import { type Choice, fieldWords, inWords, type ReviewField } from "./proposals";

/** Where the keys go after a cell was left. */
export type Move = "stay" | "next" | "previous" | "none";

/** What was typed as the field's value, or why it cannot be. */
const readTyped = (field: ReviewField, typed: string): { value: string } | { problem: string } => {
  const text = typed.trim();
  if (field === "title" && text === "") return { problem: "An article needs a title." };
  if (field !== "publishedOn" || text === "") return { value: text };
  const date = readDate(text);
  return date === null ? { problem: "Write the date as 19 Apr 2024 or 2024-04-19." } : { value: date };
};

const limits: Readonly<Record<ReviewField, number>> = {
  title: 1000,
  source: 300,
  publishedOn: 40,
  byline: 1000,
  url: 4000,
};

type Props = {
  readonly field: ReviewField;
  /** The cell that it lies in. */
  readonly cell: RefObject<HTMLElement | null>;
  readonly value: string;
  readonly choices: (typed: string) => readonly Choice[];
  readonly onCommit: (value: string, move: Move) => void;
  readonly onCancel: () => void;
};

/**
 * One cell while it is edited: a field with what was found as choices below it. An empty cell starts at the best of
 * them, so that Enter twice takes it; otherwise what is typed counts, and the arrows choose.
 */
export const CellEditor = ({ field, cell, value, choices, onCommit, onCancel }: Props) => {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const initial = inWords(field, value);
  const [typed, setTyped] = useState(initial);
  // What stands in the cell already is no search.
  const shown = choices(typed === initial ? "" : typed);
  const [active, setActive] = useState(
    initial === "" && shown.length > 0 && shown[0]?.detail !== "" ? 0 : -1,
  );
  const [problem, setProblem] = useState<string | null>(null);
  const isDone = useRef(false);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  useEffect(() => {
    list.current?.querySelector(`[data-index="${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const finish = (next: string, move: Move) => {
    if (isDone.current) return;
    isDone.current = true;
    onCommit(next, move);
  };
  const cancel = () => {
    isDone.current = true;
    onCancel();
  };
  const settle = (move: Move) => {
    const choice = shown[active];
    if (choice !== undefined) return finish(choice.value, move);
    if (typed === initial) return finish(value, move);
    const read = readTyped(field, typed);
    if ("value" in read) finish(read.value, move);
    else setProblem(read.problem);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    // The table's own keys are not meant here.
    event.stopPropagation();
    const rows = shown.length + 1;
    if (event.key === "ArrowDown") setActive(((active + 2) % rows) - 1);
    else if (event.key === "ArrowUp") setActive(((active + rows) % rows) - 1);
    else if (event.key === "Enter") settle("stay");
    else if (event.key === "Tab") settle(event.shiftKey ? "previous" : "next");
    else if (event.key === "Escape") cancel();
    else return;
    event.preventDefault();
  };

  return (
    <>
      <input
        ref={input}
        className={styles.input}
        role="combobox"
        aria-label={fieldWords[field]}
        aria-expanded={shown.length > 0}
        aria-autocomplete="list"
        aria-controls={`${id}list`}
        aria-activedescendant={shown[active] === undefined ? undefined : `${id}${active}`}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : `${id}problem`}
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        maxLength={limits[field]}
        placeholder={shown[active]?.label ?? (field === "publishedOn" ? "e.g. 19 Apr 2024" : "")}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(-1);
          setProblem(null);
        }}
        onKeyDown={onKeyDown}
        onClick={(event) => event.stopPropagation()}
        onBlur={() => {
          if (isDone.current) return;
          const read = typed === initial ? null : readTyped(field, typed);
          // What was typed counts however the cell is left; what cannot be read is not a value.
          if (read !== null && "value" in read) finish(read.value, "none");
          else cancel();
        }}
      />
      <Popover
        className={styles.popover ?? ""}
        triggerRef={cell}
        isOpen={shown.length > 0 || problem !== null}
        isNonModal
        // Within the screen's landmark, where a screen reader looks for what belongs to the cell.
        UNSTABLE_portalContainer={cell.current?.closest("main") ?? document.body}
        placement="bottom start"
        offset={2}
      >
        {problem === null ? null : (
          <p id={`${id}problem`} role="alert" className={styles.problem}>
            {problem}
          </p>
        )}
        <div
          ref={list}
          id={`${id}list`}
          role="listbox"
          aria-label={`Found for ${fieldWords[field].toLowerCase()}`}
        >
          {shown.map((choice, index) => (
            // Keys are the field's, which has the focus.
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above
            <div
              key={choice.value}
              id={`${id}${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              data-index={index}
              className={styles.choice}
              // Pressed, it must not take the focus: leaving the field would end the editing first.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => finish(choice.value, "stay")}
            >
              <bdi className={styles.label}>{choice.label}</bdi>
              {choice.detail === "" ? null : <span className={styles.detail}>{choice.detail}</span>}
            </div>
          ))}
        </div>
      </Popover>
    </>
  );
};
