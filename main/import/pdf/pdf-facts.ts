import type { Proposal } from "../../../shared/domain/article";
import { dayOf } from "../dates";

/** What a PDF says of itself. */
export type PdfFacts = {
  readonly title: string;
  readonly author: string;
  readonly created: string;
  readonly modified: string;
  readonly language: string;
};

const string = (value: unknown): string => (typeof value === "string" ? value.replace(/\0/g, "").trim() : "");

/** Facts from the Info dictionary and, where it has none, the XMP packet. */
export const factsOf = (
  info: Readonly<Record<string, unknown>>,
  xmp: { readonly get: (name: string) => unknown } | null,
): PdfFacts => {
  const also = (name: string): string => {
    const value = xmp?.get(name);
    return string(Array.isArray(value) ? value.filter((one) => typeof one === "string").join(", ") : value);
  };
  // "D:20240511083000+02'00'", in some with no D: before it.
  const day = (value: unknown): string => dayOf(string(value).replace(/^(?:D:)?(\d{8})\d*.*$/s, "$1")) ?? "";
  return {
    title: string(info["Title"]) || also("dc:title"),
    author: string(info["Author"]) || also("dc:creator"),
    created: day(info["CreationDate"]) || day(also("xmp:createdate")),
    modified: day(info["ModDate"]) || day(also("xmp:modifydate")),
    language: string(info["Language"]) || also("dc:language"),
  };
};

/* What programs write where a title or an author should be. */
const noTitle =
  /^(?:microsoft (?:word|powerpoint|excel)\b.*|untitled.*|unbenannt.*|sans titre.*|document ?\d*|doc ?\d*|layout ?\d*|slide ?\d*|presentation ?\d*|powerpoint presentation|print(?:ing)?|page ?\d*|title|\(?anonymous\)?|unknown|none|null|.{0,120}\.(?:docx?|pdf|indd|qxd|pub|rtf|odt|tex|dvi|pptx?|xlsx?|html?|txt|wpd|p65|eps|ps|tmp))$/i;
const noAuthor =
  /^(?:\(?anonymous\)?|unknown|none|null|user|owner|admin(?:istrator)?|root|default|author|microsoft office user|windows user|hp|dell|acer|lenovo|.*(?:@|\\).*)$/i;

const plain = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Share of a title's words that must stand at the beginning of the text for it to be this text's. */
const leastShared = 0.6;

/**
 * Proposals from what a PDF says of itself. Its title is believed when its words stand in the text's beginning: many a
 * title is that of the document which was overwritten. Days are those of the file, and only guesses.
 */
export const proposalsOfPdf = (facts: PdfFacts, beginning: string): Proposal[] => {
  const proposals: Proposal[] = [];
  const there = new Set(plain(beginning));
  const title = plain(facts.title);
  if (title.length > 0 && !noTitle.test(facts.title)) {
    const shared = title.filter((word) => there.has(word)).length / title.length;
    const strength = shared >= leastShared ? "stated" : "guessed";
    proposals.push({ field: "title", value: facts.title.slice(0, 1000), from: "PDF title", strength });
  }
  if (/\p{L}{2}/u.test(facts.author) && !noAuthor.test(facts.author)) {
    // One word is a login, or an outlet; somebody should say.
    const strength = /\p{L}\s+\p{L}/u.test(facts.author) ? "stated" : "guessed";
    proposals.push({ field: "byline", value: facts.author.slice(0, 1000), from: "PDF author", strength });
  }
  if (facts.created !== "")
    proposals.push({
      field: "publishedOn",
      value: facts.created,
      from: "PDF creation date",
      strength: "guessed",
    });
  if (facts.modified !== "" && facts.modified !== facts.created)
    proposals.push({
      field: "modifiedOn",
      value: facts.modified,
      from: "PDF modification date",
      strength: "guessed",
    });
  if (facts.language !== "")
    proposals.push({
      field: "language",
      value: facts.language.slice(0, 100),
      from: "PDF language",
      strength: "stated",
    });
  return proposals;
};
