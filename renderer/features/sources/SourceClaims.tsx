import type { SourceSummary } from "../../../shared/domain/source";
import { count } from "../../parts/dates";
import { useCall } from "../../query";
import { Button } from "../../ui/Button";
import { openClaim } from "../../ui-state";
import { useShowClaims } from "../tags/use-show-claims";
import styles from "./rows.module.css";

/** Of a longer list the Claims table is the place. */
const shownAtMost = 50;

/** The claims that a source is said to have made. */
export const SourceClaims = ({ source }: { readonly source: SourceSummary }) => {
  const claims = useCall("claims", "list", {
    asserters: [source.id],
    sort: "updated",
    direction: "descending",
  }).data?.claims;
  const showClaims = useShowClaims();
  if (claims === undefined) return null;
  return (
    <section aria-labelledby="source-claims">
      <h3 id="source-claims" className={styles.heading}>
        Claims it asserts <span className={styles.count}>{claims.length}</span>
      </h3>
      {claims.length === 0 ? (
        <p className={styles.quiet}>
          None yet. When you record a claim, choose this source as the one who asserts it.
        </p>
      ) : null}
      <ul className={styles.rows} hidden={claims.length === 0}>
        {claims.slice(0, shownAtMost).map((claim) => (
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
      {claims.length <= shownAtMost ? null : (
        <div className={styles.all}>
          <Button onPress={() => showClaims({ asserters: [source.id] })}>
            Show all {count(claims.length, "claim")}
          </Button>
        </div>
      )}
    </section>
  );
};
