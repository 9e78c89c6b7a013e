import fc from "fast-check";
import { expect, test } from "vitest";
import { anOpenSession, must, withArticle } from "../../../builders";

/** Letters that have a composed and a decomposed form, ligatures, and characters of two UTF-16 units. */
const piece = fc.constantFrom(
  "é",
  "e\u0301",
  "Å",
  "A\u030a",
  "\u212b",
  "ﬁ",
  "가",
  "\u1100\u1161",
  "ộ",
  "🛩",
  "x",
  " ",
);
const words = fc.array(piece, { minLength: 3, maxLength: 30 }).map((all) => `a${all.join("")}b`);

test("text, quotes and offsets are the same after saving and opening again, in whatever Unicode form (row 36, property)", async () => {
  await fc.assert(
    fc.asyncProperty(words, words, words, async (before, quote, after) => {
      const session = await anOpenSession();
      // As it is imported: every line end and letter of it is canonical already.
      const text = `Report on ${before}\n\n${before} said ${quote} and then ${after} on the day.`;
      const articleId = await withArticle(session, text);
      const start = text.indexOf(` said ${quote}`) + " said ".length;
      const span = { start, end: start + quote.length };
      const made = must(await session.call("highlights", "create", { articleId, span, tagIds: [] }));
      must(await session.jobs.close(undefined));
      must(await session.jobs.open({ path: session.path }));
      const article = must(await session.call("articles", "get", { id: articleId }));
      expect(article.text).toBe(text);
      const [kept] = must(await session.call("highlights", "list", { articleId }));
      expect(kept?.id).toBe(made.id);
      expect(kept?.anchor).toMatchObject({ start: span.start, end: span.end, quote });
      expect(article.text.slice(kept?.anchor.start, kept?.anchor.end)).toBe(quote);
      must(await session.jobs.close(undefined));
    }),
    { numRuns: 25 },
  );
}, 60_000);
