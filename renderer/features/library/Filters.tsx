import { ArrowDownUp, ChevronDown } from "lucide-react";
import { Button } from "react-aria-components";
import type { ArticleQuery } from "../../../shared/domain/query";
import { formatDate } from "../../parts/dates";
import { ReliabilityMark } from "../../parts/Grade";
import { indexTags, tagPath } from "../../parts/tag-tree";
import { useCall } from "../../query";
import { Button as TextButton } from "../../ui/Button";
import { DateField } from "../../ui/DateField";
import { MenuButton } from "../../ui/Menu";
import { FilterChip, FilterOptions } from "./FilterChip";
import styles from "./Filters.module.css";
import { clearLibraryFilters, isNarrowed, setLibraryQuery } from "./use-library";

const sorts = {
  newest: "Newest first",
  oldest: "Oldest first",
  title: "By title",
  source: "By source",
  imported: "Last imported first",
} as const;

const states = {
  unread: "Unread",
  annotated: "Annotated",
  "not-annotated": "Not annotated",
  "needs-look": "Wants a look",
  "no-source": "No source",
  "no-date": "No date",
  "near-copies": "Near copies",
} as const;

const keysOf = <K extends string>(table: Readonly<Record<K, string>>) => Object.keys(table) as K[];

/** "Harbour Wire" for one value, "3 sources" for several, null for none. */
const inWords = (names: readonly string[], many: string): string | null =>
  names.length === 0 ? null : names.length === 1 ? (names[0] ?? null) : `${names.length} ${many}`;

const orUndefined = <T,>(values: T[]): T[] | undefined => (values.length === 0 ? undefined : values);

const SourceFilter = ({ selected }: { readonly selected: NonNullable<ArticleQuery["sourceIds"]> }) => {
  const sources = (useCall("sources", "list", undefined).data ?? []).filter(
    (source) => source.articles > 0 || selected.includes(source.id),
  );
  return (
    <FilterChip
      label="Source"
      value={inWords(
        sources.filter((source) => selected.includes(source.id)).map((source) => source.name),
        "sources",
      )}
      onClear={() => setLibraryQuery({ sourceIds: undefined })}
    >
      <FilterOptions
        label="Sources"
        empty="No article has a source yet. Set one in an article’s details."
        options={sources.map((source) => ({
          key: source.id,
          label: source.name,
          count: source.articles,
          mark: <ReliabilityMark reliability={source.rating?.reliability ?? null} />,
        }))}
        selected={selected}
        onChange={(ids) => setLibraryQuery({ sourceIds: orUndefined(ids) })}
      />
    </FilterChip>
  );
};

const TagFilter = ({ selected }: { readonly selected: NonNullable<ArticleQuery["tagIds"]> }) => {
  const tags = useCall("tags", "list", undefined).data ?? [];
  const index = indexTags(tags);
  const options = tags
    .map((tag) => ({
      key: tag.id,
      label: tagPath(tag, index),
      count: tag.highlights,
      mark: <span className={styles.hue} data-hue={tag.colour} aria-hidden="true" />,
    }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (
    <FilterChip
      label="Tag"
      value={inWords(
        tags.filter((tag) => selected.includes(tag.id)).map((tag) => tag.name),
        "tags",
      )}
      onClear={() => setLibraryQuery({ tagIds: undefined })}
    >
      <FilterOptions
        label="Tags"
        empty="No tags yet. Select a passage in an article and press t to make one."
        options={options}
        selected={selected}
        onChange={(ids) => setLibraryQuery({ tagIds: orUndefined(ids) })}
      />
    </FilterChip>
  );
};

const dateInWords = (from: string | undefined, to: string | undefined): string | null => {
  if (from !== undefined && to !== undefined) return `${formatDate(from)} to ${formatDate(to)}`;
  if (from !== undefined) return `From ${formatDate(from)}`;
  return to === undefined ? null : `Until ${formatDate(to)}`;
};

const DateFilter = ({ from, to }: { readonly from: string | undefined; readonly to: string | undefined }) => (
  <FilterChip
    label="Date"
    value={dateInWords(from, to)}
    onClear={() => setLibraryQuery({ from: undefined, to: undefined })}
  >
    <div className={styles.dates}>
      <DateField
        label="Published from"
        value={from ?? null}
        onChange={(date) => setLibraryQuery({ from: date ?? undefined })}
      />
      <DateField
        label="Published until"
        value={to ?? null}
        onChange={(date) => setLibraryQuery({ to: date ?? undefined })}
      />
    </div>
  </FilterChip>
);

const StateFilter = ({ state }: { readonly state: ArticleQuery["state"] }) => (
  <span className={styles.chip} data-on={state !== undefined || undefined}>
    <MenuButton
      label="Status"
      trigger={
        <Button
          className={styles.open ?? ""}
          aria-label={state === undefined ? "Status filter" : `Status: ${states[state]}`}
        >
          <span className={styles.value}>{state === undefined ? "Status" : states[state]}</span>
          <ChevronDown size={13} strokeWidth={1.6} aria-hidden="true" />
        </Button>
      }
      groups={[
        {
          entries: [
            {
              id: "all",
              label: "All articles",
              isChecked: state === undefined,
              run: () => setLibraryQuery({ state: undefined }),
            },
            ...keysOf(states).map((key) => ({
              id: key,
              label: states[key],
              isChecked: state === key,
              run: () => setLibraryQuery({ state: key }),
            })),
          ],
        },
      ]}
    />
  </span>
);

const SortMenu = ({ sort }: { readonly sort: NonNullable<ArticleQuery["sort"]> }) => (
  <span className={styles.chip}>
    <MenuButton
      label="Order"
      trigger={
        <Button className={styles.open ?? ""} aria-label={`Order: ${sorts[sort].toLowerCase()}`}>
          <ArrowDownUp size={13} strokeWidth={1.6} aria-hidden="true" />
          <span className={styles.value}>{sorts[sort]}</span>
        </Button>
      }
      groups={[
        {
          entries: keysOf(sorts).map((key) => ({
            id: key,
            label: sorts[key],
            isChecked: sort === key,
            run: () => setLibraryQuery({ sort: key }),
          })),
        },
      ]}
    />
  </span>
);

/** What the library shows, and in which order. */
export const Filters = ({ query }: { readonly query: ArticleQuery }) => (
  <div className={styles.filters} role="group" aria-label="Filters and order">
    <SourceFilter selected={query.sourceIds ?? []} />
    <TagFilter selected={query.tagIds ?? []} />
    <DateFilter from={query.from} to={query.to} />
    <StateFilter state={query.state} />
    <SortMenu sort={query.sort ?? "newest"} />
    {isNarrowed(query) ? (
      <TextButton tone="quiet" onPress={clearLibraryFilters}>
        Clear all
      </TextButton>
    ) : null}
  </div>
);
