import type { ReactNode } from "react";
import styles from "./EmptyState.module.css";

/** What an empty screen shows: what belongs here and the next step. */
export const EmptyState = ({
  title,
  children,
  actions,
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}) => (
  <div className={styles.empty}>
    <h2>{title}</h2>
    <p>{children}</p>
    {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
  </div>
);
