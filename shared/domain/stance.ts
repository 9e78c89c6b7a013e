import { z } from "zod";

/** How a piece of evidence bears on its claim. */
export const Stance = z.enum(["supports", "contradicts", "context"]);
export type Stance = z.infer<typeof Stance>;

/** The sign that stands for a stance in tables and cards, always beside its word or name. */
export const stanceSign: Readonly<Record<Stance, string>> = {
  supports: "+",
  contradicts: "−",
  context: "·",
};
