import { FileCheck2, FileOutput } from "lucide-react";
import type { Project } from "../../../shared/domain/project";
import { count } from "../../parts/dates";
import { useCall } from "../../query";
import { Button } from "../../ui/Button";
import styles from "./ShareScreen.module.css";
import { shareCopy, useShare, verifyProject } from "./use-share";
import { VerifyReportView } from "./VerifyReportView";

const icon = { size: 16, strokeWidth: 1.6, "aria-hidden": true } as const;

/** "6 articles, 40 highlights and 13 claims" */
const inWords = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;

const ShareCopy = ({ project }: { readonly project: Project }) => {
  const isCopying = useShare((state) => state.isCopying);
  const { articles, highlights, claims, evidence, sources, tags } = project.counts;
  return (
    <section className={styles.section} aria-labelledby="share-copy">
      <h2 id="share-copy">Save a copy to share</h2>
      <p className={styles.lead}>One file that a colleague opens in Assay and sees what you see.</p>
      <dl className={styles.contents}>
        <dt>In it</dt>
        <dd>
          {inWords([
            count(articles, "article"),
            count(highlights, "highlight"),
            count(claims, "claim"),
            count(evidence, "piece of evidence", "pieces of evidence"),
            count(sources, "source"),
            count(tags, "tag"),
          ])}
          , with the original files, notes, ratings and their reasons.
        </dd>
        <dt>History</dt>
        <dd>
          Goes along: who changed what and when. What you deleted is gone from the screens of the copy, but
          can still be read in its history.
        </dd>
        <dt>Not in it</dt>
        <dd>
          Scraps of text that the project’s file still holds unused, your settings, and which articles you
          have read.
        </dd>
        <dt>Your project</dt>
        <dd>Stays as it is. The copy is a file of its own; later changes here do not reach it.</dd>
      </dl>
      <div>
        <Button
          tone="primary"
          icon={<FileOutput {...icon} />}
          isDisabled={isCopying}
          onPress={() => void shareCopy()}
        >
          {isCopying ? "Saving the copy…" : "Save a copy…"}
        </Button>
      </div>
    </section>
  );
};

const CheckProject = () => {
  const { isChecking, report } = useShare();
  return (
    <section className={styles.section} aria-labelledby="share-check">
      <h2 id="share-check">Check this project</h2>
      <p className={styles.lead}>
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

/** Giving the project to a colleague, and being sure of it first. */
export const ShareScreen = () => {
  const project = useCall("project", "get", undefined).data;
  if (project === undefined || project === null) return null;
  return (
    // A page without fields at its end is scrolled by keys.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <div className={styles.screen} tabIndex={0} role="region" aria-label="Share">
      <div className={styles.page}>
        <h1 className={styles.title}>Share</h1>
        <ShareCopy project={project} />
        <CheckProject />
      </div>
    </div>
  );
};
