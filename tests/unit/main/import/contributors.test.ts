import { describe, expect, it } from "vitest";
import { bylineIn, contributorsIn } from "../../../../main/import/contributors";

describe("contributors", () => {
  it.each([
    [
      "___ Jane Doe reported from Rome. John Roe in Paris contributed to this report.",
      ["Jane Doe", "John Roe"],
    ],
    [
      "Jane Doe in Rome and Ann-Marie O’Poe in Alder Bay, Norland contributed to this report.",
      ["Jane Doe", "Ann-Marie O’Poe"],
    ],
    ["Jane Doe, John Roe and Ann Poe contributed to this story.", ["Jane Doe", "John Roe", "Ann Poe"]],
    ["Jane Doe in Albany, New York, and John Roe contributed to this report.", ["Jane Doe", "John Roe"]],
    ["(Reporting by Jane Doe and John Roe in Rome; Editing by Ann Poe)", ["Jane Doe", "John Roe"]],
    ["Additional reporting by Ann van der Poe.", ["Ann van der Poe"]],
    [
      "Associated Press writers Jane Doe in Rome and John Roe in Paris contributed to this report.",
      ["Jane Doe", "John Roe"],
    ],
  ])("are named in %j", (line, names) => expect(contributorsIn(line)?.names).toEqual(names));

  it.each([
    "The ferry contributed to this report of a storm.",
    "Three people reported from the pier that it was dark.",
    "Nothing was said.",
    `${"Jane Doe contributed to this report. ".repeat(20)}`,
  ])("are not named in %j", (line) => expect(contributorsIn(line)).toBeNull());
});

describe("a byline", () => {
  it.each([
    ["By Jane Doe", "Jane Doe"],
    ["By JANE DOE and John Roe", "JANE DOE and John Roe"],
    ["BY JANE DOE, The Alder Times", "JANE DOE, The Alder Times"],
    ["Von Jane Doe", "Jane Doe"],
  ])("is in %j", (line, byline) => expect(bylineIn(line)).toBe(byline));

  it.each(["By the time they came", "By Tuesday", "By Jane Doe was meant.", "Jane Doe"])(
    "is not in %j",
    (line) => expect(bylineIn(line)).toBeNull(),
  );
});
