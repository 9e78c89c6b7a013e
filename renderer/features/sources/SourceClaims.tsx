import type { SourceSummary } from "../../../shared/domain/source";
import { count } from "../../parts/dates";
import { useCall } from "../../query";
import { openClaim } from "../../ui-state";
import styles from "./rows.module.css";

/** The claims that a source is said to have made. */
export const SourceClaims = ({ source }: { readonly source: SourceSummary }) => {
  const claims = useCall("claims", "list", {
    asserters: [source.id],
    sort: "updated",
    direction: "descending",
  }).data;
  if (claims === undefined) return null;
  return (
    <section aria-labelledby="source-claims">
      <h3 id="source-claims" className={styles.heading}>
        Claims it asserts <span className={styles.count}>{claims.total}</span>
      </h3>
      {claims.total === 0 ? (
        <p className={styles.quiet}>
          None yet. When you record a claim, choose this source as the one who asserts it.
        </p>
      ) : null}
      <ul className={styles.rows}>
        {claims.claims.map((claim) => (
          <li key={claim.id} className={styles.row}>
            <div className={styles.words}>
              <button type="button" className={styles.open} onClick={() => openClaim(claim.id)}>
                <bdi>{claim.statement}</bdi>
              </button>
              <p className={styles.meta}>
                {claim.kind} · {claim.supports} supporting · {claim.contradicts} contradicting ·{" "}
                {count(claim.articles, "article")}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
};
