import { z } from "zod";

/** Settings of this machine's profile; nothing of them travels with a project. */
export const Settings = z.object({
  theme: z.enum(["system", "light", "dark", "contrast"]),
});
export type Settings = z.infer<typeof Settings>;
