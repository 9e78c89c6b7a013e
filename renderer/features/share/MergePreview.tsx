import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { MergeCount, MergePreview as Preview } from "../../../shared/domain/merge";
import { count, formatTime } from "../../parts/dates";
import { VisibleText } from "../../parts/VisibleText";
import { Button } from "../../ui/Button";
import { Segments } from "../../ui/Segments";
import styles from "./MergePreview.module.css";
import { headOf } from "./merge-words";
import share from "./ShareScreen.module.css";
import { applyMerge, putAway, setTake, useMerge } from "./use-merge";

/** Problems listed here; the command line names all of them. */
const shownAtMost = 12;

const takes = [
  { key: "newest", label: "The newer one" },
  { key: "mine", label: "Mine" },
  { key: "theirs", label: "Theirs" },
] as const;

const takeMeaning = {
  newest: "Where both changed the same thing, the later change stands until you settle it.",
  mine: "Where both changed the same thing, yours stands until you settle it.",
  theirs: "Where both changed the same thing, theirs stands until you settle it.",
} as const;

const withheld = (preview: Preview): string => {
  const { manifest } = preview;
  if (manifest === null) return "";
  const missing = [
    manifest.isBlind ? "annotations (a blind copy)" : null,
    { whole: null, quotes: "the text around the quotes", none: "the text of the articles" }[manifest.text],
    manifest.hasOriginals ? null : "original files",
    manifest.hasNotes ? null : "notes",
    manifest.hasHistory ? null : "history",
    manifest.hasNames ? null : "names",
  ].filter((part) => part !== null);
  return missing.length === 0 ? "" : `Left out by its maker: ${missing.join(", ")}.`;
};

/** Whose it is and what it says of itself. All of it is text from outside. */
const From = ({ preview }: { readonly preview: Preview }) => {
  const { manifest, analysts } = preview;
  const left = withheld(preview);
  return (
    <div className={styles.from}>
      {manifest === null || manifest.marking === "" ? null : (
        <p className={styles.marking}>
          <span className="visually-hidden">Marked: </span>
          <VisibleText>{manifest.marking}</VisibleText>
        </p>
      )}
      <p>
        {manifest === null ? (
          "A project file as it is, without a note of who made it."
        ) : (
          <>
            From a copy saved by <VisibleText>{manifest.by ?? "somebody who left the names out"}</VisibleText>
            , {formatTime(manifest.at)}.
          </>
        )}{" "}
        {left}
      </p>
      {analysts.length === 0 ? null : (
        <p>
          {analysts.map(({ id, name, edits }, index) => (
            <span key={id}>
              {index === 0 ? "" : ", "}
              <VisibleText>{name}</VisibleText> ({edits === 0 ? "nothing new" : count(edits, "new edit")})
            </span>
          ))}
        </p>
      )}
    </div>
  );
};

const Note = ({ tone, children }: { readonly tone: "plain" | "warn"; readonly children: ReactNode }) => (
  <div className={styles.note} data-tone={tone}>
    {tone === "warn" ? <TriangleAlert size={16} strokeWidth={1.6} aria-hidden="true" /> : null}
    <div>{children}</div>
  </div>
);

const Unreadable = ({ problems }: { readonly problems: readonly string[] }) => (
  <Note tone="warn">
    <p>
      <strong>Not everything in it could be read.</strong> What could be is counted below and can be merged;
      ask for the file again to get the rest.
    </p>
    <ul className={styles.problems}>
      {problems.slice(0, shownAtMost).map((problem) => (
        <li key={problem}>
          <VisibleText>{problem}</VisibleText>
        </li>
      ))}
      {problems.length > shownAtMost ? (
        <li>and {count(problems.length - shownAtMost, "more problem")}</li>
      ) : null}
    </ul>
  </Note>
);

const columns = [
  ["new", "New"],
  ["changed", "Changed"],
  ["conflicts", "In conflict"],
  ["deleted", "Deleted there"],
  ["same", "The same"],
] as const satisfies readonly (readonly [keyof MergeCount, string])[];

/** @param ofThose how many of them the column "In conflict" counts, too */
const Figure = ({ n, ofThose = 0 }: { readonly n: number; readonly ofThose?: number }) => (
  <td data-nothing={n === 0 || undefined}>
    {n === 0 ? (
      <>
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">0</span>
      </>
    ) : (
      n.toLocaleString("en-GB")
    )}
    {ofThose === 0 ? null : (
      <span className={styles.ofThose}>
        {" "}
        {ofThose === n ? "" : `${ofThose.toLocaleString("en-GB")} `}in conflict
      </span>
    )}
  </td>
);

