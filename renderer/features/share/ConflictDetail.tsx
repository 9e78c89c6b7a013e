import { ArrowUpRight } from "lucide-react";
import { useMemo } from "react";
import type { Conflict, ConflictSide, Settlement } from "../../../shared/domain/merge";
import { diffWords, type WordChange } from "../../../shared/text/diff-words";
import { formatSecond, formatTime } from "../../parts/dates";
import { VisibleText } from "../../parts/VisibleText";
import { Button } from "../../ui/Button";
import styles from "./ConflictDetail.module.css";
import { kindWords, newerSide, reasonOf, takeWords } from "./merge-words";
import { SideWords } from "./SideWords";
import { placeOf } from "./use-merge";

const noWords = (conflict: Conflict, name: "mine" | "theirs"): string =>
  (conflict.kind === "deleted-there" && name === "theirs") ||
  (conflict.kind === "deleted-here" && name === "mine")
    ? "Deleted"
    : "Nothing";

/** "The newer one" of a merge goes by the log, which knows who knew of what; clocks of two machines may differ. */
const newerMeans = "Written later, by the clocks of the two machines";

const formatTimeOf = (at: string): string => (at === "" ? "" : formatTime(at));

const Side = ({
  conflict,
  name,
  side,
  changes,
  onTake,
}: {
  readonly conflict: Conflict;
  readonly name: "mine" | "theirs";
  readonly side: ConflictSide;
  readonly changes: readonly WordChange[];
  readonly onTake: (() => void) | null;
}) => {
  const isStanding = conflict.standing === name;
  const isNewer = newerSide(conflict) === name;
  // To the minute, unless that says the same of both.
  const isClose = formatTimeOf(conflict.mine.at) === formatTimeOf(conflict.theirs.at);
  return (
    <section
      className={styles.side}
      data-standing={isStanding || undefined}
      aria-label={name === "mine" ? "Mine" : "Theirs"}
    >
      <header>
        <h3>
          {name === "mine" ? "Mine" : "Theirs"}
          {isStanding ? <span className={styles.stands}>stands now</span> : null}
        </h3>
        <p className={styles.who}>
          <bdi>{side.analyst}</bdi>
          {side.at === "" ? null : (
            <>
              ,{" "}
              <time dateTime={side.at} title={formatSecond(side.at)}>
                {isClose ? formatSecond(side.at) : formatTime(side.at)}
              </time>
              {isNewer ? <strong title={newerMeans}> · newer</strong> : null}
            </>
          )}
        </p>
      </header>
      <div className={styles.value}>
        {side.words === null || side.words === "" ? (
          <p className={styles.none}>{noWords(conflict, name)}</p>
        ) : (
          <SideWords changes={changes} side={name} />
        )}
      </div>
      {onTake === null ? null : (
        <div>
          <Button keys={name === "mine" ? "m" : "t"} onPress={onTake}>
            {takeWords(conflict.kind, name)}
          </Button>
        </div>
      )}
    </section>
  );
};

/** One conflict: both versions side by side with the words that differ marked, who and when, and the choice. */
export const ConflictDetail = ({
  conflict,
  onTake,
}: {
  readonly conflict: Conflict;
  /** Null while nothing can be written. */
  readonly onTake: ((take: Settlement["take"]) => void) | null;
}) => {
  const { mine, theirs } = conflict;
  const [here, there] = [mine.words ?? "", theirs.words ?? ""];
  const changes = useMemo(
    () =>
      // Beside nothing every word would be marked, which says nothing.
      here === "" || there === "" ? [{ kind: "same" as const, text: here + there }] : diffWords(here, there),
    [here, there],
  );
  const show = placeOf(conflict);
  return (
    <article className={styles.detail} aria-labelledby="conflict-about">
      <p className={styles.what}>
        {kindWords(conflict)}
        {conflict.articleTitle === "" ? null : (
          <>
            {" "}
            · <VisibleText>{conflict.articleTitle}</VisibleText>
          </>
        )}
      </p>
      <h2 id="conflict-about" dir="auto" className={styles.about}>
        {conflict.entity === "highlight" ? (
          <q>
            <bdi>{conflict.about}</bdi>
          </q>
        ) : (
          <VisibleText>{conflict.about}</VisibleText>
        )}
      </h2>
      <p className={styles.reason}>{reasonOf(conflict)}</p>
      <div className={styles.sides}>
        <Side
          conflict={conflict}
          name="mine"
          side={mine}
          changes={changes}
          onTake={onTake === null ? null : () => onTake("mine")}
        />
        <Side
          conflict={conflict}
          name="theirs"
          side={theirs}
          changes={changes}
          onTake={onTake === null ? null : () => onTake("theirs")}
        />
      </div>
      <div className={styles.acts}>
        {onTake === null || !conflict.canKeepBoth ? null : (
          <Button keys="b" onPress={() => onTake("both")}>
            {takeWords(conflict.kind, "both")}
          </Button>
        )}
        {show === null ? null : (
          <Button
            tone="quiet"
            keys="o"
            icon={<ArrowUpRight size={16} strokeWidth={1.6} aria-hidden="true" />}
            onPress={show}
          >
            {conflict.articleId === null ? "Show it" : "Show in the text"}
          </Button>
        )}
        <p className={styles.origin}>
          Came with <bdi>“{conflict.fileName}”</bdi>
        </p>
      </div>
    </article>
  );
};
