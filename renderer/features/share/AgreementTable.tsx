import type { Figure } from "../../../shared/domain/agreement";
import { type AgreementMeasure, measureWording } from "../../../shared/domain/agreement";
import styles from "./AgreementTable.module.css";

/** More rows than anybody reads; the export has all of them. */
const shownAtMost = 200;

/** "0.82", "−0.05" */
const formatValue = (value: number): string => value.toFixed(2).replace("-", "−");

/** Where 0 to 1 lies, or from the lowest end below 0 on, as shares of the width. */
const scaleOf = (figures: readonly Figure[]): ((value: number) => number) => {
  const lowest = Math.min(0, ...figures.map(({ low, value }) => Math.max(-1, low ?? value ?? 0)));
  return (value) => (Math.max(lowest, value) - lowest) / (1 - lowest);
};

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

/** The value as a point on its interval; for the eye alone, the numbers stand beside it. */
const Whisker = ({
  figure,
  scale,
}: {
  readonly figure: Figure;
  readonly scale: (value: number) => number;
}) => {
  if (figure.value === null) return null;
  const { low, high } = figure;
  return (
    <span className={styles.track} aria-hidden="true">
      <span className={styles.zero} style={{ left: percent(scale(0)) }} />
      {low === null || high === null ? null : (
        <span
          className={styles.range}
          style={{ left: percent(scale(low)), width: percent(scale(high) - scale(low)) }}
        />
      )}
      <span className={styles.point} style={{ left: percent(scale(figure.value)) }} />
    </span>
  );
};

const Numbers = ({
  figure,
  scale,
  hasLeftOut,
}: {
  readonly figure: Figure;
  readonly scale: (value: number) => number;
  readonly hasLeftOut: boolean;
}) => {
  const { value, low, high, n, leftOut, why, remark } = figure;
  return (
    <>
      {value === null ? (
        <td colSpan={3} className={styles.why}>
          {why}
        </td>
      ) : (
        <>
          <td className={styles.value}>{formatValue(value)}</td>
          <td className={styles.graph}>
            <Whisker figure={figure} scale={scale} />
          </td>
          <td className={styles.interval}>
            {low === null || high === null ? (
              remark === "" ? (
                "–"
              ) : null
            ) : (
              <span className={styles.ends}>
                {formatValue(low)} to {formatValue(high)}
              </span>
            )}
            {remark === "" ? null : <span className={styles.remark}>{remark}</span>}
          </td>
        </>
      )}
      <td>{n.toLocaleString("en-GB")}</td>
      {hasLeftOut ? <td>{leftOut === 0 ? "–" : leftOut.toLocaleString("en-GB")}</td> : null}
    </>
  );
};

const Head = ({ first, hasLeftOut }: { readonly first: string; readonly hasLeftOut: boolean }) => (
  <thead>
    <tr>
      <th scope="col">{first}</th>
      <th scope="col">Value</th>
      <td />
      <th scope="col">95 % interval</th>
      <th scope="col">n</th>
      {hasLeftOut ? (
        <th scope="col" title="F and 6 mean “cannot be judged”: they take no part and are counted here">
          F or 6
        </th>
      ) : null}
    </tr>
  </thead>
);

/** Every measure over all tags and articles; one of them is chosen to be shown in parts. */
export const OverAll = ({
  figures,
  measure,
  onMeasure,
}: {
  readonly figures: readonly Figure[];
  readonly measure: AgreementMeasure;
  readonly onMeasure: (measure: AgreementMeasure) => void;
}) => {
  const scale = scaleOf(figures);
  const hasLeftOut = figures.some(({ leftOut }) => leftOut > 0);
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">Agreement over all</caption>
      <Head first="Over all" hasLeftOut={hasLeftOut} />
      <tbody>
        {figures.map((figure) => (
          <tr key={figure.id} data-selected={figure.measure === measure || undefined}>
            <th scope="row">
              <button
                type="button"
                aria-pressed={figure.measure === measure}
                title={measureWording[figure.measure].meaning}
                onClick={() => onMeasure(figure.measure)}
              >
                {figure.name}
              </button>
            </th>
            <Numbers figure={figure} scale={scale} hasLeftOut={hasLeftOut} />
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const nameOf = ({ scope }: Figure): string =>
  scope.kind === "tag" ? scope.name : scope.kind === "article" ? scope.title : "";

/** Least agreement first; what has no value, last. */
const byValue = (a: Figure, b: Figure): number =>
  (a.value ?? Number.POSITIVE_INFINITY) - (b.value ?? Number.POSITIVE_INFINITY) ||
  nameOf(a).localeCompare(nameOf(b));

/** One measure by tag, or by article, least agreement first. */
export const InParts = ({
  title,
  figures,
}: {
  readonly title: string;
  readonly figures: readonly Figure[];
}) => {
  if (figures.length === 0) return null;
  const scale = scaleOf(figures);
  const hasLeftOut = figures.some(({ leftOut }) => leftOut > 0);
  const rows = [...figures].sort(byValue);
  return (
    <>
      <table className={styles.table}>
        <caption className="visually-hidden">{title}, least agreement first</caption>
        <Head first={title} hasLeftOut={hasLeftOut} />
        <tbody>
          {rows.slice(0, shownAtMost).map((figure) => (
            <tr key={figure.id}>
              <th scope="row">
                <bdi>{nameOf(figure)}</bdi>
              </th>
              <Numbers figure={figure} scale={scale} hasLeftOut={hasLeftOut} />
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shownAtMost ? (
        <p className={styles.more}>
          {(rows.length - shownAtMost).toLocaleString("en-GB")} more are in the export.
        </p>
      ) : null}
    </>
  );
};
