import { History, Undo2 } from "lucide-react";
import { useMemo } from "react";
import type { ChangeInWords, EditDetail as Detail } from "../../../shared/domain/history";
import { type EditId, HighlightId } from "../../../shared/ids";
import { diffWords } from "../../../shared/text/diff-words";
import { count, formatTime } from "../../parts/dates";
import { WordChanges } from "../../parts/WordChanges";
import { useCall } from "../../query";
import { Button } from "../../ui/Button";
import { openArticle, openClaim, openSource, openTag } from "../../ui-state";
import styles from "./HistoryTab.module.css";
import { kindWords } from "./history-words";
import { showAsOf, undoOne } from "./use-history";

const icon = { size: 15, strokeWidth: 1.6, "aria-hidden": true } as const;

const done = { made: "made", removed: "removed", restored: "brought back", set: "" } as const;

/** Texts of more words than this show what differs; shorter values are read as they are. */
const isLong = (words: string): boolean => words.trim().includes(" ");

const Value = ({ change }: { readonly change: ChangeInWords }) => {
  const { before, after } = change;
  const changes = useMemo(
    () =>
      before !== null && after !== null && isLong(before) && isLong(after) ? diffWords(before, after) : null,
    [before, after],
  );
  if (changes !== null) return <WordChanges changes={changes} />;
  return (
    <span className={styles.value}>
      {before === null ? null : (
        <del>
          <bdi>{before}</bdi>
        </del>
      )}
      {before !== null && after !== null ? <span aria-hidden="true"> → </span> : null}
      {after === null ? (
        before === null ? (
          <span className={styles.quiet}>none</span>
        ) : null
      ) : (
        <ins>
          <bdi>{after}</bdi>
        </ins>
      )}
    </span>
  );
};

/** Where a thing can be looked at; null when there is no screen for it. */
const wayTo = ({ entity, entityId, articleId }: ChangeInWords): (() => void) | null => {
  if (entity === "highlight" && articleId !== null)
    return () => openArticle(articleId, HighlightId.parse(entityId));
  if ((entity === "article" || entity === "evidence" || entity === "rating") && articleId !== null)
    return () => openArticle(articleId);
  if (entity === "claim") return () => openClaim(entityId as Parameters<typeof openClaim>[0]);
  if (entity === "source") return () => openSource(entityId as Parameters<typeof openSource>[0]);
  if (entity === "tag") return () => openTag(entityId as Parameters<typeof openTag>[0]);
  return null;
};

/** Everything that an edit did to one thing. */
const Thing = ({ changes }: { readonly changes: readonly ChangeInWords[] }) => {
  const [first] = changes;
  if (first === undefined) return null;
  const whole = changes.find(({ what }) => what !== "set");
  const fields = changes.filter(({ what }) => what === "set");
  const show = whole?.what === "removed" ? null : wayTo(first);
  return (
    <li className={styles.thing}>
      <p className={styles.about}>
        <span className={styles.kind}>
          {kindWords[first.entity].one}
          {whole === undefined ? "" : `, ${done[whole.what]}`}
        </span>
        <bdi className={styles.words}>{first.about}</bdi>
        {show === null ? null : (
          <Button tone="quiet" onPress={show} aria-label={`Show it: ${first.about.slice(0, 80)}`}>
            Show
          </Button>
        )}
      </p>
      {fields.length === 0 ? null : (
        <dl className={styles.fields}>
          {fields.map((change) => (
            <div key={change.id} className={styles.field}>
              <dt>
                <bdi>{change.field}</bdi>
              </dt>
              <dd>
                <Value change={change} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {changes.some(({ isHeld }) => isHeld) ? (
        <p className={styles.quiet}>
          It does not count: it came with a merge that was undone, or claims to be yours without being known
          here.
        </p>
      ) : null}
    </li>
  );
};

const things = (changes: Detail["changes"]): (readonly ChangeInWords[])[] => {
  const byThing = new Map<string, ChangeInWords[]>();
  for (const change of changes) {
    const known = byThing.get(change.entityId);
    if (known === undefined) byThing.set(change.entityId, [change]);
    else known.push(change);
  }
  return [...byThing.values()];
};

const Acts = ({ detail, isReadOnly }: { readonly detail: Detail; readonly isReadOnly: boolean }) => {
  const { edit } = detail;
  const isUndoable = !isReadOnly && !edit.isUndone && edit.kind !== "redo";
  return (
    <div className={styles.detailActs}>
      {isUndoable ? (
        <Button icon={<Undo2 {...icon} />} onPress={() => void undoOne(edit)}>
          {edit.kind === "undo" ? "Do it again" : "Undo this"}
        </Button>
      ) : null}
      <Button icon={<History {...icon} />} onPress={() => void showAsOf({ edit: edit.id })}>
        As it stood then
      </Button>
      <span className={styles.quiet}>{formatTime(edit.at)}</span>
    </div>
  );
};

/** What one edit changed, thing by thing, with what was there before. */
export const EditDetail = ({ id, isReadOnly }: { readonly id: EditId; readonly isReadOnly: boolean }) => {
  const detail = useCall("history", "get", { edit: id }, { keepPrevious: true }).data;
  const groups = useMemo(() => (detail === undefined ? [] : things(detail.changes)), [detail]);
  if (detail === undefined) return null;
  return (
    <div className={styles.detail}>
      {detail.merged === null ? null : (
        <p className={styles.quiet}>
          What came in with <bdi>“{detail.merged.fileName}”</bdi>
        </p>
      )}
      {groups.length === 0 ? (
        <p className={styles.quiet}>It changed nothing that is on screen.</p>
      ) : (
        <ul className={styles.things}>
          {groups.map((changes) => (
            <Thing key={changes[0]?.id} changes={changes} />
          ))}
        </ul>
      )}
      {detail.more === 0 ? null : (
        <p className={styles.quiet}>and {count(detail.more, "more change")}. The export has all of them.</p>
      )}
      <Acts detail={detail} isReadOnly={isReadOnly} />
    </div>
  );
};
