import { Check } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { ClaimKind } from "../../../shared/domain/claim";
import { GradeBucket } from "../../../shared/domain/grade";
import { type ClaimQuery, type FacetValue, StanceState } from "../../../shared/domain/query";
import { useIsGrading } from "../../parts/use-grading";
import { useCall } from "../../query";
import { Button } from "../../ui/Button";
import { DateField } from "../../ui/DateField";
import { gradeWord, kindWord, stanceStateWord } from "./claim-words";
import styles from "./Facets.module.css";
import { countFilters, useClaimQuery } from "./use-claims";

const shownFirst = 6;

/** Values of a fixed list, in its order, with the counts that the store gave. */
const inOrder = <K extends string>(
  keys: readonly K[],
  words: Readonly<Record<K, string>>,
  counted: readonly FacetValue[],
): FacetValue[] =>
  keys.map((key) => ({
    key,
    label: words[key],
    count: counted.find((value) => value.key === key)?.count ?? 0,
  }));

/** What narrows the table: any number of values in each group; the counts allow for all the other groups. */
export const Facets = () => {
  const { query, set, clear } = useClaimQuery();
  const facets = useCall("claims", "facets", withoutOrder(query), { keepPrevious: true }).data;
  const isGrading = useIsGrading();
  if (facets === undefined) return null;
  const group = (title: string, values: readonly FacetValue[], key: ListKey) => (
    <Group
      title={title}
      values={values}
      selected={(query[key] ?? []) as readonly string[]}
      onChange={(selected) => set({ [key]: selected })}
    />
  );
  const filters = countFilters(query);
  return (
    <div className={styles.facets}>
      {group("Tag", facets.tags, "tagIds")}
      {group("Source", facets.sources, "sourceIds")}
      {group("Evidence", inOrder(StanceState.options, stanceStateWord, facets.stances), "stances")}
      {isGrading ? (
        // How many claims have which grade tells a letter as well as the letter does.
        <Section title="Grade" onClear={null}>
          <p className={styles.hidden}>Hidden until a credibility is chosen</p>
        </Section>
      ) : (
        group("Grade", inOrder(GradeBucket.options, gradeWord, facets.grades), "grades")
      )}
      {group("Asserter", facets.asserters.map(named), "asserters")}
      {group("Kind", inOrder(ClaimKind.options, kindWord, facets.kinds), "kinds")}
      <Section
        title="Event date"
        onClear={
          query.eventFrom === undefined && query.eventTo === undefined
            ? null
            : () => set({ eventFrom: undefined, eventTo: undefined })
        }
      >
        <div className={styles.dates}>
          <DateField
            label="From"
            placeholder="any day"
            value={query.eventFrom ?? null}
            onChange={(date) => set({ eventFrom: date ?? undefined })}
          />
          <DateField
            label="To"
            placeholder="any day"
            near={query.eventFrom ?? null}
            value={query.eventTo ?? null}
            onChange={(date) => set({ eventTo: date ?? undefined })}
          />
        </div>
      </Section>
      {facets.analysts.length > 1 || query.analystIds !== undefined
        ? group("Analyst", facets.analysts, "analystIds")
        : null}
      {filters === 0 ? null : (
        <div className={styles.clearAll}>
          <Button onPress={clear}>Clear all filters</Button>
        </div>
      )}
    </div>
  );
};

const named = (value: FacetValue): FacetValue =>
  value.key === "none" ? { ...value, label: "Nobody named" } : value;

type ListKey = "tagIds" | "sourceIds" | "stances" | "grades" | "asserters" | "kinds" | "analystIds";

/** The order of the table changes no count, so it must not ask for them again. */
const withoutOrder = ({ sort: _sort, direction: _direction, ...filters }: ClaimQuery): ClaimQuery => filters;

const Section = ({
  title,
  onClear,
  children,
}: {
  readonly title: string;
  readonly onClear: (() => void) | null;
  readonly children: ReactNode;
}) => {
  const id = useId();
  return (
    <section role="group" aria-labelledby={id} className={styles.section}>
      <header className={styles.head}>
        <h2 id={id}>{title}</h2>
        {onClear === null ? null : (
          <button
            type="button"
            className={styles.link}
            aria-label={`Clear ${title.toLowerCase()}`}
            onClick={onClear}
          >
            Clear
          </button>
        )}
      </header>
      {children}
    </section>
  );
};

const Group = ({
  title,
  values,
  selected,
  onChange,
}: {
  readonly title: string;
  readonly values: readonly FacetValue[];
  readonly selected: readonly string[];
  readonly onChange: (selected: string[]) => void;
}) => {
  const [isWhole, setIsWhole] = useState(false);
  const useful = values.filter(({ key, count }) => count > 0 || selected.includes(key));
  if (useful.length === 0) return null;
  // What is ticked stays in sight, however far down the list it stands.
  const shown = isWhole
    ? useful
    : useful.filter(({ key }, index) => index < shownFirst || selected.includes(key));
  return (
    <Section title={title} onClear={selected.length === 0 ? null : () => onChange([])}>
      <ul>
        {shown.map(({ key, label, count }) => (
          <li key={key}>
            <label className={styles.value}>
              <input
                type="checkbox"
                className="visually-hidden"
                checked={selected.includes(key)}
                onChange={(event) =>
                  onChange(
                    event.target.checked ? [...selected, key] : selected.filter((other) => other !== key),
                  )
                }
              />
              <span className={styles.box} aria-hidden="true">
                <Check size={12} strokeWidth={2.4} />
              </span>
              <bdi className={styles.name} title={label}>
                {label}
              </bdi>
              <span className={styles.count}>
                {count.toLocaleString("en-GB")}
                <span className="visually-hidden"> {count === 1 ? "claim" : "claims"}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
      {useful.length > shown.length || isWhole ? (
        <button
          type="button"
          className={styles.more}
          aria-expanded={isWhole}
          onClick={() => setIsWhole(!isWhole)}
        >
          {isWhole ? "Show fewer" : `Show all ${useful.length}`}
        </button>
      ) : null}
    </Section>
  );
};
