import type { AsideReason, Doubt, EncodingChoice, Proposal } from "../../shared/domain/article";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { tooLongForArticle } from "./archive-limits";
import { type BuiltText, buildText, type Piece } from "./build-article";
import { dayOf, dayOfName, dayOfUrl } from "./dates";
import { describeTally, newTally, toCanonical } from "./decode-text";
import { markFurniture } from "./furniture";
import type { ImportedArticle, Known } from "./imported-article";
import { detectLanguage, isInOtherScript, languageTag } from "./language";
import { type FromText, proposeFromText } from "./propose-from-text";
import { findTitle } from "./title";

/** What a reader has found, before all that is the same for every format is done. */
export type Draft = {
  /** The part of a file that holds many; absent for the whole. */
  readonly part?: string;
  readonly mediaType: string;
  /** Name and version of the reader, as "web page 1". */
  readonly importer: string;
  /** In reading order, in the characters of the original: controls and line ends are made canonical here. */
  readonly pieces: readonly Piece[];
  /** What the document itself states, best first. */
  readonly proposals: readonly Proposal[];
  readonly doubts?: readonly Doubt[];
  readonly encoding?: EncodingChoice | null;
  readonly steps: readonly string[];
  readonly remarks?: readonly string[];
};

/** More proposals than anybody reads; the schema of what leaves the guest process allows 200. */
const mostProposals = 60;

const mostTitle = 1000;
const longest: Readonly<Partial<Record<Proposal["field"], number>>> = {
  title: mostTitle,
  byline: 1000,
  source: 1000,
};

const plainValue = ({ field, value }: Proposal): string => {
  const line = toCanonical(value, newTally()).replace(/\s+/g, " ").trim();
  if (field === "language") return languageTag(line);
  if (field === "publishedOn" || field === "modifiedOn") return dayOf(line) ?? "";
  // A pair that the cut would halve goes with it.
  return line.slice(0, longest[field] ?? 4000).replace(/[\ud800-\udbff]$/, "");
};

/** Proposals that may be filled in: one line each, of the form that their field takes, none twice, stated ones first. */
const usable = (proposals: readonly Proposal[]): Proposal[] => {
  const kept = new Map<string, Proposal>();
  const inOrder = [
    ...proposals.filter(({ strength }) => strength === "stated"),
    ...proposals.filter(({ strength }) => strength === "guessed"),
    ...proposals.filter(({ strength }) => strength === "either"),
  ];
  for (const proposal of inOrder) {
    const value = plainValue(proposal);
    const from = toCanonical(proposal.from, newTally())
      .slice(0, 200)
      .replace(/[\ud800-\udbff]$/, "");
    const key = `${proposal.field} ${value.toLowerCase()}`;
    if (value !== "" && from !== "" && !kept.has(key)) kept.set(key, { ...proposal, value, from });
  }
  return [...kept.values()];
};

type Filled = { readonly proposals: Proposal[]; readonly doubts: Doubt[]; readonly remarks: string[] };

const fileName = "file name";

const takenFrom = (what: string, from: string): string =>
  `${what} taken from the ${from === fileName ? "file's name" : from}`;

const has = (proposals: readonly Proposal[], field: Proposal["field"]): boolean =>
  proposals.some((proposal) => proposal.field === field && proposal.strength === "stated");

/** A title is always proposed: what nothing states is taken from the text or made of it. */
const withTitle = (
  proposals: readonly Proposal[],
  built: BuiltText,
  dateline: FromText["dateline"],
  known: Known,
): Filled => {
  if (has(proposals, "title")) return { proposals: [], doubts: [], remarks: [] };
  const found = findTitle(built.text, built.blocks, dateline);
  if (found !== null && !found.isMade)
    return {
      proposals: [{ field: "title", value: found.value, from: found.from, strength: "stated" }],
      doubts: [],
      remarks: [],
    };
  const value = found?.value || known.fileName || "Untitled";
  const from = found?.value ? found.from : fileName;
  return {
    proposals: [{ field: "title", value, from, strength: "guessed" }],
    doubts: ["title"],
    remarks: [takenFrom("title", from)],
  };
};

/**
 * A date that nothing states is guessed from the link, then from the file's name, and flagged. Of two readings of a
 * stated one none is taken.
 */
const withDate = (proposals: readonly Proposal[], known: Known): Filled => {
  if (has(proposals, "publishedOn")) return { proposals: [], doubts: [], remarks: [] };
  const guesses: Proposal[] = proposals.filter(
    ({ field, strength }) => field === "publishedOn" && strength === "guessed",
  );
  for (const { field, value } of proposals) {
    const day = field === "url" ? dayOfUrl(value) : null;
    if (day !== null) guesses.push({ field: "publishedOn", value: day, from: "link", strength: "guessed" });
  }
  const named = dayOfName(known.fileName);
  if (named !== null)
    guesses.push({ field: "publishedOn", value: named, from: fileName, strength: "guessed" });
  const best = guesses[0];
  if (best === undefined) {
    const isRead = proposals.some(({ field, strength }) => field === "publishedOn" && strength === "either");
    const remark = isRead ? "its date can be read in two ways: choose one" : "no date found";
    return { proposals: [], doubts: [], remarks: [remark] };
  }
  return { proposals: guesses, doubts: ["date"], remarks: [takenFrom("date", best.from)] };
};

