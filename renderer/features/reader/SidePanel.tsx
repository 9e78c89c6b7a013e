import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { IconButton } from "../../ui/Button";
import styles from "./SidePanel.module.css";

/** A list about the article that lies over the margin beside the text. Escape closes it. */
export const SidePanel = ({
  label,
  title,
  follows,
  onClose,
  children,
}: {
  readonly label: string;
  readonly title: string;
  /** When this changes, what had the focus may be gone: the panel takes it then. */
  readonly follows?: number;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) => {
  const panel = useRef<HTMLElement>(null);
  // What opened it lies under it now.
  useEffect(() => panel.current?.focus(), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of it is what is waited for
  useEffect(() => {
    if (document.activeElement === document.body) panel.current?.focus();
  }, [follows]);
  return (
    <section
      ref={panel}
      tabIndex={-1}
      className={styles.panel}
      aria-label={label}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) onClose();
      }}
    >
      <header className={styles.head}>
        <h2>{title}</h2>
        <IconButton label="Close" keys="Esc" onPress={onClose}>
          <X size={16} strokeWidth={1.6} />
        </IconButton>
      </header>
      {children}
    </section>
  );
};
