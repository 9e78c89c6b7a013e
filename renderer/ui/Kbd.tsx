import type { ReactNode } from "react";
import styles from "./Kbd.module.css";

/** A key, shown beside the action it does. Hidden from screen readers, which read `aria-keyshortcuts`. */
export const Kbd = ({ children }: { readonly children: ReactNode }) => (
  <kbd className={styles.kbd} aria-hidden="true">
    {children}
  </kbd>
);
