import { useMemo } from "react";
import type { HighlightId } from "../../../shared/ids";
import type { PaintedHighlight } from "../../editor/highlights";
import type { Place } from "../../editor/Reader";
import { assignLanes } from "./layout-cards";
import styles from "./Stripes.module.css";

/** Lanes that fit in the left margin; what lies deeper is told by the list and by the keys. */
const maxLanes = 6;

/** A coloured stripe in the left margin for each highlight, so that overlaps are told apart and reached by click. */
export const Stripes = ({
  highlights,
  places,
  focusedId,
  onPick,
}: {
  readonly highlights: readonly PaintedHighlight[];
  readonly places: ReadonlyMap<string, Place>;
  readonly focusedId: string | null;
  readonly onPick: (id: HighlightId) => void;
}) => {
  const stripes = useMemo(() => {
    const boxes = highlights.flatMap((highlight) => {
      const place = places.get(highlight.id);
      return place === undefined ? [] : [{ ...highlight, top: place.top + 3, bottom: place.bottom - 3 }];
    });
    const lanes = assignLanes(boxes);
    return boxes
      .map((box) => ({ ...box, lane: lanes.get(box.id) ?? 0 }))
      .filter((box) => box.lane < maxLanes);
  }, [highlights, places]);
  return (
    // The list of highlights and `[` `]` are the way for keys and screen readers; stripes are for the pointer.
    <div className={styles.margin} aria-hidden="true">
      {stripes.map((stripe) => (
        <button
          key={stripe.id}
          type="button"
          tabIndex={-1}
          className={styles.stripe}
          data-hue={stripe.hue}
          data-focused={stripe.id === focusedId || undefined}
          title={stripe.tagNames === "" ? "Highlight" : stripe.tagNames}
          style={{ top: stripe.top, height: stripe.bottom - stripe.top, right: stripe.lane * 8 }}
          onClick={() => onPick(stripe.id as HighlightId)}
        />
      ))}
    </div>
  );
};
