import { CalendarPlus } from "lucide-react";
import { useEffect, useState } from "react";
import { formatDate } from "../../parts/dates";
import styles from "./ClaimPanel.module.css";
import { type DateProposal, proposeDates } from "./claim-dates";

/** Days read from the text, as chips to accept. A machine's reading is never filled in by itself. */
export const ClaimDateProposals = ({
  passage: { text, publishedOn, language, start, end },
  accepted,
  onAccept,
}: {
  readonly passage: {
    readonly text: string;
    readonly publishedOn: string | null;
    readonly language: string;
    readonly start: number;
    readonly end: number;
  };
  readonly accepted: string | null;
  readonly onAccept: (date: string) => void;
}) => {
  const [proposals, setProposals] = useState<readonly DateProposal[]>([]);
  useEffect(() => {
    let isCurrent = true;
    void proposeDates({ text, publishedOn, language, start, end }).then((found) => {
      if (isCurrent) setProposals(found);
    });
    return () => {
      isCurrent = false;
    };
  }, [text, publishedOn, language, start, end]);
  const open = proposals.filter(({ date }) => date !== accepted);
  if (accepted !== null || open.length === 0) return null;
  return (
    <ul className={styles.proposals} aria-label="Dates read from the text">
      {open.map(({ date, words }) => (
        <li key={date}>
          <button
            type="button"
            className={styles.proposal}
            aria-label={`Use ${formatDate(date)}, read from “${words}”`}
            onClick={(event) => {
              // The chip goes away; the field that took its date is where one goes on.
              event.currentTarget.closest("[data-field]")?.querySelector("input")?.focus();
              onAccept(date);
            }}
          >
            <CalendarPlus size={14} strokeWidth={1.6} aria-hidden="true" />
            {formatDate(date)}
            <span className={styles.words}>
              “<bdi>{words}</bdi>”
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
};
