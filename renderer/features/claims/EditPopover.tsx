import { Pencil } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";
import styles from "./EditPopover.module.css";

/** A value that opens what changes it. Closing writes; there is no button to save. */
export const EditPopover = ({
  label,
  value,
  onOpen,
  onClose,
  width = 300,
  children,
}: {
  /** What the value is: "Asserter". */
  readonly label: string;
  readonly value: ReactNode;
  readonly onOpen?: () => void;
  /** Closed, by Escape, Enter or a click outside: write what was chosen. */
  readonly onClose?: () => void;
  readonly width?: number;
  readonly children: ReactNode | ((close: () => void) => ReactNode);
}) => {
  const [isOpen, setIsOpen] = useState(false);
  const change = (next: boolean) => {
    setIsOpen(next);
    if (next) onOpen?.();
    else onClose?.();
  };
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={change}>
      <Button className={styles.value ?? ""}>
        <span className="visually-hidden">{label}: </span>
        {value}
        <Pencil size={12} strokeWidth={1.6} aria-hidden="true" className={styles.pencil ?? ""} />
      </Button>
      <Popover className={styles.popover ?? ""} placement="bottom start" offset={4} style={{ width }}>
        <Dialog aria-label={label} className={styles.dialog ?? ""}>
          {typeof children === "function" ? children(() => change(false)) : children}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
};
