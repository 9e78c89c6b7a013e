import type { ReviewRow } from "../../../shared/domain/article";
import { VisibleText } from "../../parts/VisibleText";
import { Button } from "../../ui/Button";
import styles from "./ReviewPane.module.css";
import { readAs } from "./review-actions";

/** How the bytes were read as characters and, where that was not sure, how they would read otherwise. */
export const PaneEncoding = ({
  article,
  isReadOnly,
}: {
  readonly article: ReviewRow;
  readonly isReadOnly: boolean;
}) => {
  const { encoding, highlights } = article;
  if (encoding === null || encoding.alternatives.length === 0) return null;
  return (
    <section>
      <h3>Encoding</h3>
      <p>
        Read as {encoding.name}.{" "}
        {highlights > 0
          ? "It has highlights, so its text can no longer be read otherwise."
          : "It would also read:"}
      </p>
      <ul>
        {encoding.alternatives.map(({ name, preview }) => (
          <li key={name} className={styles.found}>
            <span className={styles.foundWords}>
              <span className={styles.facts}>as {name}</span>
              <span className={styles.preview}>
                <VisibleText>{preview}</VisibleText>
              </span>
            </span>
            {isReadOnly || highlights > 0 ? null : (
              <Button
                tone="quiet"
                aria-label={`Read it like this: as ${name}`}
                onPress={() => void readAs(article, name)}
              >
                Read it like this
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};
