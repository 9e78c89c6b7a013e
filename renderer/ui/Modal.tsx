import type { ReactNode } from "react";
import { Modal as AriaModal, Dialog, Heading, ModalOverlay } from "react-aria-components";
import styles from "./Modal.module.css";

/** A sheet over the window for the few things that deserve one. Escape or a click outside closes it. */
export const Modal = ({
  title,
  isTitleHidden = false,
  isOpen,
  onClose,
  width = 520,
  children,
}: {
  readonly title: string;
  readonly isTitleHidden?: boolean;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly width?: number;
  readonly children: ReactNode;
}) => (
  <ModalOverlay
    isOpen={isOpen}
    isDismissable
    onOpenChange={(open) => {
      if (!open) onClose();
    }}
    className={styles.overlay ?? ""}
  >
    <AriaModal className={styles.modal ?? ""} style={{ width }}>
      <Dialog className={styles.dialog ?? ""} {...(isTitleHidden ? { "aria-label": title } : {})}>
        {isTitleHidden ? null : (
          <Heading slot="title" className={styles.title ?? ""}>
            {title}
          </Heading>
        )}
        {children}
      </Dialog>
    </AriaModal>
  </ModalOverlay>
);
