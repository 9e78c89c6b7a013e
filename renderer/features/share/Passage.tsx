import type { Span } from "../../../shared/domain/highlight";
import type { TagColour } from "../../../shared/domain/tag";
import styles from "./Passage.module.css";

/** A stretch of an article with a passage marked in it, in the hue of its first tag. */
export const Passage = ({
  text,
  shown,
  span,
  hue,
}: {
  readonly text: string;
  /** The stretch that is shown (UTF-16 offsets). */
  readonly shown: Span;
  /** What is marked in it; null: nothing. */
  readonly span: Span | null;
  readonly hue: TagColour | "none";
}) => {
  const at = span ?? { start: shown.end, end: shown.end };
  return (
    <p className={styles.passage} dir="auto">
      {shown.start > 0 && text[shown.start - 1] !== "\n" ? "… " : ""}
      {text.slice(shown.start, at.start)}
      {span === null ? null : <mark data-hue={hue}>{text.slice(span.start, span.end)}</mark>}
      {text.slice(at.end, shown.end)}
      {shown.end < text.length && text[shown.end] !== "\n" ? " …" : ""}
    </p>
  );
};
