import type { Entity } from "../../../shared/domain/change";
import type { Conflict, Settlement } from "../../../shared/domain/merge";
import { count } from "../../parts/dates";

type Noun = readonly [one: string, many: string];

/** What the things of the change log are called. */
const nouns: Readonly<Record<Entity, Noun>> = {
  project: ["project", "projects"],
  analyst: ["analyst", "analysts"],
  source: ["source", "sources"],
  rating: ["rating", "ratings"],
  article: ["article", "articles"],
  tag: ["tag", "tags"],
  highlight: ["highlight", "highlights"],
  claim: ["claim", "claims"],
  evidence: ["piece of evidence", "pieces of evidence"],
};

/** "Highlights", at the head of a row. */
export const headOf = (entity: Entity): string => {
  const [, many] = nouns[entity];
  return many.charAt(0).toUpperCase() + many.slice(1);
};

/** Fields whose name in the log is not the word that a person knows them by. */
const fieldNouns: Readonly<Record<string, Noun>> = {
  anchor: ["passage", "passages"],
  parentId: ["place in the tree", "places in the tree"],
  position: ["place in the order", "places in the order"],
  mergedInto: ["join", "joins"],
  sourceId: ["source", "sources"],
  publishedOn: ["date", "dates"],
  url: ["link", "links"],
  revisionOf: ["earlier copy", "earlier copies"],
  isReviewed: ["check mark", "check marks"],
  description: ["description", "descriptions"],
  eventDate: ["event date", "event dates"],
  likelihood: ["likelihood", "likelihoods"],
  confidence: ["confidence", "confidences"],
  articleId: ["article", "articles"],
  claimId: ["claim", "claims"],
  highlightId: ["passage", "passages"],
  credibility: ["credibility", "credibilities"],
  reliability: ["reliability", "reliabilities"],
  initials: ["initials", "initials"],
  settles: ["agreed passage", "agreed passages"],
};

const isTag = (field: string): boolean => field.startsWith("tag:");

/** One field of a thing: "note", "tag", "passage". */
const fieldNoun = (field: string): Noun =>
  isTag(field) ? ["tag", "tags"] : (fieldNouns[field] ?? [field, `${field}s`]);

/** What conflicts of one kind have in common: what was changed of what. Settled together where a person says so. */
export const kindKey = ({ entity, field }: Pick<Conflict, "entity" | "field">): string =>
  `${entity} ${isTag(field) ? "tag:" : field}`;

/** "note of a highlight", "deleted claim" */
export const kindWords = ({ entity, field }: Pick<Conflict, "entity" | "field">): string => {
  const [thing] = nouns[entity];
  const article = /^[aeiou]/.test(thing) ? "an" : "a";
  if (field === "deleted") return `deleted ${thing}`;
  return `${fieldNoun(field)[0]} ${isTag(field) ? "on" : "of"} ${article} ${thing}`;
};

/** "12 highlight notes", "1 deleted claim" */
export const countOfKind = ({ entity, field }: Pick<Conflict, "entity" | "field">, n: number): string => {
  const [one, many] = nouns[entity];
  if (field === "deleted") return count(n, `deleted ${one}`, `deleted ${many}`);
  const [fieldOne, fieldMany] = fieldNoun(field);
  if (entity === "evidence") return count(n, `${fieldOne} of evidence`, `${fieldMany} of evidence`);
  return count(n, `${one} ${fieldOne}`, `${one} ${fieldMany}`);
};

/** Why this waits for a person, in a sentence. */
export const reasonOf = ({ kind, mine, theirs }: Conflict): string => {
  switch (kind) {
    case "both-changed":
      return "Both of you changed this without knowing of each other.";
    case "mine-changed":
      return `${theirs.analyst} changed what you made.`;
    case "deleted-there":
      return `${theirs.analyst} deleted this, and it was worked on here.`;
    case "deleted-here":
      return `This was deleted here, and ${theirs.analyst} went on working on it.`;
    case "claims-mine":
      return `The file says that you, ${mine.analyst}, changed this. Nothing here knows of that change. It does not count until you accept it.`;
  }
};

const shortReasons: Readonly<Record<Conflict["kind"], string>> = {
  "both-changed": "both changed it",
  "mine-changed": "changed there",
  "deleted-there": "deleted there",
  "deleted-here": "deleted here",
  "claims-mine": "claims to be yours",
};

/** What a line of the list says of it: "note of a highlight, both changed it", "claim deleted there" */
export const shortWords = (conflict: Conflict): string => {
  const reason = shortReasons[conflict.kind];
  return conflict.field === "deleted"
    ? `${nouns[conflict.entity][0]} ${reason}`
    : `${kindWords(conflict)}, ${reason}`;
};

/** Which side was written later, by the clocks of those who wrote; null where that cannot be said. */
export const newerSide = ({ mine, theirs }: Pick<Conflict, "mine" | "theirs">): "mine" | "theirs" | null => {
  const [here, there] = [Date.parse(mine.at), Date.parse(theirs.at)];
  if (Number.isNaN(here) || Number.isNaN(there) || here === there) return null;
  return here > there ? "mine" : "theirs";
};

type Take = Settlement["take"];

/** The button that takes a side: a verb that says what will be. */
export const takeWords = (kind: Conflict["kind"], take: Take): string => {
  if (take === "both") return "Keep both";
  const isMine = take === "mine";
  if (kind === "claims-mine") return isMine ? "Leave it out" : "Accept it";
  if (kind === "deleted-there") return isMine ? "Keep it" : "Delete it too";
  if (kind === "deleted-here") return isMine ? "Leave it deleted" : "Bring it back";
  return isMine ? "Take mine" : "Take theirs";
};

/** What a toast says after settling. */
export const settledWords = (n: number, take: Take): string => {
  const how = { mine: "mine", theirs: "theirs", both: "both" }[take];
  return n === 1 ? `Settled: ${how}` : `${count(n, "conflict")} settled: ${how}`;
};
