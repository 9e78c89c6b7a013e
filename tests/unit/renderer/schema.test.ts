import { describe, expect, test } from "vitest";
import { isMadeTitle } from "../../../renderer/editor/schema";

describe("isMadeTitle", () => {
  const text = "Photo: agency\n\nThe prime minister (Zein) said\non Tuesday that talks would go on, and on.";

  test("the beginning of a paragraph, cut, was made by the import", () => {
    expect(isMadeTitle("The prime minister (Zein) said on Tuesday…", text)).toBe(true);
    expect(isMadeTitle("Photo: agency…", text)).toBe(true);
  });

  test("a headline of its own was not, whatever it ends in", () => {
    expect(isMadeTitle("Talks would go on…", text)).toBe(false);
    expect(isMadeTitle("The prime minister (Zein) said", text)).toBe(false);
    expect(isMadeTitle("Niger turns away…", text)).toBe(false);
    expect(isMadeTitle("…", text)).toBe(false);
  });

  test("a title made of the first sentence behind a dateline was made", () => {
    const report =
      "A caption\n\nPORT ALDER, Norland — The ferry (the last one) will stop in May, two officials said.";
    expect(isMadeTitle("The ferry (the last one) will stop in May…", report)).toBe(true);
    expect(
      isMadeTitle("The ferry will stop in May…", "NORHAVEN The ferry will stop in May, they said."),
    ).toBe(true);
  });

  test("a headline that the text repeats within a line was not", () => {
    expect(isMadeTitle("talks would go on…", text)).toBe(false);
  });
});