/** The language that is stated, unless the text is in another script; else the one that the wording shows. */
const withLanguage = (proposals: readonly Proposal[], text: string, known: Known): Proposal[] => {
  const stated = proposals.find(({ field, strength }) => field === "language" && strength === "stated");
  const isGiven = known.proposals?.some(({ field }) => field === "language") ?? false;
  if (stated !== undefined && (isGiven || !isInOtherScript(stated.value, text))) return [];
  const value = detectLanguage(text);
  // Not for somebody's yes: reading direction and the voice of a screen reader depend on it.
  return value === "" ? [] : [{ field: "language", value, from: "wording", strength: "stated" }];
};

/** Blocks among which the title is looked for. */
const firstBlocks = 3;

/** The paragraph that holds just the title is marked as a heading; no other block is touched. */
const withHeading = (built: BuiltText, title: string): BuiltText => {
  const { text, blocks } = built;
  const at = blocks.slice(0, Math.min(firstBlocks, blocks.length - 1)).findIndex(({ kind, start, end }) => {
    const words = text.slice(start, Math.min(end, start + 2 * mostTitle));
    return kind === "paragraph" && words.replace(/\s+/g, " ") === title;
  });
  const found = blocks[at];
  if (found === undefined) return built;
  return { ...built, blocks: blocks.with(at, { ...found, kind: "heading", level: 1 }) };
};

const reasonWords: Readonly<Record<AsideReason, string>> = {
  "date-line": "collector's date line",
  caption: "caption",
  credit: "picture credit",
  "see-also": "pointer to other articles",
  advertisement: "advertisement",
  shortcode: "shortcode",
  comments: "comment form",
  "cookie-notice": "cookie notice",
  sources: "list of links",
  navigation: "navigation",
  "running-head": "running head",
  "page-number": "page number",
  footnote: "footnote",
  other: "other matter",
};

const asideSteps = ({ asides }: BuiltText): string[] => {
  if (asides.length === 0) return [];
  const counts = new Map<AsideReason, number>();
  for (const { reason } of asides) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const words = [...counts].map(
    ([reason, count]) => `${reasonWords[reason]}${count === 1 ? "" : ` (${count})`}`,
  );
  return [`set aside: ${words.join(", ")}`];
};

const datelineSteps = (dateline: FromText["dateline"]): string[] =>
  dateline === null ? [] : [`dateline found: ${dateline.found.words}`];

/** Furniture alone is no article, but it may be one that looks like furniture: then it stays text, and is flagged. */
const buildArticle = (pieces: readonly Piece[]): BuiltText & { readonly isOnlyFurniture: boolean } => {
  const built = buildText(markFurniture(pieces));
  if (built.text !== "") return { ...built, isOnlyFurniture: false };
  return { ...buildText(pieces), isOnlyFurniture: true };
};

/**
 * Ends the reading of a document, whatever its format: canonical characters, text with its blocks and asides, and
 * proposals in the order in which they are believed: what the person or the archive gave, what the document states, what
 * was guessed from its text and its name. Fails when no text is left, and when it is too long for one article.
 */
export const finishArticle = (draft: Draft, known: Known): Result<ImportedArticle> => {
  const tally = newTally();
  const pieces = draft.pieces.map((piece) => {
    const text = toCanonical(piece.text, tally);
    return text === piece.text ? piece : { ...piece, text };
  });
  const { isOnlyFurniture, ...built } = buildArticle(pieces);
  if (built.text === "") return fail("invalid-input", "There is no text in it");
  const tooLong = tooLongForArticle(built.text.length, built.blocks.length);
  if (tooLong !== null) return tooLong;
  const { proposals: guesses, dateline } = proposeFromText(built);
  const found = usable([...(known.proposals ?? []), ...draft.proposals, ...guesses]).slice(0, mostProposals);
  const title = withTitle(found, built, dateline, known);
  const date = withDate(found, known);
  const language = withLanguage(found, built.text, known);
  const proposals = usable([...language, ...found, ...title.proposals, ...date.proposals]);
  const characters = describeTally(tally);
  const encoding = draft.encoding ?? null;
  const isDoubtful = encoding !== null && encoding.alternatives.length > 0 && known.encoding === undefined;
  const doubts = [
    ...(draft.doubts ?? []),
    ...(isOnlyFurniture ? (["text"] as const) : []),
    ...(isDoubtful ? (["encoding"] as const) : []),
    ...title.doubts,
    ...date.doubts,
  ];
  return ok({
    part: draft.part ?? "",
    mediaType: draft.mediaType,
    importer: draft.importer,
    ...withHeading(built, proposals.find(({ field }) => field === "title")?.value ?? ""),
    proposals,
    doubts: [...new Set(doubts)],
    encoding,
    steps: [...draft.steps, ...characters.steps, ...asideSteps(built), ...datelineSteps(dateline)],
    remarks: [
      ...new Set([...(draft.remarks ?? []), ...characters.remarks, ...title.remarks, ...date.remarks]),
    ],
  });
};
