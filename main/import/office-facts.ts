import type { Proposal, ProposalField } from "../../shared/domain/article";
import { dayOf } from "./dates";

/** What an office document says of itself, each "" or absent where it says nothing. */
export type OfficeFacts = {
  readonly title?: string | undefined;
  readonly creator?: string | undefined;
  /** ISO 8601, a date or a time. */
  readonly created?: string | undefined;
  readonly modified?: string | undefined;
};

/** Titles that a program or a template fills in, not an author. */
const madeTitle =
  /^(?:untitled(?:\s+document)?|unbenannt(?:es dokument)?|sans titre|sin t[ií]tulo|senza titolo|document\s?\d*|dokument\s?\d*|documento\s?\d*|title|titel|\[.*\]|(?:word|powerpoint)[ -](?:document|presentation)|normal(?:\.dotm?)?|template|vorlage|no title|-|\.)$/i;

/** "Microsoft Word - report.doc": the name of a file rather than a title. */
const fileTitle = /^(?:microsoft word - )?(.*)\.(?:docx?|docm|dotx?|odt|rtf|txt|pdf|html?|epub)$/i;

const madeCreator =
  /^(?:microsoft office user|windows[ -]user|user|owner|admin(?:istrator)?|author|autor|unknown(?: author)?|root|python-docx|apache poi|openpyxl|libreoffice|docx|default|-|\.)$/i;

/** The day on which python-docx's template was made, which all documents of it carry. */
const templateDays: readonly string[] = ["2013-12-23"];

const ownDay = (time: string | undefined): string | null => {
  const day = dayOf(time ?? "");
  return day !== null && templateDays.includes(day) ? null : day;
};

const propose = (
  field: ProposalField,
  value: string | null,
  from: string,
  strength: Proposal["strength"],
): Proposal[] => {
  const line = value?.replace(/\s+/g, " ").trim().slice(0, 1000) ?? "";
  return line === "" ? [] : [{ field, value: line, from, strength }];
};

/**
 * Proposals from a document's properties. A title that somebody wrote is stated; who saved the file and when says less
 * than it seems (the copy may have been made by the analyst), so those only wait for a yes.
 */
export const proposalsOfFacts = (facts: OfficeFacts, from: string): Proposal[] => {
  const title = facts.title?.trim() ?? "";
  const file = fileTitle.exec(title)?.[1];
  const creator = facts.creator?.trim() ?? "";
  return [
    ...(madeTitle.test(title) || file !== undefined
      ? []
      : propose("title", title, `${from}: title`, "stated")),
    ...(madeCreator.test(creator) ? [] : propose("byline", creator, `${from}: author`, "guessed")),
    ...propose("publishedOn", ownDay(facts.created), `${from}: created`, "guessed"),
    ...propose("modifiedOn", ownDay(facts.modified), `${from}: last saved`, "guessed"),
  ];
};
