import { type ReactNode, useState } from "react";
import { type ClaimDetail, likelihoodWording, type NewAsserter } from "../../../shared/domain/claim";
import { AsserterPicker } from "../../parts/AsserterPicker";
import { ClaimKindPicker } from "../../parts/ClaimKindPicker";
import { formatDate } from "../../parts/dates";
import { JudgementPicker } from "../../parts/JudgementPicker";
import { DateField } from "../../ui/DateField";
import styles from "./ClaimFacts.module.css";
import { updateClaim } from "./claim-actions";
import { kindWord } from "./claim-words";
import { EditPopover } from "./EditPopover";

/** The properties of a claim; each opens what changes it. Likelihood and confidence are two things. */
export const ClaimFacts = ({ claim }: { readonly claim: ClaimDetail }) => (
  <dl className={styles.facts}>
    <Fact label="Kind">
      <EditPopover label="Kind of claim" value={kindWord[claim.kind]}>
        <ClaimKindPicker value={claim.kind} onChange={(kind) => updateClaim(claim.id, { kind })} />
      </EditPopover>
    </Fact>
    <Fact label="Asserter">
      <AsserterFact claim={claim} />
    </Fact>
    <Fact label="Event date">
      <DateFact claim={claim} />
    </Fact>
    <Fact label="Likelihood">
      <JudgementFact
        claim={claim}
        label="Likelihood"
        value={
          claim.likelihood === null ? null : (
            <span>
              <b>{likelihoodWording[claim.likelihood].label}</b>{" "}
              <span className={styles.range}>{likelihoodWording[claim.likelihood].range}</span>
            </span>
          )
        }
      />
    </Fact>
    <Fact label="Confidence">
      <JudgementFact
        claim={claim}
        label="Confidence"
        value={claim.confidence === null ? null : <b>{claim.confidence}</b>}
      />
    </Fact>
  </dl>
);

const Fact = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div className={styles.fact}>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

/** What stands where there is nothing yet. */
const Absent = ({ children }: { readonly children: string }) => (
  <span className={styles.absent}>{children}</span>
);

const AsserterFact = ({ claim }: { readonly claim: ClaimDetail }) => {
  const [draft, setDraft] = useState<NewAsserter | null>(claim.asserter);
  return (
    <EditPopover
      label="Asserter"
      value={claim.asserterName === "" ? <Absent>nobody yet</Absent> : <bdi>{claim.asserterName}</bdi>}
      onOpen={() => setDraft(claim.asserter)}
      onClose={() => {
        if (JSON.stringify(draft) !== JSON.stringify(claim.asserter))
          updateClaim(claim.id, { asserter: draft });
      }}
    >
      {(close) => (
        <form onSubmit={submit(close)}>
          <AsserterPicker label="Who asserts it" value={draft} onChange={setDraft} autoFocus />
        </form>
      )}
    </EditPopover>
  );
};

const DateFact = ({ claim }: { readonly claim: ClaimDetail }) => {
  const [draft, setDraft] = useState(claim.eventDate);
  return (
    <EditPopover
      label="Event date"
      width={200}
      value={claim.eventDate === null ? <Absent>no date</Absent> : formatDate(claim.eventDate)}
      onOpen={() => setDraft(claim.eventDate)}
      onClose={() => {
        if (draft !== claim.eventDate) updateClaim(claim.id, { eventDate: draft });
      }}
    >
      {(close) => (
        <form onSubmit={submit(close)}>
          <DateField
            label="When it happened, or is to happen"
            near={claim.evidence[0]?.publishedOn ?? null}
            value={draft}
            onChange={setDraft}
          />
        </form>
      )}
    </EditPopover>
  );
};

const JudgementFact = ({
  claim,
  label,
  value,
}: {
  readonly claim: ClaimDetail;
  readonly label: string;
  readonly value: ReactNode;
}) => (
  <EditPopover label={label} width={380} value={value ?? <Absent>not judged</Absent>}>
    <JudgementPicker
      likelihood={claim.likelihood}
      confidence={claim.confidence}
      onChange={(set) => updateClaim(claim.id, set)}
    />
  </EditPopover>
);

/** Enter in a field closes the popover, which writes. */
const submit = (close: () => void) => (event: { preventDefault: () => void }) => {
  event.preventDefault();
  close();
};
