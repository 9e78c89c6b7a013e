import { TriangleAlert } from "lucide-react";
import { Button, Dialog, DialogTrigger, Heading, Popover } from "react-aria-components";
import type { Integrity } from "../../shared/domain/project";
import { verifyProject } from "../features/share/use-share";
import { count } from "../parts/dates";
import { useCall } from "../query";
import { Button as TextButton } from "../ui/Button";
import { goTo } from "../ui-state";
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
              <TextButton
                onPress={() => {
                  close();
                  goTo("share");
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
