import type { WordChange } from "../../../shared/text/diff-words";
import styles from "./SideWords.module.css";

/** Words the same in both are cut to this much beside a difference (UTF-16 units). */
const context = 240;

const Same = ({ text, isFirst, isLast }: { text: string; isFirst: boolean; isLast: boolean }) => {
  if (text.length <= 3 * context) return text;
  return (
    <>
      {isFirst ? null : text.slice(0, context).replace(/\s+\S*$/u, "")}
      <span className={styles.fold}> … </span>
      {isLast ? null : text.slice(-context).replace(/^\S*\s+/u, "")}
    </>
  );
};

/** One side of two versions, with the words that only this side has marked; long stretches that both have are folded. */
export const SideWords = ({
  changes,
  side,
}: {
  /** From mine to theirs. */
  readonly changes: readonly WordChange[];
  readonly side: "mine" | "theirs";
}) => {
  const own = side === "mine" ? "removed" : "added";
  const shown = changes.filter(({ kind }) => kind === "same" || kind === own);
  return (
    <div className={styles.words} dir="auto">
      {shown.map(({ kind, text }, index) => {
        const key = `${index} ${kind}`;
        if (kind === own) return <mark key={key}>{text}</mark>;
        return <Same key={key} text={text} isFirst={index === 0} isLast={index === shown.length - 1} />;
      })}
    </div>
  );
};
