import fc from "fast-check";
import { expect, test } from "vitest";
import { buildText, type Piece } from "../../../../main/import/build-article";
import { putBack } from "../../../../main/store/put-back";

const piece = fc.record({
  kind: fc.constantFrom("paragraph" as const, "heading" as const, "list-item" as const, "table-row" as const),
  text: fc.constantFrom("One.", "Two words.", "Three little words.", "A 🛩 flew.", "First.\n\nSecond."),
  aside: fc.option(fc.constantFrom("caption" as const, "footnote" as const, "advertisement" as const), {
    nil: undefined,
  }),
});
const pieces = fc
  .array(piece, { minLength: 1, maxLength: 12 })
  .map((all) => all.map((one, page): Piece => ({ ...one, page: Math.floor(page / 3) })));

/** The words of a text in order, whatever stands between them. */
const words = (text: string): string =>
  text
    .split(/\s+/u)
    .filter((word) => word !== "")
    .join(" ");

test("every piece that is put back stands at its place, and the text round it is not touched", () => {
  fc.assert(
    fc.property(pieces, fc.nat(11), (all, which) => {
      const built = buildText(all);
      fc.pre(built.asides.length > 0 && built.text !== "");
      const index = which % built.asides.length;
      const { at, text } = built.asides[index] ?? { at: 0, text: "" };
      const done = putBack(built, index);
      expect(words(done.text)).toBe(words(`${built.text.slice(0, at)} ${text} ${built.text.slice(at)}`));
      expect(done.asides).toHaveLength(built.asides.length - 1);
      let end = 0;
      for (const block of done.blocks) {
        expect(block.start).toBeGreaterThanOrEqual(end);
        expect(block.end).toBeGreaterThan(block.start);
        end = block.end;
      }
      expect(end).toBe(done.text.length);
      // Blocks hold the same words as before, and those of the piece.
      const old = built.blocks.map(({ start, end: stop }) => built.text.slice(start, stop));
      const now = done.blocks.map(({ start, end: stop }) => done.text.slice(start, stop));
      const added = text.split("\n\n");
      expect([...old, ...added].sort()).toEqual([...now].sort());
      expect(done.pages).toHaveLength(built.pages.length);
      for (const [n, page] of done.pages.entries()) {
        expect(page).toBeGreaterThanOrEqual(done.pages[n - 1] ?? 0);
        expect(page).toBeLessThanOrEqual(done.text.length);
      }
    }),
    { numRuns: 400 },
  );
});

test("putting all pieces back, in whatever order, comes to the same words as if none had been set aside", () => {
  fc.assert(
    fc.property(pieces, fc.infiniteStream(fc.nat(20)), (all, choices) => {
      let now: Parameters<typeof putBack>[0] = buildText(all);
      for (const choice of choices) {
        if (now.asides.length === 0) break;
        now = putBack(now, choice % now.asides.length);
      }
      expect(words(now.text)).toBe(words(all.map(({ text }) => text).join(" ")));
    }),
    { numRuns: 300 },
  );
});

test("a piece between two items of a list gets blank lines round it", () => {
  const built = buildText([
    { kind: "list-item", text: "One" },
    { kind: "paragraph", text: "Photo", aside: "caption" },
    { kind: "list-item", text: "Two" },
  ]);
  expect(built.text).toBe("One\nTwo");
  expect(putBack(built, 0).text).toBe("One\n\nPhoto\n\nTwo");
});
