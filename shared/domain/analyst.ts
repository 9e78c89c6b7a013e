import { z } from "zod";
import { AnalystId } from "../ids";

/** Who made a change: a profile with a stable id. */
export const Analyst = z.object({
  id: AnalystId,
  name: z.string().trim().min(1, "An analyst needs a name").max(120),
  initials: z.string().trim().min(1).max(4),
});
export type Analyst = z.infer<typeof Analyst>;
