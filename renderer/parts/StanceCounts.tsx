import { count } from "./dates";
import styles from "./StanceCounts.module.css";

/** "4 + 1 −": how many pieces of evidence stand for and against a claim, read out in words. */
export const StanceCounts = ({
  supports,
  contradicts,
  context = 0,
}: {
  readonly supports: number;
  readonly contradicts: number;
  readonly context?: number;
}) => {
  const words = [
    supports > 0 ? `${count(supports, "piece", "pieces")} of evidence supporting` : "",
    contradicts > 0 ? `${contradicts} contradicting` : "",
    context > 0 ? `${context} as context` : "",
  ].filter((part) => part !== "");
  const signs = [
    supports > 0 ? `${supports} +` : "",
    contradicts > 0 ? `${contradicts} −` : "",
    supports + contradicts === 0 && context > 0 ? `${context} ·` : "",
  ].filter((part) => part !== "");
  return (
    <span className={styles.counts} title={words.length === 0 ? "No evidence yet" : words.join(", ")}>
      <span aria-hidden="true">{signs.length === 0 ? "—" : signs.join("\u2002")}</span>
      <span className="visually-hidden">{words.length === 0 ? "no evidence yet" : words.join(", ")}</span>
    </span>
  );
};
