import type { Proposal } from "../../../shared/domain/article";
import { languageOfName, stated, withoutBy } from "./lines";

const headField =
  /^(?:section|length|länge|longueur|byline|author|autor|auteur|dateline|highlight|edition|series|language|publication-type|website|topic|correction(?:-date)?)\s*:/i;
const tailField =
  /^(?:load-date|update|language|sprache|langue|publication-type|journal code|journal-code|subject|company|organization|industry|geographic|person|ticker|country|state|city|isin|document-type|acc-no|pub-type|url|graphic|grafik)\s*:/i;
const tailSection = /^(?:graphic|classification|notes|load-date:?)$/i;
/** With a year or a sign, so that a headline about copyright is none. */
const copyright = /^(?:copyright\s+(?:©|\(c\)|\d{4})|©|\(c\)\s|all rights reserved)/i;
const linkLine = /^(?:link to (?:image|pdf|original story)|link zum pdf-dokument|delivered by newstex)\b/i;

/** Whether a line is one that Nexis puts between the date and the text of a document. */
export const isHeadLine = (line: string): boolean =>
  headField.test(line) || copyright.test(line) || linkLine.test(line);

/** Whether a line heads one of the sections under the text: captions of pictures, index terms. */
export const isTailSection = (line: string): boolean => tailSection.test(line);

/** Whether a line is one that Nexis puts under the text of a document. */
export const isTailField = (line: string): boolean => tailField.test(line);

/** Whether a line is a copyright notice. */
export const isCopyright = (line: string): boolean => copyright.test(line);

const fieldOf = (line: string): { name: string; value: string } | null => {
  const found = /^([\p{L} -]+?)\s*:\s*(.*)$/u.exec(line);
  return found === null ? null : { name: (found[1] ?? "").toLowerCase(), value: found[2] ?? "" };
};

/** Proposals from lines with labels: author and language. */
export const proposalsOfFields = (lines: readonly string[]): Proposal[] => {
  const fields = lines.flatMap((line) => fieldOf(line) ?? []);
  const field = (...names: string[]): string => fields.find(({ name }) => names.includes(name))?.value ?? "";
  return [
    ...stated("byline", withoutBy(field("byline", "author", "autor", "auteur")), "Nexis: Byline"),
    ...stated(
      "language",
      languageOfName(field("language", "sprache", "langue").split(";")[0] ?? ""),
      "Nexis: Language",
    ),
  ];
};
