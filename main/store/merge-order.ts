import type { Entity } from "../../shared/domain/change";

/** The kinds of things in the order in which a merge takes them in: what others refer to comes before them. */
export const mergeOrder: readonly Entity[] = [
  "project",
  "analyst",
  "source",
  "tag",
  "article",
  "rating",
  "highlight",
  "claim",
  "evidence",
];
