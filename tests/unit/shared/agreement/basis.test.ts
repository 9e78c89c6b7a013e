import { describe, expect, it } from "vitest";
import { basisOf, remarkOf } from "../../../../shared/agreement/basis";

describe("what an interval rests on", () => {
  it("are the articles, or the passages where all stand in one", () => {
    expect(basisOf("spans-exact", [0, 0, 1, 4])).toEqual({ pieces: 3, noun: ["article", "articles"] });
    expect(basisOf("spans-exact", [2, 2, 2])).toEqual({ pieces: 3, noun: ["passage", "passages"] });
    expect(basisOf("credibility-alpha", [0, 0]).noun[1]).toBe("pieces of evidence");
    expect(basisOf("reliability-kappa", [0, 1, 2])).toMatchObject({
      pieces: 3,
      noun: [expect.anything(), "rated sources and articles"],
    });
  });

  it("is said in words where it is little, and not where it is enough", () => {
    expect(remarkOf(basisOf("tags-nominal", [0, 1]), true)).toBe("from only 2 articles");
    expect(remarkOf(basisOf("tags-nominal", [0, 0, 0, 0]), true)).toBe("from only 4 passages");
    expect(
      remarkOf(
        basisOf(
          "tags-nominal",
          Array.from({ length: 10 }, (_, at) => at),
        ),
        true,
      ),
    ).toBe("");
  });

  it("is said in words where there is no interval", () => {
    expect(remarkOf(basisOf("spans-exact", [3]), false)).toBe("none from one passage alone");
    expect(remarkOf(basisOf("tags-coded", [0, 1, 2]), false)).toBe(
      "none: most draws of the 3 articles have no figure",
    );
  });
});
