import { expect, test } from "vitest";
import { pageAt } from "../../../../shared/text/pages";

test("a place lies on the last page that has begun, and on the first before all of them", () => {
  const pages = [4, 100, 100, 250];
  expect([0, 4, 99, 100, 249, 250, 9999].map((offset) => pageAt(pages, offset))).toEqual([
    1, 1, 1, 3, 3, 4, 4,
  ]);
});

test("a text without pages has none", () => {
  expect(pageAt([], 5)).toBeNull();
});
