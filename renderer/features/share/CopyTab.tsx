import { useEffect } from "react";
import { useCall } from "../../query";
import { CopyContents } from "./CopyContents";
import { CopyForm } from "./CopyForm";
import { CopyPresets } from "./CopyPresets";
import styles from "./CopyTab.module.css";
import { setShareOptions, useShare } from "./use-share";

/** One file for a colleague: what goes into it, and what it will hold, before it is written. */
export const CopyTab = () => {
  const project = useCall("project", "get", undefined).data;
  const came = project?.marking ?? "";
  // Who gave a marking meant it for what is passed on, too, unless somebody takes it away.
  useEffect(() => {
    if (came !== "" && useShare.getState().options.marking === "") setShareOptions({ marking: came });
  }, [came]);
  if (project === undefined || project === null) return null;
  return (
    <div className={styles.tab}>
      <header className={styles.head}>
        <h2>Save a copy to share</h2>
        <p className={styles.lead}>
          One file that a colleague opens in Assay, or merges into their own project. Yours stays as it is.
        </p>
      </header>
      <CopyPresets />
      <div className={styles.columns}>
        <CopyForm />
        <CopyContents />
      </div>
    </div>
  );
};
