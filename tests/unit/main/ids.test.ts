import { version } from "uuid";
import { afterEach, expect, test, vi } from "vitest";
import { newId } from "../../../main/ids";

afterEach(() => vi.useRealTimers());

test("ids are UUIDs of version 7 with their noun's prefix, and none comes twice", () => {
  const ids = Array.from({ length: 5_000 }, () => newId("chg"));
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) {
    expect(id.slice(0, 4)).toBe("chg-");
    expect(version(id.slice(4))).toBe(7);
  }
});

test("ids sort in the order of their making, within a millisecond and when the clock goes back", () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  const ids = Array.from({ length: 3_000 }, () => newId("chg"));
  vi.setSystemTime(Date.now() - 60_000);
  ids.push(newId("chg"), newId("chg"));
  vi.setSystemTime(Date.now() + 120_000);
  ids.push(newId("chg"));
  expect(ids).toEqual([...ids].sort());
});
