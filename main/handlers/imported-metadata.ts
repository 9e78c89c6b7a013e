import { ArticleMetadata, type Proposal, type ProposalField } from "../../shared/domain/article";
import type { Known } from "../import/imported-article";

/** The best value of a field: what a document states goes before what was guessed from its words. */
const best = (
  proposals: readonly Proposal[],
  field: ProposalField,
  isValid: (value: string) => boolean,
  mayGuess: boolean,
): string | undefined => {
  const fit = proposals.filter((one) => one.field === field && isValid(one.value));
  return (
    fit.find(({ strength }) => strength === "stated") ??
    (mayGuess ? fit.find(({ strength }) => strength === "guessed") : undefined)
  )?.value;
};

const {
  title: Title,
  byline: Byline,
  publishedOn: PublishedOn,
  url: Url,
  language: Language,
} = ArticleMetadata.shape;

/** What is filled in of an article at its import, before anybody has looked at it. */
type Filled = Omit<ArticleMetadata, "sourceId">;

/**
 * Metadata from proposals. Title and date may be guesses, which are flagged; the other fields are filled in only with
 * what the document states. A proposal that does not fit its field is passed over.
 */
export const metadataOf = (proposals: readonly Proposal[], fileName: string): Filled => {
  const of = (
    field: ProposalField,
    schema: { safeParse: (value: unknown) => { success: boolean } },
    mayGuess = false,
  ) => best(proposals, field, (value) => schema.safeParse(value).success, mayGuess);
  return {
    title: of("title", Title, true) ?? (fileName.slice(0, 1000).trim() || "Untitled"),
    byline: of("byline", Byline) ?? "",
    publishedOn: of("publishedOn", PublishedOn, true) ?? null,
    url: of("url", Url) ?? "",
    language: of("language", Language) ?? "",
  };
};

/** Where a proposal comes from that a person typed. */
export const typedBy = "typed";

/** What a person typed beside a text that is to come in, as proposals that go before all others. */
export const typedProposals = (typed: {
  readonly title?: string | undefined;
  readonly publishedOn?: string | undefined;
  readonly url?: string | undefined;
}): NonNullable<Known["proposals"]> =>
  Object.entries(typed).flatMap(([field, value]) =>
    value === undefined || value === ""
      ? []
      : [{ field: field as keyof typeof typed, value, from: typedBy, strength: "stated" as const }],
  );
