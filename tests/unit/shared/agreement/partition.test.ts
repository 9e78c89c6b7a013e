import { describe, expect, it } from "vitest";
import { joined, partition, passagesOf } from "../../../../shared/agreement/partition";

const of = (start: number, end: number, ...codes: string[]) => ({ start, end, codes });

describe("spans that overlap", () => {
  it("fall into pieces with all the codes that stand there", () => {
    expect(partition([of(0, 10, "a"), of(5, 15, "b", "a"), of(20, 25, "c")])).toEqual([
      of(0, 5, "a"),
      of(5, 10, "a", "b"),
      of(10, 15, "a", "b"),
      of(20, 25, "c"),
    ]);
  });

  it("without a code are no pieces and cut none", () => {
    expect(partition([of(0, 10, "a"), of(3, 6)])).toEqual([of(0, 10, "a")]);
  });

  it("of the same code are joined where they overlap, and stay apart where they touch", () => {
    expect(joined([of(5, 12), of(0, 7), of(12, 15)])).toEqual([
      { start: 0, end: 12 },
      { start: 12, end: 15 },
    ]);
  });

  it("hang together in passages", () => {
    const all = [of(30, 35), of(0, 7), of(5, 12), of(12, 15)];
    expect(passagesOf(all)).toEqual([[of(0, 7), of(5, 12)], [of(12, 15)], [of(30, 35)]]);
  });
});
