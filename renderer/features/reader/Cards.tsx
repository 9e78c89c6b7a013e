import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import styles from "./Cards.module.css";
import { layoutCards } from "./layout-cards";

/** Something that stands beside the text, level with `top` (pixels from the top of the text). */
export type CardItem = { readonly id: string; readonly top: number; readonly content: ReactNode };

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
    const measure = () =>
      setHeights((old) => {
        const next = new Map([...elements.current].map(([id, element]) => [id, element.offsetHeight]));
        const isSame = next.size === old.size && [...next].every(([id, height]) => old.get(id) === height);
        return isSame ? old : next;
      });
    observer.current = new ResizeObserver(measure);
    for (const element of elements.current.values()) observer.current.observe(element);
    return () => observer.current?.disconnect();
  }, []);

  // What takes input must be seen whole; a card that is only read may reach below the window.
  const height = heights.get(scrollToId ?? "");
  useLayoutEffect(() => {
    // Again when it grows: what it offers is fetched after it has opened.
    if (scrollToId !== null && height !== undefined)
      elements.current.get(scrollToId)?.scrollIntoView({ block: "nearest" });
  }, [scrollToId, height]);

  const tops = layoutCards(
    items.map(({ id, top }) => ({ id, top, height: heights.get(id) ?? 96 })),
    focusedId,
  );
  return (
    <aside className={styles.cards} aria-label={label}>
      {items.map(({ id, content }) => (
        <div
          key={id}
          className={styles.card}
          data-measured={heights.has(id) || undefined}
          data-front={id === focusedId || undefined}
          // Measured even without a place, so that it has one as soon as there is room.
          data-hidden={tops.has(id) ? undefined : ""}
          style={{ transform: `translateY(${tops.get(id) ?? 0}px)` }}
          ref={(element) => {
            if (element === null) return;
            elements.current.set(id, element);
            observer.current?.observe(element);
            return () => {
              elements.current.delete(id);
              observer.current?.unobserve(element);
            };
          }}
        >
          {content}
        </div>
      ))}
    </aside>
  );
};
