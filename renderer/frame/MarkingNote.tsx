import { Button, Dialog, DialogTrigger, Heading, Popover } from "react-aria-components";
import styles from "./MarkingNote.module.css";

/**
 * The marking that came with this project, on every screen as long as it is open: whoever gave it decides how it may be
 * passed on. Words of somebody else's, so text and nothing else.
 */
export const MarkingNote = ({ marking }: { readonly marking: string }) =>
  marking === "" ? null : (
    <DialogTrigger>
      <Button className={styles.marking ?? ""} aria-label={`Marking of this project: ${marking}`}>
        <bdi>{marking}</bdi>
      </Button>
      <Popover className={styles.popover ?? ""} placement="bottom start" offset={6}>
        <Dialog className={styles.dialog ?? ""}>
          <Heading slot="title" className={styles.heading ?? ""}>
            Marking of this project
          </Heading>
          <p className={styles.words}>
            <bdi>{marking}</bdi>
          </p>
          <p className={styles.hint}>It came with the file. Keep to it when you pass on copies or exports.</p>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
