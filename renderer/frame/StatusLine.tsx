import { CircleAlert, CloudOff, Lock, X } from "lucide-react";
import { useEffect } from "react";
import type { Project } from "../../shared/domain/project";
import { cancelImport, useImports } from "../features/library/use-imports";
import { count } from "../parts/dates";
import { act } from "../query";
import { IconButton } from "../ui/Button";
import { Kbd } from "../ui/Kbd";
import { forgetFailedWrite, useFailedWrite, usePendingWrites } from "../ui/pending-writes";
import { showOverlay, useUi } from "../ui-state";
import { IntegrityNote } from "./IntegrityNote";
import styles from "./StatusLine.module.css";
import { type Job, useJobs, useLasting } from "./use-jobs";

const Saved = ({ isReadOnly, isPast }: { readonly isReadOnly: boolean; readonly isPast: boolean }) => {
  const isSaving = usePendingWrites();
  const hasFailed = useFailedWrite();
  if (isReadOnly)
    return (
      <span
        className={styles.saved}
        title={
          isPast
            ? "The past can be read, not changed"
            : "The file or its folder cannot be written: read everything, change nothing"
        }
      >
        <Lock size={13} strokeWidth={1.6} aria-hidden="true" />
        Read-only
      </span>
    );
  if (hasFailed && !isSaving)
    return (
      <span
        className={styles.saved}
        title="The last change did not get into the file: it has to be made again"
      >
        <CircleAlert size={13} strokeWidth={1.8} className={styles.failed} aria-hidden="true" />
        Not saved
      </span>
    );
  return (
    <span className={styles.saved}>
      <span className={styles.dot} data-saving={isSaving || undefined} aria-hidden="true" />
      {isSaving ? "Saving…" : "Saved"}
    </span>
  );
};

/** A job that says it is one short of its end, whenever it says something, does not know where that is. */
const isOpenEnded = ({ done, total }: Job): boolean => done >= 1000 && total === done + 1;

const Progress = ({ job, onCancel }: { readonly job: Job; readonly onCancel: () => void }) => (
  <span className={styles.job}>
    <span id={`job-${job.job}`}>{job.label === "" ? "Working" : job.label}</span>
    <progress
      {...(isOpenEnded(job) ? {} : { value: job.done, max: Math.max(1, job.total) })}
      aria-labelledby={`job-${job.job}`}
    />
    <span className={styles.figures}>
      {job.done.toLocaleString("en-GB")}
      {isOpenEnded(job) ? "" : ` of ${job.total.toLocaleString("en-GB")}`}
    </span>
    {job.isCancellable ? (
      <IconButton label={`Cancel: ${job.label}`} onPress={onCancel}>
        <X size={14} strokeWidth={1.8} aria-hidden="true" />
      </IconButton>
    ) : null}
  </span>
);

/** Dropped files are read by the window, which knows itself how far it is. */
const DropProgress = () => {
  const progress = useImports((state) => state.progress);
  const isLong = useLasting(progress !== null);
  if (progress === null || !isLong) return null;
  const job = { ...progress, job: "dropped-files", label: "Importing", isCancellable: true };
  return <Progress job={job} onCancel={cancelImport} />;
};

/** The foot of the window: that everything is saved and in place, what is under way, and that nothing leaves. */
export const StatusLine = ({ project }: { readonly project: Project }) => {
  const screen = useUi((state) => state.screen);
  const jobs = useJobs();
  const file = `${project.id} ${project.fileName}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is another file that this is for.
  useEffect(forgetFailedWrite, [file]);
  return (
    <footer className={styles.line}>
      <Saved isReadOnly={project.isReadOnly} isPast={project.asOf !== null} />
      {screen === "claims" ? (
        <span className={styles.figures}>
          {count(project.counts.claims, "claim")} ·{" "}
          {count(project.counts.evidence, "piece of evidence", "pieces of evidence")}
        </span>
      ) : null}
      <IntegrityNote isQuiet={screen !== "claims"} />
      {jobs.map((job) => (
        <Progress key={job.job} job={job} onCancel={() => void act("jobs", "cancel", { job: job.job })} />
      ))}
      <DropProgress />
      <span className={styles.space} />
      <span className={styles.who}>
        Signed in as <bdi title={project.analyst.name}>{project.analyst.initials}</bdi>
      </span>
      <span className={styles.offline}>
        <CloudOff size={14} strokeWidth={1.6} aria-hidden="true" />
        Offline, nothing leaves this machine
      </span>
      <button type="button" className={styles.keys} onClick={() => showOverlay("keys")} aria-keyshortcuts="?">
        <Kbd>?</Kbd> Keys
      </button>
    </footer>
  );
};
