import { FileOutput } from "lucide-react";
import type { SharePreview } from "../../../shared/domain/share";
import { useCall } from "../../query";
import { Button } from "../../ui/Button";
import styles from "./CopyTab.module.css";
import { shareCopy, useShare } from "./use-share";

const lines: readonly { readonly key: keyof SharePreview["counts"]; readonly label: string }[] = [
  { key: "articles", label: "Articles" },
  { key: "highlights", label: "Highlights" },
  { key: "claims", label: "Claims" },
  { key: "evidence", label: "Pieces of evidence" },
  { key: "ratings", label: "Ratings" },
  { key: "sources", label: "Sources" },
  { key: "tags", label: "Tags" },
  { key: "originals", label: "Original files" },
  { key: "analysts", label: "Analysts at work in it" },
];

/** "about 12 MB" */
const sizeInWords = (bytes: number): string =>
  bytes < 1_000_000
    ? `about ${Math.max(1, Math.round(bytes / 1000)).toLocaleString("en-GB")} KB`
    : `about ${(bytes / 1_000_000).toLocaleString("en-GB", { maximumFractionDigits: bytes < 10_000_000 ? 1 : 0 })} MB`;

/** What the copy will hold with the choices beside it, and the button that writes it. */
export const CopyContents = () => {
  const { options, isCopying } = useShare();
  // The marking changes nothing of what is counted, and is typed letter by letter.
  const { data, isPlaceholderData } = useCall(
    "share",
    "preview",
    { ...options, marking: "" },
    { keepPrevious: true },
  );
  return (
    <section className={styles.contents} aria-labelledby="copy-contents">
      <h3 id="copy-contents">In the file</h3>
      <div aria-live="polite" aria-busy={isPlaceholderData} className={styles.counted}>
        {data === undefined ? null : (
          <>
            <dl className={styles.counts}>
              {lines.map(({ key, label }) => (
                <div key={key} data-none={data.counts[key] === 0 || undefined}>
                  <dt>{label}</dt>
                  <dd>{data.counts[key].toLocaleString("en-GB")}</dd>
                </div>
              ))}
              <div className={styles.size}>
                <dt>Size</dt>
                <dd>{sizeInWords(data.bytes)}</dd>
              </div>
            </dl>
            {data.remarks.length === 0 ? null : (
              <ul className={styles.remarks}>
                {data.remarks.map((remark) => (
                  <li key={remark}>{remark}</li>
                ))}
              </ul>
            )}
          </>
        )}
      </div>
      <p className={styles.quiet}>
        Never in it: scraps of text that the project’s file still holds unused, your settings, and which
        articles you have read.
      </p>
      <div>
        <Button
          tone="primary"
          icon={<FileOutput size={16} strokeWidth={1.6} aria-hidden="true" />}
          isDisabled={isCopying}
          onPress={() => void shareCopy()}
        >
          {isCopying ? "Saving the copy…" : "Save a copy…"}
        </Button>
      </div>
    </section>
  );
};
