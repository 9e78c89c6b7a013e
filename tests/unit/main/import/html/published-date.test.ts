import { describe, expect, test } from "vitest";
import { possibleDates, publishedDate } from "../../../../../main/import/html/published-date";

describe("the calendar date of a stamp", () => {
  test.each([
    ["2024-05-20", "2024-05-20"],
    ["2024-05-20T23:30:00-04:00", "2024-05-20"],
    ["2024-05-21T00:30:00+14:00", "2024-05-21"],
    [" 2024-5-2 8:00 ", "2024-05-02"],
    ["2024/05/20 08:00", "2024-05-20"],
    ["20240520", "2024-05-20"],
    ["20240520T220000Z", "2024-05-20"],
    ["Mon, 20 May 2024 23:30:00 -0400", "2024-05-20"],
    ["20 May 2024", "2024-05-20"],
    ["May 20, 2024 11:00 PM EDT", "2024-05-20"],
    ["Monday, September 2nd, 2024", "2024-09-02"],
    ["Mon May 20 2024 08:00:00 GMT+0200", "2024-05-20"],
    ["05/20/2024", "2024-05-20"],
    ["20.05.2024", "2024-05-20"],
  ])("of %s is %s", (stamp, date) => expect(publishedDate(stamp)).toBe(date));

  test.each([
    "",
    "yesterday",
    "2024-02-30",
    "2024-13-01",
    "0001-01-01T00:00:00",
    "1716240000",
    "04/05/2024",
    "202405",
    "2024",
    "31 April 2024",
    "99.99.2024",
  ])("of %j is not made up", (stamp) => expect(publishedDate(stamp)).toBeNull());

  test("with two numbers that may each be the month has two readings, and no other stamp has", () => {
    expect(possibleDates(" 04/05/2024 08:00")).toEqual([
      { day: "2024-05-04", order: "day first" },
      { day: "2024-04-05", order: "month first" },
    ]);
    for (const stamp of [
      "05/05/2024",
      "05/20/2024",
      "04.05.2024",
      "2024-04-05",
      "13/13/2024",
      "04/05/24",
      "",
    ])
      expect(possibleDates(stamp), stamp).toEqual([]);
  });
});
