import type { NewAsserter } from "../../shared/domain/claim";
import type { Output } from "../query";

/** One thing the asserter field offers: a source, words used before, or what the typed text could become. */
export type AsserterOption = {
  readonly key: string;
  readonly label: string;
  readonly group: "sources" | "descriptions" | "typed";
  readonly value: NewAsserter;
};

type Sources = Output<"sources", "list">;
type Facets = Output<"claims", "facets">;

const listed = 40;
const same = (a: string, b: string) => a.localeCompare(b, undefined, { sensitivity: "base" }) === 0;

/** Roles and plurals that stand for somebody unnamed far more often than they start a name. */
const unnamed =
  /\b(officials?|sources?|advis[eo]rs?|aides?|spokes\w+|diplomats?|persons?|people|officers?|members?|witness(es)?|residents?|analysts?|experts?|anonymous|unnamed)\b/iu;

/** Words for somebody unnamed rather than a name: begins small or with a count, or speaks of a role. */
const looksLikeDescription = (text: string): boolean => !/^\p{Lu}/u.test(text) || unnamed.test(text);

/** What typed text means: a source or a description that exists, else the likelier of the two new ones. */
export const readAsserter = (
  typed: string,
  sources: Sources,
  descriptions: readonly string[],
): NewAsserter | null => {
  const text = typed.trim();
  if (text === "") return null;
  const source = sources.find(({ name }) => same(name, text));
  if (source !== undefined) return { sourceId: source.id };
  const description = descriptions.find((known) => same(known, text));
  if (description !== undefined) return { description };
  return looksLikeDescription(text)
    ? { description: text.slice(0, 500) }
    : { newSourceName: text.slice(0, 300) };
};

/** Descriptions already used in this project, most frequent first. */
export const usedDescriptions = (facets: Facets | undefined): string[] =>
  (facets?.asserters ?? [])
    .filter(({ key }) => key.startsWith("text:"))
    .toSorted((a, b) => b.count - a.count)
    .map(({ label }) => label);

/** What to offer for the typed text; everything, up to a screenful, when nothing was typed. */
export const asserterOptions = (
  typed: string,
  sources: Sources,
  descriptions: readonly string[],
): AsserterOption[] => {
  const text = typed.trim();
  const wanted = text.toLocaleLowerCase().split(/\s+/u);
  const matches = (name: string) => wanted.every((word) => name.toLocaleLowerCase().includes(word));
  const known: AsserterOption[] = [
    ...sources
      .filter(({ name }) => matches(name))
      .slice(0, listed)
      .map(({ id, name }) => ({
        key: `source:${id}`,
        label: name,
        group: "sources" as const,
        value: { sourceId: id },
      })),
    ...descriptions
      .filter(matches)
      .slice(0, listed)
      .map((description) => ({
        key: `text:${description}`,
        label: description,
        group: "descriptions" as const,
        value: { description },
      })),
  ];
  if (text === "" || known.some(({ label }) => same(label, text))) return known;
  const asSource: AsserterOption = {
    key: `new:${text}`,
    label: text,
    group: "typed",
    value: { newSourceName: text.slice(0, 300) },
  };
  const asWords: AsserterOption = {
    key: `new-text:${text}`,
    label: text,
    group: "typed",
    value: { description: text.slice(0, 500) },
  };
  return [...known, ...(looksLikeDescription(text) ? [asWords, asSource] : [asSource, asWords])];
};