const articleFacts = ({ articles }: Preview): string =>
  [
    articles.revisions === 0
      ? null
      : `${count(articles.revisions, "of the new articles is", "of the new articles are")} another copy of one here; highlights are carried over where that is sure.`,
    articles.redacted === 0
      ? null
      : `Of ${count(articles.redacted, "new article")} the file holds no whole text.`,
  ]
    .filter((part) => part !== null)
    .join(" ");

const Counts = ({ preview }: { readonly preview: Preview }) => {
  const rows = preview.counts.filter((row) => columns.some(([key]) => row[key] > 0));
  const facts = articleFacts(preview);
  return (
    <>
      <table className={styles.counts}>
        <caption className="visually-hidden">What it would bring, by kind</caption>
        <thead>
          <tr>
            <td />
            {columns.map(([key, words]) => (
              <th key={key} scope="col">
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.entity}>
              <th scope="row">{headOf(row.entity)}</th>
              {columns.map(([key]) =>
                key === "deleted" ? (
                  <Figure key={key} n={row.deleted + row.deletedInConflict} ofThose={row.deletedInConflict} />
                ) : (
                  <Figure key={key} n={row[key]} />
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {facts === "" ? null : <p className={styles.facts}>{facts}</p>}
    </>
  );
};

const verdict = (preview: Preview): string => {
  const total = (key: (typeof columns)[number][0]) => preview.counts.reduce((sum, row) => sum + row[key], 0);
  if (preview.isNothingNew) return "Everything in it is here already. There is nothing to merge.";
  const conflicts = total("conflicts");
  const parts = (["new", "changed"] as const).flatMap((key) =>
    total(key) === 0 ? [] : [`${total(key).toLocaleString("en-GB")} ${key}`],
  );
  const ends = conflicts === 0 ? "nothing in conflict" : `${count(conflicts, "conflict")} for you to settle`;
  const words = [...parts, ends].join(", ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
};

/** A file that waits to be merged: whose it is, what it would bring, and the choice. */
export const MergePreview = ({
  preview,
  isReadOnly,
}: {
  readonly preview: Preview;
  readonly isReadOnly: boolean;
}) => {
  const { take, doing } = useMerge();
  return (
    <section
      className={`${share.section} ${styles.preview}`}
      aria-labelledby="merge-preview"
      tabIndex={-1}
      data-arrival
    >
      <h2 id="merge-preview">
        Merge “<VisibleText>{preview.fileName}</VisibleText>”?
      </h2>
      <From preview={preview} />
      {preview.unreadable.length === 0 ? null : <Unreadable problems={preview.unreadable} />}
      {preview.wasUndone ? (
        <Note tone="plain">
          This was merged before and taken back. Merging it again brings all of it back.
        </Note>
      ) : null}
      {preview.claimsMine === 0 ? null : (
        <Note tone="plain">
          <strong>{count(preview.claimsMine, "change claims", "changes claim")} to be yours</strong> and{" "}
          {preview.claimsMine === 1 ? "is" : "are"} not known here. Set apart: they do not count until you
          look at them in the review.
        </Note>
      )}
      <p className={styles.verdict}>{verdict(preview)}</p>
      {preview.counts.length === 0 ? null : <Counts preview={preview} />}
      {preview.isNothingNew ? null : (
        <div className={styles.take}>
          <Segments label="Where both changed it, for now" segments={takes} value={take} onChange={setTake} />
          <p className={styles.quiet}>{takeMeaning[take]} Both versions are kept either way.</p>
        </div>
      )}
      <div className={styles.acts}>
        {preview.isNothingNew ? null : (
          <Button
            tone="primary"
            isDisabled={doing !== "nothing" || isReadOnly}
            onPress={() => void applyMerge()}
          >
            {doing === "merging" ? "Merging…" : "Merge"}
          </Button>
        )}
        <Button isDisabled={doing !== "nothing"} onPress={() => void putAway()}>
          Put away
        </Button>
        <p className={styles.quiet}>
          {preview.isNothingNew ? null : "A backup is made first. One undo takes the whole merge back."}
        </p>
      </div>
    </section>
  );
};
