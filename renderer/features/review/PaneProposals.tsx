import { Check } from "lucide-react";
import type { ReviewRow } from "../../../shared/domain/article";
import { VisibleText } from "../../parts/VisibleText";
import { Button } from "../../ui/Button";
import { currentValue, fieldWords, inWords, proposalsFor, type ReviewField, reviewFields } from "./proposals";
import styles from "./ReviewPane.module.css";
import { setField } from "./review-actions";

type Found = { readonly value: string; readonly from: string; readonly isGuess: boolean };

const foundFor = (article: ReviewRow, field: ReviewField): readonly Found[] => {
  const found = proposalsFor(article, field).map(({ value, from, strength }) => ({
    value,
    from,
    isGuess: strength === "guessed",
  }));
  const { matchedSource } = article;
  if (field !== "source" || matchedSource === null || found.some(({ value }) => value === matchedSource.name))
    return found;
  const from = matchedSource.by === "domain" ? "same domain" : "same name";
  return [{ value: matchedSource.name, from, isGuess: false }, ...found];
};

const Line = ({
  article,
  field,
  found: { value, from, isGuess },
  isReadOnly,
}: {
  readonly article: ReviewRow;
  readonly field: ReviewField;
  readonly found: Found;
  readonly isReadOnly: boolean;
}) => {
  const words = inWords(field, value);
  return (
    <li className={styles.found}>
      <span className={styles.foundWords}>
        <span className={styles.foundValue}>
          <VisibleText>{words}</VisibleText>
        </span>
        <span className={styles.facts}>
          {isGuess ? "guessed: " : ""}
          <VisibleText>{from}</VisibleText>
        </span>
      </span>
      {value === currentValue(article, field) ? (
        <span className={styles.used}>
          <Check size={14} strokeWidth={2} aria-hidden="true" />
          used
        </span>
      ) : isReadOnly ? null : (
        <Button
          tone="quiet"
          aria-label={`Use ${words} as the ${fieldWords[field].toLowerCase()}`}
          onPress={() => void setField(article, field, value)}
        >
          Use
        </Button>
      )}
    </li>
  );
};

/** All that was found for each field, with where it stood. */
export const PaneProposals = ({
  article,
  isReadOnly,
}: {
  readonly article: ReviewRow;
  readonly isReadOnly: boolean;
}) => (
  <section>
    <h3>What was found</h3>
    <dl className={styles.fields}>
      {reviewFields.map((field) => {
        const found = foundFor(article, field);
        const own = currentValue(article, field);
        const isOwn = own !== "" && !found.some(({ value }) => value === own);
        return (
          <div key={field}>
            <dt>{fieldWords[field]}</dt>
            <dd>
              {isOwn ? (
                <p className={styles.foundValue}>
                  <VisibleText>{inWords(field, own)}</VisibleText>
                </p>
              ) : null}
              {found.length === 0 ? (
                isOwn ? null : (
                  <p className={styles.facts}>nothing found</p>
                )
              ) : (
                <ul>
                  {found.map((one) => (
                    <Line
                      key={one.value}
                      article={article}
                      field={field}
                      found={one}
                      isReadOnly={isReadOnly}
                    />
                  ))}
                </ul>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  </section>
);
