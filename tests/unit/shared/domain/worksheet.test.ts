import { expect, it } from "vitest";
import { beyondWorksheet, cutCellsInWords, fitsWorksheet } from "../../../../shared/domain/worksheet";

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

it("a worksheet has room for a heading and all but one of its rows", () => {
  expect(fitsWorksheet(1_048_575)).toBe(true);
  expect(fitsWorksheet(1_048_576)).toBe(false);
});

it("cells that were cut are counted in words, with where to have them whole", () => {
  expect(cutCellsInWords(0)).toBeNull();
  expect(cutCellsInWords(1)).toBe(
    "1 cell was cut to what a worksheet holds, and the mark “truncated” says so in place. Raw CSV keeps all of it",
  );
  expect(cutCellsInWords(1200)).toMatch(/^1,200 cells were cut /);
});
