import { useEffect, useState } from "react";
import { Toolbar } from "react-aria-components";
import type { ClaimId } from "../../../shared/ids";
import { StanceCounts } from "../../parts/StanceCounts";
import { useCall } from "../../query";
import styles from "./ClaimPanel.module.css";

const pause = 250;

/** Recorded claims that read like the statement: choosing one adds the passage to it. One stop for Tab. */
export const ClaimSimilar = ({
  statement,
  onChoose,
}: {
  readonly statement: string;
  readonly onChoose: (claim: { readonly id: ClaimId; readonly statement: string }) => void;
}) => {
  const [settled, setSettled] = useState(statement);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(statement), pause);
    return () => clearTimeout(timer);
  }, [statement]);
  const text = settled.trim().slice(0, 10_000);
  const { data } = useCall(
    "claims",
    "similar",
    { text, limit: 2 },
    { isEnabled: text !== "", keepPrevious: true },
  );
  if (text === "" || data === undefined || data.length === 0) return null;
  return (
    <div className={styles.similar}>
      <p className={styles.similarLabel}>Add this passage to a claim instead?</p>
      <Toolbar
        orientation="vertical"
        aria-label="Claims that read alike"
        className={styles.similarList ?? ""}
      >
        {data.map((claim) => (
          <button
            key={claim.id}
            type="button"
            className={styles.similarClaim}
            title={claim.statement}
            onClick={() => onChoose({ id: claim.id, statement: claim.statement })}
          >
            <bdi className={styles.similarText}>{claim.statement}</bdi>
            <StanceCounts supports={claim.supports} contradicts={claim.contradicts} />
          </button>
        ))}
      </Toolbar>
    </div>
  );
};
