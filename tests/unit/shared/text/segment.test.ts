import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blocksOfPlainText } from "../../../../shared/text/blocks";
import { sentencesOf } from "../../../../shared/text/segment";

const sentences = (text: string, language = "en") =>
  sentencesOf(text, blocksOfPlainText(text), language).map(({ start, end }) => text.slice(start, end));

describe("sentences", () => {
  it("do not end after initials, titles and initialisms", () => {
    expect(sentences("Two U.S. officials met Gen. A. Example. They spoke for an hour.")).toEqual([
      "Two U.S. officials met Gen. A. Example.",
      "They spoke for an hour.",
    ]);
  });

  it("do end after an initialism that closes a sentence", () => {
    expect(sentences("The aid came from the U.S. The rest was raised at home.")).toEqual([
      "The aid came from the U.S.",
      "The rest was raised at home.",
    ]);
  });

  it("keep a quotation and its speaker together", () => {
    expect(sentences("“Will they stay?” she asked. Nobody knew.")).toEqual([
      "“Will they stay?” she asked.",
      "Nobody knew.",
    ]);
  });

  it("run on over the line ends of hard-wrapped text, but not over those of a list", () => {
    const wrapped =
      "The delegation that is to settle the details of the plan with\nNiamey has not been named. It flies soon.";
    expect(sentences(wrapped)).toHaveLength(2);
    expect(sentences("First point\nSecond point")).toHaveLength(2);
  });

  it("never cross a paragraph", () => {
    expect(sentences("No stop here\n\nNor here")).toEqual(["No stop here", "Nor here"]);
  });

  it("follow the language's own rules", () => {
    expect(sentences("部隊は撤退する。日程は未定だ。", "ja")).toEqual(["部隊は撤退する。", "日程は未定だ。"]);
  });

  it("cover every visible character once, in order", () => {
    const words = fc.array(
      fc.constantFrom("The ", "U.S. ", "he said. ", "“Go!” ", "No? ", "Gen. ", "x", "\n\n", "\n"),
      {
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(words, (parts) => {
        const text = parts.join("");
        expect(sentences(text).join("").replaceAll(/\s/g, "")).toBe(text.replaceAll(/\s/g, ""));
      }),
    );
  });

  const line = "a long line of a log file without any full stop at its very end, of eighty letters";
  it.each([
    ["no full stop", "\n", 1],
    ["no line end", ". The ", 24_000],
    ["neither", ", then ", 1],
  ])("take time in proportion to the text, also where two megabytes have %s", (_what, joint, count) => {
    const text = Array.from({ length: 24_000 }, (_, at) => `${line} ${at}`).join(joint);
    expect(text.length).toBeGreaterThan(2_000_000);
    // Quadratic, this took a minute.
    expect(sentences(text)).toHaveLength(count);
  });

  it("are the same whether a text is segmented at once or piece by piece", () => {
    const words = [
      "The port ",
      "U.S. ",
      "he said. ",
      "“Go!” ",
      "No? ",
      "Gen. ",
      "1.5 ",
      "x.y ",
      "\n",
      "of 3. may ",
    ];
    const text = Array.from(
      { length: 8_000 },
      (_, at) => words[((at * at * 7 + at * 3) % 97) % words.length],
    ).join("");
    const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });
    const atOnce = Array.from(segmenter.segment(text), ({ index }) => index);
    const found = sentencesOf(text, [{ start: 0, end: text.length, kind: "paragraph" }], "en");
    const starts = new Set(atOnce.map((at) => at + (/^\s*/.exec(text.slice(at, at + 9))?.[0].length ?? 0)));
    expect(text.length).toBeGreaterThan(40_000);
    expect(found.length).toBeGreaterThan(400);
    for (const { start } of found) expect(starts.has(start)).toBe(true);
  });
});
