import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Interval } from "../../editor/intervals";
import type { Place, ReaderHandle } from "../../editor/Reader";
import { afterPaint, whenIdle } from "./after-paint";

/** The width of an element, in pixels, as it changes. */
export const useWidth = (element: RefObject<HTMLElement | null>): number => {
  const [width, setWidth] = useState(1200);
  useLayoutEffect(() => {
    if (element.current === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 1200));
    observer.observe(element.current);
    setWidth(element.current.clientWidth);
    return () => observer.disconnect();
  }, [element]);
  return width;
};

type Spot = Interval & { readonly id: string };
type Measured = ReadonlyMap<string, Interval & { readonly place: Place }>;

/**
 * Where these highlights stand, read from the layout after each change of what is shown or how wide it is. When an
 * article opens, text and marks are painted first; measuring, stripes and cards cost more and follow a frame later.
 */
export const usePlaces = (
  reader: RefObject<ReaderHandle | null>,
  near: readonly Spot[],
  window_: Interval,
  width: number,
): ReadonlyMap<string, Place> => {
  const [fontsLoaded, setFontsLoaded] = useState(0);
  useEffect(() => {
    const loaded = () => setFontsLoaded((n) => n + 1);
    document.fonts.addEventListener("loadingdone", loaded);
    return () => document.fonts.removeEventListener("loadingdone", loaded);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what moves lines without being read here
  const lines = useMemo(() => ({}), [window_, width, fontsLoaded]);
  const [measured, setMeasured] = useState<{ readonly lines: object; readonly spots: Measured } | null>(null);
  const isOpen = useRef(false);
  const measuredLines = useRef<object>(undefined);
  useLayoutEffect(() => {
    const handle = reader.current;
    if (handle === null) return;
    const measure = () => {
      const spots = measureAll(handle, near);
      measuredLines.current = lines;
      setMeasured((old) => (old?.lines === lines && isSame(old.spots, spots) ? old : { lines, spots }));
    };
    const isOpening = !isOpen.current && near.length > 0;
    isOpen.current ||= isOpening;
    // Where the lines are the same, the places are as a rule: making sure of it need not hold up the frame.
    if (isOpening) return afterPaint(measure);
    return measuredLines.current === lines ? whenIdle(measure) : measure();
  }, [reader, near, lines]);
  // A highlight that has come since is measured alone, and while rendering: marks move no line, and before they are
  // in the document the layout can be read as it is. In an effect it would have to be made twice over.
  return useMemo(() => {
    const places = new Map<string, Place>();
    const isMeasured = measured?.lines === lines;
    for (const spot of near) {
      const known = measured?.spots.get(spot.id);
      const isSameSpan = known?.start === spot.start && known.end === spot.end;
      if (isSameSpan) places.set(spot.id, known.place);
      else if (isMeasured && reader.current !== null) places.set(spot.id, reader.current.placeOf(spot));
    }
    return places;
  }, [reader, near, lines, measured]);
};

const measureAll = (handle: ReaderHandle, near: readonly Spot[]): Measured =>
  new Map(near.map((spot) => [spot.id, { start: spot.start, end: spot.end, place: handle.placeOf(spot) }]));

const isSame = (a: Measured, b: Measured): boolean => JSON.stringify([...a]) === JSON.stringify([...b]);
