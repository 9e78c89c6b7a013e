import { z } from "zod";
import { AnalystId } from "../ids";

/** Who made a change: a profile with a stable id. */
export const Analyst = z.object({
  id: AnalystId,
  name: z.string().trim().min(1, "An analyst needs a name").max(120),
  initials: z.string().trim().min(1).max(4),
});
export type Analyst = z.infer<typeof Analyst>;

/**
 * The initials that a name has of its own: the first letters or digits of its first words, "BO" for "Bea Ortiz". At most
 * three characters; "" for a name without either.
 */
export const initialsOf = (name: string): string => {
  const letters = Array.from(name.matchAll(/(?<![\p{L}\p{M}\p{N}])[\p{L}\p{N}]/gu), ([letter]) =>
    letter.toUpperCase(),
  );
  // By characters, and at most as many UTF-16 units as there is room for: 𠮷 has two.
  let initials = "";
  for (const letter of letters) if (initials.length + letter.length <= 3) initials += letter;
  return initials;
};
