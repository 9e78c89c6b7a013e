import { TriangleAlert } from "lucide-react";
import { Button, Dialog, DialogTrigger, Heading, Popover } from "react-aria-components";
import type { Integrity } from "../../shared/domain/project";
import { showShareTab, verifyProject } from "../features/share/use-share";
import { count, formatTime } from "../parts/dates";
import { useCall } from "../query";
import { Button as TextButton } from "../ui/Button";
import styles from "./StatusLine.module.css";

const warningOf = ({ moved, lost, problems }: Integrity): string =>
  [
    ...(problems.length > 0
      ? [count(problems.length, "damaged text or original", "damaged texts or originals")]
      : []),
    ...(lost > 0 ? [`${count(lost, "highlight")} lost`] : []),
    ...(moved > 0 ? [`${count(moved, "highlight")} moved`] : []),
  ].join(" · ");

const Details = ({ integrity }: { readonly integrity: Integrity }) => (
  <>
    <p>
      {integrity.inPlace.toLocaleString("en-GB")} of {count(integrity.highlights, "highlight")} stand exactly
      where they were put.
    </p>
    {integrity.moved > 0 ? (
      <p>
        {count(integrity.moved, "quote")} {integrity.moved === 1 ? "was" : "were"} found elsewhere in the text
        than recorded. Look at {integrity.moved === 1 ? "it" : "them"} in the reader.
      </p>
    ) : null}
    {integrity.lost > 0 ? (
      <p>
        {count(integrity.lost, "quote")} {integrity.lost === 1 ? "is" : "are"} no longer in the text. Nothing
        was deleted: quote, tags and notes are kept.
      </p>
    ) : null}
    {integrity.problems.length === 0 ? null : (
      <ul className={styles.problems}>
        {integrity.problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    )}
  </>
);

/** Where a damaged text or original may still be whole: the newest backup, and the way to all of them. */
const NewestBackup = ({ onGo }: { readonly onGo: () => void }) => {
  const backups = useCall("files", "backups", undefined).data;
  const newest = backups?.[0];
  if (backups === undefined) return null;
  return (
    <>
      <p>
        {newest === undefined
          ? "There is no backup of this project. Look for an earlier copy of its file."
          : `The newest backup is of ${formatTime(newest.at)}. Going back to one is refused where it has the same damage; how the project is now is kept.`}
      </p>
      {newest === undefined ? null : (
        <TextButton
          tone="primary"
          onPress={() => {
            onGo();
            showShareTab("backups");
          }}
        >
          Choose a backup
        </TextButton>
      )}
    </>
  );
};

/** "12 of 12 highlights in place"; anything less is a warning that says more when pressed. */
export const IntegrityNote = ({ isQuiet }: { readonly isQuiet: boolean }) => {
  const integrity = useCall("project", "integrity", undefined, { keepPrevious: true }).data;
  if (integrity === undefined) return null;
  const warning = warningOf(integrity);
  if (warning === "") {
    if (!isQuiet || integrity.highlights === 0) return null;
    return (
      <span className={styles.figures}>
        {integrity.inPlace.toLocaleString("en-GB")} of {count(integrity.highlights, "highlight")} in place
        {integrity.waiting === 0 ? "" : `, ${integrity.waiting.toLocaleString("en-GB")} to place`}
      </span>
    );
  }
  return (
    <DialogTrigger>
      <Button className={styles.warning ?? ""}>
        <TriangleAlert size={14} strokeWidth={1.8} aria-hidden="true" />
        {warning}
      </Button>
      <Popover className={styles.popover ?? ""} placement="top start" offset={6}>
        <Dialog className={styles.dialog ?? ""}>
          {({ close }) => (
            <>
              <Heading slot="title" className={styles.heading ?? ""}>
                Not everything is as it was left
              </Heading>
              <Details integrity={integrity} />
              {integrity.problems.length === 0 ? null : <NewestBackup onGo={close} />}
              <TextButton
                onPress={() => {
                  close();
                  showShareTab("backups");
                  void verifyProject();
                }}
              >
                Check this project
              </TextButton>
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
};
