import type { Disagreement, DisagreementSide } from "../../../shared/domain/agreement";
import {
  Credibility,
  credibilityWording,
  Reliability,
  reliabilityWording,
} from "../../../shared/domain/grade";
import type { Span } from "../../../shared/domain/highlight";
import type { TagSummary } from "../../../shared/domain/tag";
import { ReliabilityMark } from "../../parts/Grade";
import { TagChip } from "../../parts/TagChip";
import { VisibleText } from "../../parts/VisibleText";
import { Button } from "../../ui/Button";
import styles from "./Adjudication.module.css";
import { Passage } from "./Passage";

/** The tags in words, in the order in which they were put on. */
export const TagLine = ({
  tagIds,
  tags,
}: {
  readonly tagIds: readonly string[];
  readonly tags: ReadonlyMap<string, TagSummary>;
}) => (
  <ul className={styles.tags} aria-label="Tags">
    {tagIds.length === 0 ? <li className={styles.quiet}>No tag</li> : null}
    {tagIds.map((id) => {
      const tag = tags.get(id);
      return (
        <li key={id}>
          {tag === undefined ? (
            <span className={styles.quiet}>A tag that is gone</span>
          ) : (
            <TagChip name={tag.name} colour={tag.colour} />
          )}
        </li>
      );
    })}
  </ul>
);

const Grade = ({ grade }: { readonly grade: DisagreementSide["grade"] }) => {
  const digit = Credibility.safeParse(grade).data;
  const letter = Reliability.safeParse(grade).data;
  if (digit !== undefined)
    return (
      <p className={styles.grade}>
        <strong>{digit}</strong> {credibilityWording[digit].label}
      </p>
    );
  if (letter !== undefined)
    return (
      <p className={styles.grade}>
        <ReliabilityMark reliability={letter} />{" "}
        <span aria-hidden="true">{reliabilityWording[letter].label}</span>
      </p>
    );
  return <p className={styles.quiet}>No grade</p>;
};

/** What one analyst said, beside the others. */
export const AdjudicationSide = ({
  disagreement,
  side,
  number,
  text,
  shown,
  tags,
  onTake,
}: {
  readonly disagreement: Disagreement;
  readonly side: DisagreementSide;
  /** Its place, from 1: also its key. */
  readonly number: number;
  /** The article's text; undefined while it is read, or where there is none. */
  readonly text: string | undefined;
  readonly shown: Span | null;
  readonly tags: ReadonlyMap<string, TagSummary>;
  /** Null where a side is not taken as it is, or nothing can be written. */
  readonly onTake: (() => void) | null;
}) => {
  const { kind } = disagreement;
  const isPassage = kind === "span" || kind === "tags";
  const first = tags.get(side.tagIds[0] ?? "");
  return (
    <section className={styles.side} aria-label={side.analyst}>
      <h3>
        <VisibleText>{side.analyst}</VisibleText>
      </h3>
      <div className={styles.said}>
        {isPassage ? null : <Grade grade={side.grade} />}
        {side.words === "" ? null : (
          <p className={styles.statement} dir="auto">
            {side.words}
          </p>
        )}
        {kind === "reliability" || text === undefined || shown === null ? null : (
          <Passage text={text} shown={shown} span={side.span} hue={first?.colour ?? "none"} />
        )}
        {isPassage && side.span === null ? <p className={styles.quiet}>Marked nothing here.</p> : null}
        {isPassage && side.span !== null ? <TagLine tagIds={side.tagIds} tags={tags} /> : null}
      </div>
      {onTake === null ? null : (
        <div>
          <Button
            {...(isPassage ? { keys: String(number), "data-key": String(number) } : {})}
            aria-label={`Take ${side.analyst}’s`}
            onPress={onTake}
          >
            Take this
          </Button>
        </div>
      )}
    </section>
  );
};
