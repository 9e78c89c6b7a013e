import type { TagSummary } from "../../../shared/domain/tag";
import { TagId } from "../../../shared/ids";

const idOf = (n: number): TagId => TagId.parse(`tag-${String(n).padStart(32, "0")}`);

/** A small codebook: numbers > troops, numbers > money, timeline. Positions 1, 2, 3 among siblings. */
export const someTags = (): readonly [TagSummary, TagSummary, TagSummary, TagSummary] => [
  aTag(1, "Numbers", { position: 1, shortcut: 1 }),
  aTag(2, "Troops", { parentId: idOf(1), position: 1, highlights: 4 }),
  aTag(3, "Money", { parentId: idOf(1), position: 2 }),
  aTag(4, "Timeline", { position: 2 }),
];

export const aTag = (n: number, name: string, over: Partial<TagSummary> = {}): TagSummary => ({
  id: idOf(n),
  name,
  parentId: null,
  colour: "amber",
  description: "",
  shortcut: null,
  position: n,
  highlights: 0,
  claims: 0,
  lastUsedAt: "",
  ...over,
});
