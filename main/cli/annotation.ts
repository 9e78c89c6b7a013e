import { z } from "zod";
import { CalendarDate } from "../../shared/domain/article";
import { ClaimKind, Statement } from "../../shared/domain/claim";
import { EvidenceNote } from "../../shared/domain/evidence";
import { Credibility } from "../../shared/domain/grade";
import { Note } from "../../shared/domain/highlight";
import { SourceName } from "../../shared/domain/source";
import { Stance } from "../../shared/domain/stance";
import { TagName } from "../../shared/domain/tag";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";

const tags = z.array(TagName).max(100).nullish();

/**
 * Who asserts a claim. A plain name is the source of that name where there is one, else words for somebody
 * unnamed ("senior official"); the object says outright which of the two it is, and makes a source that is new.
 */
const AsserterWords = z.union([
  z.string().trim().min(1).max(500),
  z.strictObject({ source: SourceName }),
  z.strictObject({ description: z.string().trim().min(1).max(500) }),
]);
export type AsserterWords = z.infer<typeof AsserterWords>;

/** One line of an annotations file. Unknown fields are refused: most of them are misspelt known ones. */
const Annotation = z.strictObject({
  /** The article's id, its title, or the name of the file that it came from. */
  article: z.string().trim().min(1),
  quote: z.string().min(1),
  prefix: z.string().nullish(),
  suffix: z.string().nullish(),
  tags,
  note: Note.nullish(),
  claim: z
    .strictObject({
      statement: Statement,
      kind: ClaimKind.nullish(),
      asserter: AsserterWords.nullish(),
      event_date: CalendarDate.nullish(),
      stance: Stance.nullish(),
      credibility: Credibility.nullish(),
      note: EvidenceNote.nullish(),
      tags,
    })
    .nullish(),
});
export type Annotation = z.infer<typeof Annotation>;

const problemOf = (error: z.ZodError): string =>
  error.issues
    .slice(0, 3)
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join(".")}: ${message}`))
    .join("; ");

/** Reads one line of an annotations file, or says in words what is wrong with it. */
export const readAnnotation = (line: string): Result<Annotation> => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return fail("invalid-input", "it is not JSON: each line is one object, from { to }");
  }
  const parsed = Annotation.safeParse(value);
  return parsed.success ? ok(parsed.data) : fail("invalid-input", problemOf(parsed.error));
};
