import { type Reliability, reliabilityWording } from "../../shared/domain/grade";
import type { SourceRating } from "../../shared/domain/source";
import { formatDate } from "./dates";
import styles from "./RatingChart.module.css";

const rowOf: Readonly<Record<Reliability, number>> = { A: 10, B: 32, C: 54, D: 76, E: 98, F: 136 };
const letters = ["A", "B", "C", "D", "E", "F"] as const;
const height = 148;

/** Where a time lies between the first rating and now, in per cent; a margin keeps the marks whole. */
const placeIn = (first: number, last: number) => (time: number) =>
  first === last ? 2 : 2 + (98 * (time - first)) / (last - first);

/**
 * The letters of a source over time as steps. F stands below a gap on a line of its own and no step leads to it:
 * "cannot be judged" is not a value under E.
 */
export const RatingChart = ({
  sourceName,
  ratings,
  now = Date.now(),
}: {
  readonly sourceName: string;
  readonly ratings: readonly SourceRating[];
  readonly now?: number;
}) => {
  const steps = [...ratings]
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map((rating) => ({ ...rating, time: new Date(rating.at).getTime(), y: rowOf[rating.reliability] }));
  const first = steps[0];
  if (first === undefined) return null;
  const place = placeIn(first.time, Math.max(now, steps.at(-1)?.time ?? now));
  const summary = steps.map(({ reliability, at }) => `${reliability} from ${formatDate(at)}`).join(", ");
  return (
    <figure className={styles.figure}>
      <svg className={styles.scale} width={24} height={height} aria-hidden="true">
        {letters.map((letter) => (
          <text key={letter} y={rowOf[letter] + 4}>
            {letter}
          </text>
        ))}
      </svg>
      <svg
        className={styles.plot}
        height={height}
        role="img"
        aria-label={`Letters of ${sourceName} over time: ${summary}`}
      >
        {letters.map((letter) => (
          <line
            key={letter}
            className={styles.grid}
            data-apart={letter === "F" || undefined}
            x2="100%"
            y1={rowOf[letter]}
            y2={rowOf[letter]}
          />
        ))}
        <text className={styles.apart} x="100%" y={rowOf.F - 8} textAnchor="end">
          cannot be judged
        </text>
        {steps.map((step, index) => {
          const next = steps[index + 1];
          const end = place(next?.time ?? now);
          const leadsOn = next !== undefined && step.reliability !== "F" && next.reliability !== "F";
          return (
            <g key={step.id}>
              <line
                className={styles.step}
                data-apart={step.reliability === "F" || undefined}
                x1={`${place(step.time)}%`}
                x2={`${end}%`}
                y1={step.y}
                y2={step.y}
              />
              {leadsOn ? (
                <line className={styles.step} x1={`${end}%`} x2={`${end}%`} y1={step.y} y2={next.y} />
              ) : null}
            </g>
          );
        })}
        {steps.map((step) => (
          <svg key={step.id} x={`${place(step.time)}%`} y={step.y} className={styles.mark}>
            <title>{`${step.reliability}: ${reliabilityWording[step.reliability].label}, ${formatDate(step.at)}, ${step.analyst}`}</title>
            <rect x={-7} y={-7} width={14} height={14} rx={4} data-letter={step.reliability} />
            <text y={3.5} textAnchor="middle" data-letter={step.reliability}>
              {step.reliability}
            </text>
          </svg>
        ))}
      </svg>
      <figcaption className={styles.axis} aria-hidden="true">
        <span>{formatDate(first.at)}</span>
        <span>today</span>
      </figcaption>
    </figure>
  );
};
