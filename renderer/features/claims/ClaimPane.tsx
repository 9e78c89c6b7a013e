import { Trash2, X } from "lucide-react";
import { type KeyboardEvent, type Ref, useId, useRef } from "react";
import type { ClaimDetail } from "../../../shared/domain/claim";
import { count, formatDate } from "../../parts/dates";
import { standsAlone } from "../../parts/independence";
import { IconButton } from "../../ui/Button";
import { InPlace } from "../../ui/InPlace";
import { ClaimFacts } from "./ClaimFacts";
import styles from "./ClaimPane.module.css";
import { ClaimTagsRow } from "./ClaimTagsRow";
import { removeClaim, updateClaim } from "./claim-actions";
import { EvidenceItem } from "./EvidenceItem";

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/** Everything about one claim: what it says, who says it, what stands for and against it, and the judgement. */
export const ClaimPane = ({
  claim,
  onClose,
  ref,
}: {
  readonly claim: ClaimDetail;
  /** Escape and the cross. */
  readonly onClose: () => void;
  readonly ref?: Ref<HTMLElement>;
}) => {
  const id = useId();
  const list = useRef<HTMLUListElement>(null);

  const remove = async () => {
    if (await removeClaim(claim)) onClose();
  };

  /* Up and down walk the evidence from wherever the pane itself, or a piece, has the focus. */
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape") onClose();
    else {
      const step = steps[event.key];
      const pieces = [...(list.current?.querySelectorAll<HTMLElement>("[data-evidence]") ?? [])];
      const at = pieces.indexOf(event.target as HTMLElement);
      if (step === undefined || (at === -1 && event.target !== event.currentTarget)) return;
      pieces[at === -1 ? (step > 0 ? 0 : pieces.length - 1) : at + step]?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <article
      ref={ref}
      className={styles.pane}
      tabIndex={-1}
      aria-labelledby={`${id}title`}
      onKeyDown={onKeyDown}
    >
      <h2 id={`${id}title`} className="visually-hidden">
        Claim: <bdi>{claim.statement}</bdi>
      </h2>
      <header className={styles.head}>
        <ClaimTagsRow claim={claim} />
        <IconButton label="Delete claim" onPress={() => void remove()}>
          <Trash2 size={18} strokeWidth={1.6} aria-hidden="true" />
        </IconButton>
        <IconButton label="Close" keys="Esc" onPress={onClose}>
          <X size={18} strokeWidth={1.6} aria-hidden="true" />
        </IconButton>
      </header>
      <InPlace
        label="Statement"
        isLabelHidden
        isRequired
        look="title"
        maxLength={10_000}
        value={claim.statement}
        onCommit={(statement) => updateClaim(claim.id, { statement })}
      />
      <ClaimFacts claim={claim} />
      <section aria-labelledby={`${id}evidence`}>
        <h3 id={`${id}evidence`} className={styles.evidenceHead}>
          {count(claim.evidence.length, "piece", "pieces")} of evidence
          {claim.articles > 1 ? <span> in {count(claim.articles, "article")}</span> : null}
        </h3>
        {claim.evidence.length === 0 ? (
          <p className={styles.none}>
            Nothing holds this claim yet. Open an article, select a passage that bears on it and press c: the
            card offers claims that read alike.
          </p>
        ) : (
          <ul ref={list} className={styles.evidence}>
            {claim.evidence.map((evidence) => (
              <EvidenceItem
                key={evidence.id}
                evidence={evidence}
                isAlone={standsAlone(evidence, claim.evidence)}
              />
            ))}
          </ul>
        )}
      </section>
      <footer className={styles.foot}>
        Recorded by <bdi>{claim.analyst}</bdi>, {formatDate(claim.createdAt)}
      </footer>
    </article>
  );
};
