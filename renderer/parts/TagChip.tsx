import type { TagColour } from "../../shared/domain/tag";
import styles from "./TagChip.module.css";

/** A tag as a small tinted chip. The name is always there; colour is never the only sign. */
export const TagChip = ({ name, colour }: { readonly name: string; readonly colour: TagColour }) => (
  <span className={styles.chip} data-hue={colour}>
    <bdi>{name}</bdi>
  </span>
);
