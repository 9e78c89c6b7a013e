import { describe, expect, it } from "vitest";
import { datelineOf, headlineBeforeDateline } from "../../../../main/import/dateline";

const rest = "The ferry line will close its northern route.";

describe("a dateline", () => {
  it.each([
    ["ALDER BAY, Norland — ", "ALDER BAY, Norland", null, null],
    ["NEW YORK (AP) — ", "NEW YORK", "AP", null],
    ["PARIS, May 3 (Reuters) - ", "PARIS", "Reuters", null],
    ["PARIS, May 3, 2024 (AFP) – ", "PARIS", "AFP", "2024-05-03"],
    ["BERLIN, 3 May 2024 (dpa) -- ", "BERLIN", "dpa", "2024-05-03"],
    ["Paris (AFP) – ", "Paris", "AFP", null],
    ["SÃO PAULO, Brazil — ", "SÃO PAULO, Brazil", null, null],
    ["ALDER BAY, Norland (The Alder Times) — ", "ALDER BAY, Norland", "The Alder Times", null],
    ["(AP) — ", "", "AP", null],
    ["CNN- ", "", "CNN", null],
    ["CNN — ", "", "CNN", null],
    ["REUTERS - ", "REUTERS", null, null],
    ["WASHINGTON ", "WASHINGTON", null, null],
  ])("%j gives place, outlet and day", (words, place, outlet, day) => {
    expect(datelineOf(words + rest)).toMatchObject({ place, outlet, day, end: words.length });
  });

  it("may stand alone", () =>
    expect(datelineOf("CNN-")).toMatchObject({ words: "CNN", outlet: "CNN", end: 4 }));

  it.each([
    rest,
    "WASHINGTON is a city.",
    "UNESCO Director Jane Doe spoke.",
    "Well-known people came — and went.",
    "The harbour — long and dark — was closed.",
    "",
    "SYNOPSIS\n--------\nWhat it does",
  ])("is not in %j", (block) => expect(datelineOf(block)).toBeNull());

  it("ends a headline that runs into it", () => {
    const headline = "Ferry line to close northern route";
    expect(headlineBeforeDateline(`${headline} ALDER BAY, Norland — ${rest}`)).toBe(headline.length);
    expect(headlineBeforeDateline(`${headline}ALDER BAY, Norland — ${rest}`)).toBe(headline.length);
    expect(headlineBeforeDateline(`ALDER BAY, Norland — ${rest}`)).toBe(-1);
    expect(headlineBeforeDateline(rest)).toBe(-1);
  });
});
