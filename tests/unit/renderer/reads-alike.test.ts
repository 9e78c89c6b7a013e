import { describe, expect, it } from "vitest";
import { readsAlike } from "../../../renderer/features/reader/reads-alike";

const agreed = "More than 1,000 US troops were in Niger when the withdrawal was agreed.";

describe("claims that read alike", () => {
  it.each([
    [agreed],
    ["more than 1,000 troops"],
    ["The departure would cover more than 1,000 troops and leave in doubt the future of Air Base 201."],
    ["Fewer than 1,000 US troops were left in Niger by late April."],
  ])("“%s” is near enough to one about their number", (statement) => {
    expect(readsAlike(statement, agreed)).toBe(true);
    expect(readsAlike(agreed, statement)).toBe(true);
  });

  it("small words that every statement has do not make one like another", () => {
    const march = "The march stayed calm and ended before the midday heat.";
    expect(
      readsAlike(march, "Dangerous and secret equipment leaves first and the rest goes in stages."),
    ).toBe(false);
    expect(readsAlike(march, agreed)).toBe(false);
  });

  it("a figure is a word that tells", () => {
    expect(readsAlike("It cost 110 m.", "110 it was.")).toBe(true);
    expect(readsAlike("1,000 men", "1,100 men")).toBe(false);
  });

  it("leaves statements of nothing but small words to the store", () => {
    expect(readsAlike("So he is.", "He is in.")).toBe(true);
  });

  it("tells words of other scripts, whatever their case", () => {
    expect(readsAlike("ВОЙСКА уходят из Нигера", "Войска США ушли")).toBe(true);
    expect(readsAlike("القوات الأمريكية تغادر", "القوات باقية هناك")).toBe(true);
  });
});
