import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { proposeDates } from "../../../renderer/features/reader/claim-dates";
import { readDate, writeDate } from "../../../renderer/ui/read-date";

describe("a typed date", () => {
  it("is read in the ways people write a day, and in no ambiguous one", () => {
    expect(readDate("2024-04-19")).toBe("2024-04-19");
    expect(readDate("19 April 2024")).toBe("2024-04-19");
    expect(readDate("Apr 19, 2024")).toBe("2024-04-19");
    expect(readDate("19 apr", "2024-05-01")).toBe("2024-04-19");
    expect(readDate("4/5/2024")).toBeNull();
    expect(readDate("31 Apr 2024")).toBeNull();
    expect(readDate("19 apr")).toBeNull();
  });

  it("comes back from how it is shown", () => {
    const day = fc.date({ min: new Date("1000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10);
        expect(readDate(writeDate(iso))).toBe(iso);
      }),
    );
  });
});

describe("an event date proposed from the text", () => {
  const propose = (text: string, publishedOn: string | null, language = "en") =>
    proposeDates({ text, publishedOn, language, start: 0, end: text.length });

  it("takes a weekday from the day of publication", async () => {
    expect(await propose("They met on Friday in Washington.", "2024-04-20")).toMatchObject([
      { date: "2024-04-19" },
    ]);
  });

  it("reads no relative day without a day of publication", async () => {
    expect(await propose("They met on Friday in Washington.", null)).toEqual([]);
  });

  it("proposes no day where the text gives only a month", async () => {
    expect(await propose("It has been so since July 2023.", "2024-04-20")).toEqual([]);
  });
});
