/** A card to be placed: where it wants its top to be, and how tall it is. Pixels. */
export type CardBox = { readonly id: string; readonly top: number; readonly height: number };

/** How high cards may stand: level with the text's first line, below the article's tools. Pixels. */
const headroom = 0;

/**
 * Places cards level with their highlights without overlaps. The focused card stands exactly level; those above
 * give way upwards, those below downwards. Without a focus each is pushed down just enough. Boxes come in
 * reading order. A card that would be pushed above the text gets no place and is not shown until the focus
 * moves: nothing may push the focused one away from its passage.
 */
export const layoutCards = (
  boxes: readonly CardBox[],
  focusedId: string | null,
  gap = 10,
): ReadonlyMap<string, number> => {
  const tops = new Map<string, number>();
  const focus = Math.max(
    0,
    boxes.findIndex((box) => box.id === focusedId),
  );
  let ceiling = boxes[focus]?.top ?? 0;
  for (const box of boxes.slice(0, focus).reverse()) {
    ceiling = Math.min(box.top, ceiling - gap - box.height);
    if (ceiling < headroom) break;
    tops.set(box.id, ceiling);
  }
  let floor = Number.NEGATIVE_INFINITY;
  for (const box of boxes.slice(focus)) {
    const top = Math.max(box.top, floor);
    tops.set(box.id, top);
    floor = top + box.height + gap;
  }
  return tops;
};

/** A stripe in the left margin: its vertical extent. Pixels. */
export type StripeBox = { readonly id: string; readonly top: number; readonly bottom: number };

/** Gives each stripe the first lane that is free over its whole extent; lane 0 lies nearest the text. */
export const assignLanes = (boxes: readonly StripeBox[]): ReadonlyMap<string, number> => {
  const lanes: number[] = [];
  const assigned = new Map<string, number>();
  for (const box of [...boxes].sort((a, b) => a.top - b.top || b.bottom - a.bottom)) {
    const free = lanes.findIndex((bottom) => bottom + 2 <= box.top);
    const lane = free === -1 ? lanes.length : free;
    lanes[lane] = box.bottom;
    assigned.set(box.id, lane);
  }
  return assigned;
};
