import { History } from "lucide-react";
import type { AsOf } from "../../shared/domain/history";
import { formatTime } from "../parts/dates";
import { act } from "../query";
import { Button } from "../ui/Button";
import styles from "./AsOfBanner.module.css";

/** Says that the past is shown, and leads back to now. Nothing while the present is shown. */
export const AsOfBanner = ({ asOf }: { readonly asOf: AsOf | null }) => {
  if (asOf === null) return null;
  return (
    <div className={styles.banner} role="status">
      <History size={16} strokeWidth={1.6} aria-hidden="true" />
      <p className={styles.words}>
        <b>As it stood on {formatTime(asOf.at)}</b>, for reading. Last edit then: <bdi>{asOf.label}</bdi>
      </p>
      <Button onPress={() => void act("files", "leaveAsOf", undefined)}>Back to now</Button>
    </div>
  );
};
