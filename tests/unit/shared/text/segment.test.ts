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
});
