import type { Entity } from "../../../shared/domain/change";

/** What things of the log are called on the screen, in the singular and the plural. */
export const kindWords: Readonly<Record<Entity, { readonly one: string; readonly many: string }>> = {
  article: { one: "Article", many: "Articles" },
  highlight: { one: "Highlight", many: "Highlights" },
  claim: { one: "Claim", many: "Claims" },
  evidence: { one: "Evidence", many: "Evidence" },
  tag: { one: "Tag", many: "Tags" },
  source: { one: "Source", many: "Sources" },
  rating: { one: "Rating", many: "Ratings" },
  project: { one: "Project", many: "Project’s name" },
  analyst: { one: "Analyst", many: "Analysts" },
};
