import { memo } from "react";
import { type ClaimSummary, likelihoodWording } from "../../../shared/domain/claim";
import type { ClaimId } from "../../../shared/ids";
import { formatDate } from "../../parts/dates";
import { EvidenceGrade } from "../../parts/Grade";
import { StanceCounts } from "../../parts/StanceCounts";
import styles from "./ClaimTable.module.css";

/** One claim as a row of the table. */
export const ClaimRow = memo(
  ({
    claim,
    index,
    top,
    isActive,
    isOpen,
    onFocus,
    onOpen,
  }: {
    readonly claim: ClaimSummary;
    readonly index: number;
    readonly top: number;
    /** The row that Tab reaches. */
    readonly isActive: boolean;
    readonly isOpen: boolean;
    readonly onFocus: (id: ClaimId) => void;
    readonly onOpen: (id: ClaimId, byKey: boolean) => void;
  }) => (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the grid
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isOpen}
      tabIndex={isActive ? 0 : -1}
      data-row={index}
      className={`${styles.columns} ${styles.row}`}
      style={{ transform: `translateY(${top}px)` }}
      onFocus={() => onFocus(claim.id)}
      onClick={() => onOpen(claim.id, false)}
    >
      <div
        role="gridcell"
        aria-colindex={1}
        data-column="claim"
        className={styles.statement}
        title={claim.statement}
      >
        <bdi className={styles.clamp}>{claim.statement}</bdi>
      </div>
      <div role="gridcell" aria-colindex={2} data-column="evidence">
        <StanceCounts supports={claim.supports} contradicts={claim.contradicts} context={claim.context} />
      </div>
      <div role="gridcell" aria-colindex={3} data-column="articles" className={styles.number}>
        {claim.articles}
      </div>
      <div role="gridcell" aria-colindex={4} data-column="grade">
        {/* A letter without its digit would lead the digit that is still to come. */}
        {claim.bestCredibility === null ? (
          <Nothing word={claim.supports === 0 ? "no supporting evidence" : "not graded"} />
        ) : (
          <EvidenceGrade reliability={claim.bestReliability} credibility={claim.bestCredibility} />
        )}
      </div>
      <div role="gridcell" aria-colindex={5} data-column="judgement" className={styles.quiet}>
        {claim.likelihood === null ? (
          <Nothing word="no judgement" />
        ) : (
          <span
            className={styles.clamp}
            title={
              claim.confidence === null
                ? likelihoodWording[claim.likelihood].range
                : `${likelihoodWording[claim.likelihood].range}, ${claim.confidence} confidence`
            }
          >
            {likelihoodWording[claim.likelihood].label}
          </span>
        )}
      </div>
      <div
        role="gridcell"
        aria-colindex={6}
        data-column="date"
        className={`${styles.quiet} ${styles.number}`}
      >
        {claim.eventDate === null ? <Nothing word="no event date" /> : formatDate(claim.eventDate)}
      </div>
      <div
        role="gridcell"
        aria-colindex={7}
        data-column="asserter"
        className={styles.quiet}
        title={claim.asserterName}
      >
        {claim.asserterName === "" ? (
          <Nothing word="no asserter" />
        ) : (
          <bdi className={styles.clamp}>{claim.asserterName}</bdi>
        )}
      </div>
    </div>
  ),
);

/** A dash for the eye, words for a screen reader. */
const Nothing = ({ word }: { readonly word: string }) => (
  <span className={styles.nothing}>
    <span aria-hidden="true">—</span>
    <span className="visually-hidden">{word}</span>
  </span>
);
