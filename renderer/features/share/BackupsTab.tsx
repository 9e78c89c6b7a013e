import { ArchiveRestore, FileCheck2, Save } from "lucide-react";
import type { Backup, BackupReason } from "../../../shared/domain/backup";
import type { Project } from "../../../shared/domain/project";
import { formatTime } from "../../parts/dates";
import { useCall } from "../../query";
import { Button } from "../../ui/Button";
import styles from "./BackupsTab.module.css";
import share from "./ShareScreen.module.css";
import { backUpNow, goBackTo, useBackups } from "./use-backups";
import { useShare, verifyProject } from "./use-share";
import { VerifyReportView } from "./VerifyReportView";

const icon = { size: 16, strokeWidth: 1.6, "aria-hidden": true } as const;

const reasons: Readonly<Record<BackupReason, string>> = {
  "by hand": "made by hand",
  "before merging": "made before a merge",
  "before going back": "made before going back to another one",
  "before deleting": "made before much was removed",
  "on opening": "made when the project was opened",
  "while working": "made after half an hour of work",
};

const sizeOf = (bytes: number): string =>
  bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1000)).toLocaleString("en-GB")} kB`
    : `${(bytes / 1_000_000).toLocaleString("en-GB", { maximumFractionDigits: 1 })} MB`;

const Line = ({
  backup,
  isDisabled,
  isUnderWay,
}: {
  readonly backup: Backup;
  readonly isDisabled: boolean;
  readonly isUnderWay: boolean;
}) => (
  <li className={styles.backup}>
    <div className={styles.words}>
      <p>
        <time dateTime={backup.at}>{formatTime(backup.at)}</time>
      </p>
      <p className={styles.quiet}>
        {reasons[backup.reason]} · {sizeOf(backup.bytes)}
        {backup.isElsewhere ? " · in Assay’s own folder" : ""}
      </p>
    </div>
    <Button
      tone="quiet"
      icon={<ArchiveRestore {...icon} />}
      isDisabled={isDisabled}
      aria-label={`Go back to the backup of ${formatTime(backup.at)}, ${reasons[backup.reason]}`}
      onPress={() => void goBackTo(backup)}
    >
      {isUnderWay ? "Going back…" : "Go back to this"}
    </Button>
  </li>
);

const Backups = ({ project }: { readonly project: Project }) => {
  const backups = useCall("files", "backups", undefined, { keepPrevious: true }).data;
  const { doing, key } = useBackups();
  const isDisabled = project.isReadOnly || doing !== "nothing";
  const folder = `${project.fileName} backups`;
  return (
    <section className={share.section} aria-labelledby="share-backups">
      <h2 id="share-backups">Backups</h2>
      <p className={share.lead}>
        Whole copies of this project, each looked through when it is made. Assay makes one before a merge,
        before much is removed, before going back, once a day when you open the project, and after half an
        hour of work. The newest ten are kept, then one a day for seven days, in the folder{" "}
        <bdi>“{folder}”</bdi> beside it.
      </p>
      {project.isReadOnly ? (
        <p className={styles.quiet}>
          {project.asOf === null
            ? "This project cannot be written, so it needs no backups."
            : "This is the project as it stood. Go back to now to make a backup or to go back to one."}
        </p>
      ) : null}
      <div>
        <Button icon={<Save {...icon} />} isDisabled={isDisabled} onPress={() => void backUpNow()}>
          {doing === "backing-up" ? "Backing up…" : "Back up now"}
        </Button>
      </div>
      {backups === undefined ? null : backups.length === 0 ? (
        <p className={styles.quiet}>There are no backups yet.</p>
      ) : (
        <>
          <ul className={styles.backups} aria-label="Backups, newest first">
            {backups.map((backup) => (
              <Line
                key={`${backup.isElsewhere} ${backup.key}`}
                backup={backup}
                isDisabled={isDisabled}
                isUnderWay={key === backup.key}
              />
            ))}
          </ul>
          <p className={styles.quiet}>
            Going back puts the backup in the place of the project. How the project is now becomes a backup
            first, so that nothing is lost and one press takes it back.
          </p>
        </>
      )}
      <p role="status" className="visually-hidden">
        {doing === "going-back" ? "Going back to the backup" : ""}
      </p>
    </section>
  );
};

const CheckProject = () => {
  const { isChecking, report } = useShare();
  return (
    <section className={share.section} aria-labelledby="share-check">
      <h2 id="share-check">Check this project</h2>
      <p className={share.lead}>
        Reads the whole file: the fingerprint of every text and original, the place of every highlight, and
        whether the history adds up to what is on screen. Nothing is changed.
      </p>
      <div>
        <Button icon={<FileCheck2 {...icon} />} isDisabled={isChecking} onPress={() => void verifyProject()}>
          {isChecking ? "Checking…" : report === null ? "Check now" : "Check again"}
        </Button>
      </div>
      <div role="status">
        {report === null ? null : <VerifyReportView report={report.result} at={report.at} />}
      </div>
    </section>
  );
};

/** Copies of the project that Assay keeps, and a check of the whole file. */
export const BackupsTab = () => {
  const project = useCall("project", "get", undefined).data;
  return (
    <div className={share.page}>
      {project === undefined || project === null ? null : <Backups project={project} />}
      <CheckProject />
    </div>
  );
};
