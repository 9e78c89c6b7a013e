import { expect, it } from "vitest";
import {
  countOfKind,
  headOf,
  kindKey,
  kindWords,
  newerSide,
  settledWords,
  takeWords,
} from "../../../renderer/features/share/merge-words";

const tagOn = { entity: "highlight", field: "tag:tag-1" } as const;

it("a conflict is named by what of what", () => {
  expect(kindWords({ entity: "highlight", field: "note" })).toBe("note of a highlight");
  expect(kindWords({ entity: "analyst", field: "initials" })).toBe("initials of an analyst");
  expect(kindWords(tagOn)).toBe("tag on a highlight");
  expect(kindWords({ entity: "claim", field: "deleted" })).toBe("deleted claim");
  expect(headOf("evidence")).toBe("Pieces of evidence");
});

it("conflicts of one kind are counted in one breath, whichever tags they are about", () => {
  expect(kindKey(tagOn)).toBe(kindKey({ entity: "highlight", field: "tag:tag-2" }));
  expect(kindKey(tagOn)).not.toBe(kindKey({ entity: "claim", field: "tag:tag-1" }));
  expect(countOfKind({ entity: "highlight", field: "note" }, 12)).toBe("12 highlight notes");
  expect(countOfKind({ entity: "evidence", field: "credibility" }, 1)).toBe("1 credibility of evidence");
  expect(countOfKind({ entity: "evidence", field: "deleted" }, 2)).toBe("2 deleted pieces of evidence");
});

it("the version that was written later is named, unless nobody can say which", () => {
  const side = (at: string) => ({ analystId: "ana-1" as never, analyst: "Ada", at, words: "a" });
  const sides = (mine: string, theirs: string) => newerSide({ mine: side(mine), theirs: side(theirs) });
  expect(sides("2026-05-03T14:10:05.000Z", "2026-05-03T14:10:41.000Z")).toBe("theirs");
  expect(sides("2026-05-03T14:10:41.000Z", "2026-05-03T14:10:05.000Z")).toBe("mine");
  expect(sides("2026-05-03T14:10:05.000Z", "2026-05-03T14:10:05.000Z")).toBeNull();
  expect(sides("", "2026-05-03T14:10:05.000Z")).toBeNull();
});

it("the buttons say what will be, not only whose it is", () => {
  expect([takeWords("both-changed", "mine"), takeWords("both-changed", "theirs")]).toEqual([
    "Take mine",
    "Take theirs",
  ]);
  expect([takeWords("deleted-there", "mine"), takeWords("deleted-there", "theirs")]).toEqual([
    "Keep it",
    "Delete it too",
  ]);
  expect([takeWords("deleted-here", "mine"), takeWords("deleted-here", "theirs")]).toEqual([
    "Leave it deleted",
    "Bring it back",
  ]);
  expect([takeWords("claims-mine", "mine"), takeWords("claims-mine", "theirs")]).toEqual([
    "Leave it out",
    "Accept it",
  ]);
  expect(settledWords(1, "both")).toBe("Settled: both");
  expect(settledWords(1200, "mine")).toBe("1,200 conflicts settled: mine");
});
