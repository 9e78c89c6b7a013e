import { useEffect, useState } from "react";
import { Toolbar } from "react-aria-components";
import type { ArticleId, ClaimId } from "../../../shared/ids";
import { StanceCounts } from "../../parts/StanceCounts";
import { useCall } from "../../query";
import styles from "./ClaimPanel.module.css";
import type { ClaimPassage } from "./claim-record";
import { readsAlike } from "./reads-alike";

const pause = 250;

/** How many the store is asked for, and how many of those are offered at most. */
const asked = 10;
const offered = 2;

/**
 * Recorded claims that read like the statement: choosing one adds the passage to it. One that the passage bears on
 * already cannot be chosen. One stop for Tab.
 */
export const ClaimSimilar = ({
  statement,
  articleId,
  passage,
  onChoose,
}: {
  readonly statement: string;
  readonly articleId: ArticleId;
  readonly passage: ClaimPassage;
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
    { text, limit: asked },
    { isEnabled: text !== "", keepPrevious: true },
  );
  const highlightId = "highlightId" in passage ? passage.highlightId : null;
  const highlights = useCall("highlights", "list", { articleId }, { isEnabled: highlightId !== null }).data;
  const held = highlights?.find(({ id }) => id === highlightId)?.evidence ?? [];
  const alike = (data ?? []).filter(({ statement: known }) => readsAlike(text, known)).slice(0, offered);
  if (text === "" || alike.length === 0) return null;
  return (
    <div className={styles.similar}>
      <p className={styles.similarLabel}>Add this passage to a claim instead?</p>
      <Toolbar
        orientation="vertical"
        aria-label="Claims that read alike"
        className={styles.similarList ?? ""}
      >
        {alike.map((claim) => {
          const isHeld = held.some(({ claimId }) => claimId === claim.id);
          return (
            <button
              key={claim.id}
              type="button"
              className={styles.similarClaim}
              title={claim.statement}
              disabled={isHeld}
              onClick={() => onChoose({ id: claim.id, statement: claim.statement })}
            >
              <bdi className={styles.similarText}>{claim.statement}</bdi>
              {isHeld ? (
                <span className={styles.already}>already evidence</span>
              ) : (
                <StanceCounts supports={claim.supports} contradicts={claim.contradicts} />
              )}
            </button>
          );
        })}
      </Toolbar>
    </div>
  );
};
