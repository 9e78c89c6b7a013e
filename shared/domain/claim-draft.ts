import { z } from "zod";
import { ClaimId, TagId } from "../ids";
import { CalendarDate } from "./article";
import { ClaimKind, NewAsserter } from "./claim";
import { Credibility } from "./grade";
import { Stance } from "./stance";

/** What was put into the panel for one passage. Null is what nobody has said yet. */
export const ClaimDraft = z.object({
  statement: z.string().max(10_000),
  kind: ClaimKind.nullable(),
  asserter: NewAsserter.nullable(),
  eventDate: CalendarDate.nullable(),
  tagIds: z.array(TagId).max(100).readonly(),
  stance: Stance.nullable(),
  credibility: Credibility.nullable(),
  /** An existing claim to which the passage is to be added instead. */
  into: z.object({ id: ClaimId, statement: z.string().max(10_000) }).nullable(),
});
export type ClaimDraft = Readonly<z.infer<typeof ClaimDraft>>;

/** Names the passage that a draft is for: an article and a highlight or a stretch of its text, as the window names it. */
export const PassageKey = z.string().min(1).max(300);
