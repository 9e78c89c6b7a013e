import { FileInput } from "lucide-react";
import { useRef } from "react";
import { count } from "../../parts/dates";
import { useCall } from "../../query";
import { Button } from "../../ui/Button";
import { useLostFocus } from "../../ui/use-arrival";
import { ConflictReview } from "./ConflictReview";
import { Joins } from "./Joins";
import { MergePreview } from "./MergePreview";
import styles from "./MergeTab.module.css";
import share from "./ShareScreen.module.css";
import {
  chooseFile,
  showConflicts,
  useLeftOfMerge,
  useMerge,
  useOpenConflicts,
  usePending,
} from "./use-merge";

const icon = { size: 16, strokeWidth: 1.6, "aria-hidden": true } as const;

/** Never asked for: the call waits until something was merged. */
const noEdit = { edit: "" as never };

/** What of its conflicts still waits. */
const leftWords = (conflicts: number, left: number): string => {
  if (conflicts === 0) return "Nothing in it was in conflict with your work.";
  if (left === 0)
    return conflicts === 1
      ? "The conflict that it left to you is settled."
      : `All ${count(conflicts, "conflict")} that it left to you are settled.`;
  if (left >= conflicts) return `It left ${count(left, "conflict")} to you.`;
  return `Of the ${count(conflicts, "conflict")} that it left to you, ${left.toLocaleString("en-GB")} still ${left === 1 ? "waits" : "wait"}.`;
};

/** What came of the latest merge, while it stands. */
const Merged = () => {
  const merged = useMerge((state) => state.merged);
  const left = useLeftOfMerge();
  const edit = merged?.edit ?? null;
  const detail = useCall("history", "get", edit === null ? noEdit : { edit }, {
    isEnabled: edit !== null,
  }).data;
  if (merged === null || detail?.edit.isUndone === true) return null;
  return (
    <div className={styles.merged} role="status">
      <p>
        <bdi>“{merged.fileName}”</bdi> is merged. {leftWords(merged.conflicts, left)}
      </p>
      {merged.backup === "" ? null : (
        <p className={styles.quiet}>
          Your project as it was before is kept as <bdi>“{merged.backup}”</bdi>. One undo takes the whole
          merge back.
        </p>
      )}
    </div>
  );
};

const ChooseFile = ({ isReadOnly }: { readonly isReadOnly: boolean }) => {
  const doing = useMerge((state) => state.doing);
  // After a merge that left something to settle, that is the next step.
  const isNext = useLeftOfMerge() === 0;
  return (
    <section className={share.section} aria-labelledby="merge-file">
      <h2 id="merge-file">Merge a colleague’s file</h2>
      <p className={share.lead}>
        Brings in what they did and keeps what you did. Assay reads the file apart from your project and shows
        first what it would bring; nothing changes until you say so.
      </p>
      <Merged />
      {isReadOnly ? (
        <p className={styles.quiet}>This project is read-only: nothing can be merged into it.</p>
      ) : null}
      <div>
        <Button
          tone={isNext ? "primary" : "plain"}
          icon={<FileInput {...icon} />}
          isDisabled={doing !== "nothing" || isReadOnly}
          onPress={() => void chooseFile()}
        >
          {doing === "reading" ? "Reading the file…" : "Choose a file…"}
        </Button>
      </div>
    </section>
  );
};

const OpenConflicts = () => {
  const total = useOpenConflicts();
  const isNext = useLeftOfMerge() > 0;
  return (
    <section className={share.section} aria-labelledby="merge-conflicts">
      <h2 id="merge-conflicts">
        {total === 0 ? "No open conflicts" : `${count(total, "conflict")} to settle`}
      </h2>
      <p className={share.lead}>
        {total === 0
          ? "Where you and a colleague change the same thing apart from each other, both versions wait here for you to choose."
          : "You and a colleague changed the same things apart from each other. One version of each stands already, so this can wait, and be left and resumed."}
      </p>
      {total === 0 ? null : (
        <div>
          <Button tone={isNext ? "primary" : "plain"} onPress={showConflicts}>
            Review {count(total, "conflict")}
          </Button>
        </div>
      )}
    </section>
  );
};

/** A colleague's file: choose it, see what it would bring, merge it, settle what is in conflict. */
export const MergeTab = () => {
  const view = useMerge((state) => state.view);
  const pending = usePending();
  const isReadOnly = useCall("project", "get", undefined).data?.isReadOnly ?? true;
  const page = useRef<HTMLDivElement>(null);
  // What had the focus (the way into the review, the choice of a file) is gone: its successor has it.
  useLostFocus(page, "[data-arrival], button", `${view} ${pending?.fileName ?? ""}`);
  if (view === "conflicts") return <ConflictReview isReadOnly={isReadOnly} />;
  if (pending === undefined) return null;
  if (pending !== null)
    return (
      <div ref={page} className={share.page}>
        <MergePreview preview={pending} isReadOnly={isReadOnly} />
      </div>
    );
  return (
    <div ref={page} className={share.page}>
      <ChooseFile isReadOnly={isReadOnly} />
      <OpenConflicts />
      <Joins isReadOnly={isReadOnly} />
    </div>
  );
};
