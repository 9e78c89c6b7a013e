import { expect, it } from "vitest";
import { beyondWorksheet } from "../../../../shared/domain/worksheet";

it("a table that no worksheet holds is said to be one, to the row", () => {
  expect(beyondWorksheet(0, false)).toBeNull();
  expect(beyondWorksheet(1_048_575, false)).toBeNull();
  expect(beyondWorksheet(1_048_576, false)).toBe(
    "A worksheet holds 1,048,576 rows: a spreadsheet will leave out the rest",
  );
});

it("nothing is said of raw values, which no spreadsheet is to read", () => {
  expect(beyondWorksheet(2_000_000, true)).toBeNull();
});
