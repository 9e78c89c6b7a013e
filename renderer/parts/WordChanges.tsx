import type { WordChange } from "../../shared/text/diff-words";
import styles from "./WordChanges.module.css";

/** What stands in both texts is cut to this much beside a change (UTF-16 units). */
const context = 160;

const cutStart = (text: string): string => text.slice(0, context).replace(/\s+\S*$/u, "");
const cutEnd = (text: string): string => text.slice(-context).replace(/^\S*\s+/u, "");

const Same = ({ text, isFirst, isLast }: { text: string; isFirst: boolean; isLast: boolean }) => {
  if (text.length <= 3 * context) return text;
  return (
    <>
      {isFirst ? null : cutStart(text)}
      <span
        className={styles.fold}
      >{` … ${text.split(/\s+/u).length.toLocaleString("en-GB")} words the same … `}</span>
      {isLast ? null : cutEnd(text)}
    </>
  );
};

/** Words that went are struck through, words that came are underlined; long stretches that stayed are folded. */
export const WordChanges = ({
  changes,
  isWhole = false,
}: {
  readonly changes: readonly WordChange[];
  readonly isWhole?: boolean;
}) => (
  <div className={styles.changes} dir="auto">
    {changes.map(({ kind, text }, index) => {
      const key = `${index} ${kind}`;
      if (kind === "removed") return <del key={key}>{text}</del>;
      if (kind === "added") return <ins key={key}>{text}</ins>;
      return isWhole ? (
        <span key={key}>{text}</span>
      ) : (
        <Same key={key} text={text} isFirst={index === 0} isLast={index === changes.length - 1} />
      );
    })}
  </div>
);
