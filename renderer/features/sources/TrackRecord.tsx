import type { SourceSummary } from "../../../shared/domain/source";
import { count } from "../../parts/dates";
import styles from "./TrackRecord.module.css";

/**
 * How analysts graded the evidence from a source's articles. It stands beside the letter and is never turned into one:
 * a source that repeats what everybody says is given a 1 often and proves nothing.
 */
export const TrackRecord = ({ source }: { readonly source: SourceSummary }) => (
  <section aria-labelledby="track-record">
    <h3 id="track-record" className={styles.heading}>
      Track record
    </h3>
    {source.evidence === 0 ? (
      <p className={styles.quiet}>
        No evidence from its articles yet. The letter is your judgement and does not wait for it.
      </p>
    ) : (
      <>
        <dl className={styles.figures}>
          <Figure n={source.confirmed} label="graded 1 by analysts" />
          <Figure n={source.contradicted} label="graded 5 by analysts" />
        </dl>
        <p className={styles.quiet}>
          Of {count(source.evidence, "piece of evidence", "pieces of evidence")} from its articles. This
          stands beside the letter and never changes it: the letter is an analyst’s judgement, with a reason.
        </p>
      </>
    )}
  </section>
);

const Figure = ({ n, label }: { readonly n: number; readonly label: string }) => (
  <div className={styles.figure}>
    <dt>{label}</dt>
    <dd>{n.toLocaleString("en-GB")}</dd>
  </div>
);
