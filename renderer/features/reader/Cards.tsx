import { type ReactNode, useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import { whenIdle } from "./after-paint";
import styles from "./Cards.module.css";
import { useIdleValue } from "./Later";
import { layoutCards } from "./layout-cards";

/** Something that stands beside the text, level with `top` (pixels from the top of the text). */
export type CardItem = { readonly id: string; readonly top: number; readonly content: ReactNode };

/** Where cards stand; undefined for those that find no room. */
type Tops = ReadonlyMap<string, number | undefined>;
const nowhere: Tops = new Map();

/** The right margin: cards level with their highlights, never over each other; they glide when they give way. */
export const Cards = ({
  items,
  focusedId,
  scrollToId,
  label,
}: {
  readonly items: readonly CardItem[];
  readonly focusedId: string | null;
  /** The card that is brought on screen when it appears; null for none. */
  readonly scrollToId: string | null;
  readonly label: string;
}) => {
  const elements = useRef(new Map<string, HTMLElement>());
  const [heights, setHeights] = useState<ReadonlyMap<string, number>>(new Map());
  const observer = useRef<ResizeObserver>(undefined);

  useLayoutEffect(() => {
    let stop = () => {};
    const measure = () =>
      setHeights((old) => {
        const next = new Map([...elements.current].map(([id, element]) => [id, element.offsetHeight]));
        const isSame = next.size === old.size && [...next].every(([id, height]) => old.get(id) === height);
        return isSame ? old : next;
      });
    // After the frame that the observer holds up: the card that has grown is at its place, the others start later.
    observer.current = new ResizeObserver(() => {
      stop();
      stop = whenIdle(measure);
    });
    for (const element of elements.current.values()) observer.current.observe(element);
    return () => {
      stop();
      observer.current?.disconnect();
    };
  }, []);

  // One and the same for all of them: another one in each rendering would have every card observed anew.
  const noteSlot = useCallback((element: HTMLElement | null) => {
    const id = element?.dataset["slot"];
    if (element === null || id === undefined) return;
    elements.current.set(id, element);
    observer.current?.observe(element);
    return () => {
      elements.current.delete(id);
      observer.current?.unobserve(element);
    };
  }, []);

  // What takes input must be seen whole; a card that is only read may reach below the window.
  const height = heights.get(scrollToId ?? "");
  useLayoutEffect(() => {
    // Again when it grows: what it offers is fetched after it has opened. Not under an open list, which scrolling closes.
    if (scrollToId === null || height === undefined) return;
    const card = elements.current.get(scrollToId);
    if (card?.querySelector("[aria-expanded=true]") === null) card.scrollIntoView({ block: "nearest" });
  }, [scrollToId, height]);

  const goal = useMemo(
    () =>
      layoutCards(
        items.map(({ id, top }) => ({ id, top, height: heights.get(id) ?? 96 })),
        focusedId,
      ),
    [items, heights, focusedId],
  );
  // A card that is new, or in front, is at its place at once. Those that give way to it start a frame later: to
  // restyle and move dozens of them would keep it from the screen, and they are under way for several frames anyhow.
  const places: Tops = useMemo(() => new Map(items.map(({ id }) => [id, goal.get(id)])), [items, goal]);
  const standing = useIdleValue(places, nowhere);
  const topOf = (id: string) => (standing.has(id) && id !== focusedId ? standing.get(id) : goal.get(id));
  return (
    <aside className={styles.cards} aria-label={label}>
      {items.map(({ id, content }) => {
        const top = topOf(id);
        return (
          <div
            key={id}
            data-slot={id}
            className={styles.card}
            data-measured={heights.has(id) || undefined}
            data-front={id === focusedId || undefined}
            // Measured even without a place, so that it has one as soon as there is room.
            data-hidden={top === undefined ? "" : undefined}
            style={{ transform: `translateY(${top ?? 0}px)` }}
            ref={noteSlot}
          >
            {content}
          </div>
        );
      })}
    </aside>
  );
};
