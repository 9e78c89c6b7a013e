import { type PointerEvent, useState } from "react";
import type { Interval } from "../../editor/intervals";
import type { Place, ReaderHandle } from "../../editor/Reader";
import styles from "./Handles.module.css";

/** Two handles at the edges of the focused highlight. Dragging shows the new extent; letting go saves it. */
export const Handles = ({
  span,
  place,
  hue,
  reader,
  onResize,
}: {
  readonly span: Interval;
  readonly place: Place;
  readonly hue: string;
  readonly reader: ReaderHandle;
  readonly onResize: (span: Interval) => void;
}) => {
  const [dragged, setDragged] = useState<Interval | null>(null);

  const extent = (edge: "start" | "end", offset: number): Interval =>
    edge === "start"
      ? { start: Math.min(offset, span.end - 1), end: span.end }
      : { start: span.start, end: Math.max(offset, span.start + 1) };

  const handlers = (edge: "start" | "end") => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      event.preventDefault();
      event.currentTarget.setPointerCapture(event.pointerId);
      setDragged(span);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (dragged === null) return;
      // Aim at the middle of the line, not at the knob under the finger.
      const offset = reader.offsetAt(event.clientX, event.clientY + (edge === "start" ? 12 : -12));
      if (offset === null) return;
      const next = extent(edge, offset);
      setDragged(next);
      reader.paint("reach", [next]);
    },
    onPointerUp: () => {
      reader.paint("reach", []);
      if (dragged !== null && (dragged.start !== span.start || dragged.end !== span.end)) onResize(dragged);
      setDragged(null);
    },
    onPointerCancel: () => {
      reader.paint("reach", []);
      setDragged(null);
    },
  });

  return (
    <div data-hue={hue} aria-hidden="true">
      <span
        className={styles.handle}
        data-edge="start"
        style={{ transform: `translate(${place.startLeft}px, ${place.top}px)` }}
        {...handlers("start")}
      />
      <span
        className={styles.handle}
        data-edge="end"
        style={{ transform: `translate(${place.endLeft}px, ${place.endTop}px)` }}
        {...handlers("end")}
      />
    </div>
  );
};
