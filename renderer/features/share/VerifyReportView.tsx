import { CircleCheck, TriangleAlert } from "lucide-react";
import type { VerifyReport } from "../../../shared/domain/project";
import { count, formatTime } from "../../parts/dates";
import styles from "./ShareScreen.module.css";

/** Problems listed under one check; the command line's `verify` prints all of them. */
const shownAtMost = 50;

const Check = ({ check }: { readonly check: VerifyReport["checks"][number] }) => {
  const isSound = check.problems.length === 0;
  const Icon = isSound ? CircleCheck : TriangleAlert;
  return (
    <li className={styles.check} data-sound={isSound}>
      <Icon size={18} strokeWidth={1.6} aria-hidden="true" />
      <div className={styles.words}>
        <p>
          {check.name}
          <span className="visually-hidden">: </span>
        </p>
        {isSound ? null : (
          <ul className={styles.problems}>
            {check.problems.slice(0, shownAtMost).map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
            {check.problems.length > shownAtMost ? (
              <li>and {count(check.problems.length - shownAtMost, "more problem")}</li>
            ) : null}
          </ul>
        )}
      </div>
      <p className={styles.figure}>
        {isSound
          ? `${check.checked.toLocaleString("en-GB")} checked`
          : count(check.problems.length, "problem")}
      </p>
    </li>
  );
};

/** What a check of the project found, line by line. */
export const VerifyReportView = ({ report, at }: { readonly report: VerifyReport; readonly at: string }) => (
  <div className={styles.report}>
    <p className={styles.verdict} data-sound={report.isSound}>
      {report.isSound
        ? "Everything is sound."
        : "Something is wrong. Keep this file as it is, and look for an earlier copy of it."}
      <span className={styles.when}>Checked {formatTime(at)}</span>
    </p>
    <ul>
      {report.checks.map((check) => (
        <Check key={check.name} check={check} />
      ))}
    </ul>
  </div>
);
