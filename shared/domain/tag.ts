import { z } from "zod";
import { TagId } from "../ids";

/** Eight hues whose light and dark values live in the renderer's tokens; never a free colour string. */
export const TagColour = z.enum(["amber", "teal", "violet", "rose", "blue", "green", "orange", "slate"]);
export type TagColour = z.infer<typeof TagColour>;

export const TagName = z.string().trim().min(1, "A tag needs a name").max(120);
export const TagShortcut = z.number().int().min(1).max(9);

/** A node of the codebook. `shortcut` is one of the keys 1-9 in the reader. */
export const Tag = z.object({
  id: TagId,
  name: TagName,
  parentId: TagId.nullable(),
  colour: TagColour,
  description: z.string().max(4000),
  shortcut: TagShortcut.nullable(),
  /** Order among siblings; any real number, so that a move writes one field. */
  position: z.number(),
});
export type Tag = z.infer<typeof Tag>;

/** A tag as the codebook and the palette list it, with how often and how lately it was used. */
export const TagSummary = Tag.extend({
  highlights: z.number().int(),
  claims: z.number().int(),
  /** ISO 8601 UTC of the last time it was put on something; "" when never. */
  lastUsedAt: z.string(),
});
export type TagSummary = z.infer<typeof TagSummary>;
