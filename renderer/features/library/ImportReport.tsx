import { CircleCheck, CircleDashed, TriangleAlert } from "lucide-react";
import type { ImportOutcome } from "../../../shared/domain/article";
import { count, formatDate } from "../../parts/dates";
import { Button } from "../../ui/Button";
import { Modal } from "../../ui/Modal";
import { openArticle, showOverlay } from "../../ui-state";
import styles from "./ImportReport.module.css";
import { summarise, useImports } from "./use-imports";

const signs = {
  imported: { icon: CircleCheck, words: "Imported" },
  "already-there": { icon: CircleDashed, words: "Already in the project" },
  failed: { icon: TriangleAlert, words: "Not read" },
} as const;

const Line = ({ one }: { readonly one: ImportOutcome }) => {
  const { icon: Icon, words } = signs[one.outcome];
  const { articleId } = one;
  return (
    <li className={styles.line} data-outcome={one.outcome}>
      <Icon size={18} strokeWidth={1.6} aria-hidden="true" />
      <div className={styles.words}>
        <p className={styles.title}>
          <bdi>{one.outcome === "failed" ? one.fileName : one.title}</bdi>
        </p>
        <p className={styles.facts}>
          {words}
          {one.outcome === "failed" ? null : (
            <>
              {" · "}
              {one.publishedOn === null ? "no date" : formatDate(one.publishedOn)}
              {" · "}
              {count(one.characters, "character")}
              {one.fileName === "" ? null : (
                <>
                  {" · "}
                  <bdi>{one.fileName}</bdi>
                </>
              )}
            </>
          )}
        </p>
        {(one.outcome === "already-there" ? [] : one.remarks).map((remark) => (
          <p key={remark} className={styles.remark}>
            {remark}
          </p>
        ))}
      </div>
      {articleId === null ? null : (
        <Button tone="quiet" aria-label={`Open ${one.title}`} onPress={() => openArticle(articleId)}>
          Open
        </Button>
      )}
    </li>
  );
};

/** What became of each file of the latest import: what failed first, then what wants a look, then the rest. */
export const ImportReport = () => {
  const report = useImports((state) => state.report);
  const weight = (one: ImportOutcome) => (one.outcome === "failed" ? 0 : one.remarks.length > 0 ? 1 : 2);
  const lines = [...report].sort((a, b) => weight(a) - weight(b));
  const close = () => showOverlay("none");
  return (
    <Modal title={`Import: ${summarise(report)}`} isOpen onClose={close} width={640}>
      <ul className={styles.lines}>
        {lines.map((one, index) => (
          // Two files of one import may share their name; the order never changes while this is open.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <Line key={index} one={one} />
        ))}
      </ul>
      <div className={styles.buttons}>
        <Button tone="primary" onPress={close} autoFocus>
          Done
        </Button>
      </div>
    </Modal>
  );
};
