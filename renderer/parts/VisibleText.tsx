import { Fragment } from "react";
import { findInvisible, type InvisibleCharacter } from "./invisible-characters";
import styles from "./VisibleText.module.css";

/** A character that is not seen, as a small chip with its name. */
const InvisibleMark = ({ character }: { readonly character: InvisibleCharacter }) => (
  <span
    role="img"
    className={styles.mark}
    aria-label={`${character.name}, ${character.code}`}
    title={`${character.name}, ${character.code}`}
  >
    {character.sign}
  </span>
);

/**
 * Words from outside (a title, a name of a file) in a direction of their own, with every invisible character in them
 * shown as a chip in its place: a chip turns nothing round and hides nothing.
 */
export const VisibleText = ({ children: text }: { readonly children: string }) => {
  const marks = findInvisible(text);
  if (marks.length === 0) return <bdi>{text}</bdi>;
  return (
    <bdi>
      {marks.map((character, index) => (
        <Fragment key={character.start}>
          {text.slice(marks[index - 1]?.end ?? 0, character.start)}
          <InvisibleMark character={character} />
        </Fragment>
      ))}
      {text.slice(marks.at(-1)?.end)}
    </bdi>
  );
};
