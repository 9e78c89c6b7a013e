import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignLanes, layoutCards } from "../../../renderer/features/reader/layout-cards";

const anyBoxes = fc
  .array(fc.tuple(fc.nat(900), fc.integer({ min: 20, max: 200 })), { minLength: 1, maxLength: 20 })
  .map((pairs) =>
    pairs.sort(([a], [b]) => a - b).map(([top, height], index) => ({ id: String(index), top, height })),
  );

describe("cards", () => {
  it("never overlap, whichever is focused, and the focused one stands level with its highlight", () => {
    fc.assert(
      fc.property(anyBoxes, fc.nat(19), (boxes, focus) => {
        const focused = boxes[focus % boxes.length];
        const tops = layoutCards(boxes, focused?.id ?? null);
        expect(tops.get(focused?.id ?? "")).toBe(focused?.top);
        const placed = boxes.filter((box) => tops.has(box.id));
        for (let at = 1; at < placed.length; at += 1) {
          const above = placed[at - 1];
          const below = placed[at];
          expect(tops.get(below?.id ?? "")).toBeGreaterThanOrEqual(
            (tops.get(above?.id ?? "") ?? 0) + (above?.height ?? 0) + 10,
          );
        }
      }),
    );
  });

  it("stand where they want to be when there is room", () => {
    const boxes = [
      { id: "a", top: 0, height: 50 },
      { id: "b", top: 100, height: 50 },
    ];
    expect([...layoutCards(boxes, null).values()]).toEqual([0, 100]);
  });

  it("are left out above the headline rather than push the focused one away", () => {
    const boxes = [
      { id: "a", top: 0, height: 400 },
      { id: "b", top: 5, height: 50 },
    ];
    const tops = layoutCards(boxes, "b");
    expect(tops.get("b")).toBe(5);
    expect(tops.has("a")).toBe(false);
  });
});

describe("stripes", () => {
  it("share no lane where they overlap", () => {
    fc.assert(
      fc.property(anyBoxes, (boxes) => {
        const stripes = boxes.map(({ id, top, height }) => ({ id, top, bottom: top + height }));
        const lanes = assignLanes(stripes);
        for (const a of stripes)
          for (const b of stripes)
            if (a.id < b.id && lanes.get(a.id) === lanes.get(b.id))
              expect(a.bottom <= b.top || b.bottom <= a.top).toBe(true);
      }),
    );
  });
});
