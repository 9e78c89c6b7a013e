import { Copy } from "lucide-react";
import type { Capture } from "../../../shared/domain/article";
import type { ArticleId } from "../../../shared/ids";
import { count, formatTime } from "../../parts/dates";
import { VisibleText } from "../../parts/VisibleText";
import { act, useCall } from "../../query";
import { Button, IconButton } from "../../ui/Button";
import { copyText } from "../../ui/copy-text";
import { showToast } from "../../ui/toasts";
import styles from "./forms.module.css";

/** "12 KB", "3.4 MB"; bytes below a thousand. */
const sizeInWords = (bytes: number): string => {
  if (bytes < 1000) return count(bytes, "byte");
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000).toLocaleString("en-GB")} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
};

const copy = (digest: string) =>
  showToast(
    copyText(digest)
      ? "SHA-256 copied"
      : "The SHA-256 could not be copied. The command line prints it: assay article FILE ID --json",
  );

/** A SHA-256, short, with a button that copies all of it. */
export const Digest = ({ of: digest }: { readonly of: string }) => (
  <span className={styles.digest} title={digest}>
    <span aria-hidden="true">{digest.slice(0, 16)}…</span>
    <span className="visually-hidden">{digest}</span>
    <IconButton label="Copy the SHA-256" onPress={() => copy(digest)}>
      <Copy size={14} strokeWidth={1.6} aria-hidden="true" />
    </IconButton>
  </span>
);

const exportOriginal = async (id: ArticleId, original: string) => {
  const answer = await act("files", "exportOriginal", { id, original });
  if (answer?.value) showToast(`Original written to ${answer.value.fileName}, byte for byte`);
};

const CaptureView = ({
  articleId,
  capture,
}: {
  readonly articleId: ArticleId;
  readonly capture: Capture;
}) => {
  const { fileName, part, mediaType, original, size, importer, importedAt, analyst, steps, encoding } =
    capture;
  const name = fileName === "" ? "Pasted text" : fileName;
  return (
    <li className={styles.capture}>
      <p className={styles.captureName}>
        <VisibleText>{name}</VisibleText>
        {part === "" ? null : (
          <span className={styles.captureFacts}>
            {" "}
            <VisibleText>{part}</VisibleText>
          </span>
        )}
      </p>
      <p className={styles.captureFacts}>
        {mediaType}
        {size === null ? null : ` · ${sizeInWords(size)}`}
        {encoding === null ? null : ` · ${encoding.name}`}
        {original === null ? (
          " · the original did not come with this copy"
        ) : (
          <>
            {" "}
            · SHA-256 <Digest of={original} />
          </>
        )}
      </p>
      <p className={styles.captureFacts}>
        Imported {formatTime(importedAt)} by <bdi>{analyst}</bdi>, read by {importer}
      </p>
      {steps.length === 0 ? null : (
        <details className={styles.stepsOf}>
          <summary>{count(steps.length, "step")} from the bytes to the text</summary>
          <ol className={styles.captureSteps}>
            {steps.map((step, index) => (
              // Steps may repeat; they never change places.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <li key={index}>
                <VisibleText>{step}</VisibleText>
              </li>
            ))}
          </ol>
        </details>
      )}
      {original === null ? null : (
        <div className={styles.captureButtons}>
          <Button
            tone="quiet"
            aria-label={`Show the original ${name}`}
            onPress={() => void act("files", "showOriginal", { id: articleId, original })}
          >
            Show original
          </Button>
          <Button
            tone="quiet"
            aria-label={`Export the original ${name}…`}
            onPress={() => void exportOriginal(articleId, original)}
          >
            Export original…
          </Button>
        </div>
      )}
    </li>
  );
};

/** Every original that held an article's text: what it was, where it went through, and the bytes themselves. */
export const Provenance = ({ articleId }: { readonly articleId: ArticleId }) => {
  const captures = useCall("articles", "provenance", { id: articleId }).data ?? [];
  if (captures.length === 0) return null;
  return (
    <section className={styles.captures} aria-label="Provenance">
      <h3>
        {captures.length === 1 ? "Where it came from" : `Where it came from: ${captures.length} originals`}
      </h3>
      <ul>
        {captures.map((capture) => (
          <CaptureView
            key={`${capture.original} ${capture.part} ${capture.importedAt}`}
            articleId={articleId}
            capture={capture}
          />
        ))}
      </ul>
    </section>
  );
};
