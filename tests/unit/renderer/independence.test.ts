import { expect, test } from "vitest";
import { standsAlone } from "../../../renderer/parts/independence";
import type { Stance } from "../../../shared/domain/stance";
import { ArticleId } from "../../../shared/ids";

const report = (stance: Stance, sourceName: string | null, article = 1) => ({
  stance,
  sourceName,
  articleId: ArticleId.parse(`art-01900000-0000-7000-8000-00000000000${article}`),
});

test("only another source on the same side makes a report stand beside another", () => {
  const one = report("supports", "The Ledger");
  expect(standsAlone(one, [])).toBe(true);
  expect(standsAlone(one, [one, report("supports", "The Ledger", 2)])).toBe(true);
  expect(standsAlone(one, [one, report("contradicts", "Harbour Wire", 2)])).toBe(true);
  expect(standsAlone(one, [one, report("supports", "Harbour Wire", 2)])).toBe(false);
});

test("articles without a source are told apart by themselves", () => {
  const one = report("supports", null, 1);
  expect(standsAlone(one, [one, report("supports", null, 1)])).toBe(true);
  expect(standsAlone(one, [one, report("supports", null, 2)])).toBe(false);
});
