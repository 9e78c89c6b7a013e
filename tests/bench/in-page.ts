import type { Page } from "@playwright/test";

/*
 * Clocks that run inside the page, where the events' own time stamps and the frames are. "Painted" is the task after
 * the frame in which a condition first holds: requestAnimationFrame runs before style, layout and paint of its frame,
 * and a message posted from it is answered when they are done. What the compositor needs beyond that is not in
 * the figures. A clock is wound up before the input is sent: input overtakes scripts on its way to the page.
 */

/** Milliseconds from the click to the painted frame. */
export type Opening = { readonly text: number; readonly highlights: number; readonly cards: number };

/** Clicks an article in the library and times it until its text, its highlights and its cards are painted. */
export const timeOpening = async (page: Page, title: string, hasHighlights: boolean): Promise<Opening> => {
  // From its beginning: the rows of near copies name each other at their end.
  const row = page.getByRole("option", { name: new RegExp(`^(Unread: )?${title}(?= |$)`) });
  await row.scrollIntoViewIfNeeded();
  const clock = await page.evaluateHandle(
    ({ wanted, isAwaited }) => ({
      done: new Promise<Opening>((resolve) => {
        addEventListener(
          "click",
          ({ timeStamp }) => {
            const at: { -readonly [K in keyof Opening]?: number } = {};
            const note = (name: keyof Opening) => {
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = () => {
                at[name] ??= performance.now() - timeStamp;
                port1.close();
              };
              port2.postMessage(null);
            };
            const onFrame = () => {
              const { text, highlights, cards } = at;
              if (text !== undefined && highlights !== undefined && cards !== undefined)
                return resolve({ text, highlights, cards });
              const shown = document.querySelector("[data-text]");
              if (shown?.firstElementChild?.textContent === `${wanted}.`) {
                const isDense = [...CSS.highlights.keys()].some((name) => name.startsWith("dense-"));
                note("text");
                if (!isAwaited || isDense || shown.querySelector("mark") !== null) note("highlights");
                if (!isAwaited || document.querySelector("[data-card]") !== null) note("cards");
              }
              requestAnimationFrame(onFrame);
            };
            requestAnimationFrame(onFrame);
          },
          { capture: true, once: true },
        );
      }),
    }),
    { wanted: title, isAwaited: hasHighlights },
  );
  await row.click();
  return clock.evaluate(({ done }) => done);
};

/** Milliseconds from the key press. */
export type Adding = {
  /** The first frame after the key, which carries the highlight. */
  readonly paint: number;
  /** The frame that shows what the disk has: its card, and its <mark> or in dense text its paint. */
  readonly stored: number;
  /** The browser's own figure for the first paint (Event Timing, in steps of 8 ms); null below 16 ms. */
  readonly eventTiming: number | null;
};

/** Presses `h` and times it until the highlight is painted, and until it is stored and painted again. */
export const timeAdding = async (page: Page): Promise<Adding> => {
  const clock = await page.evaluateHandle(() => ({
    done: new Promise<Adding>((resolve, reject) => {
      let eventTiming: number | null = null;
      const observer = new PerformanceObserver((list) => {
        for (const { name, duration } of list.getEntries()) if (name === "keydown") eventTiming = duration;
      });
      observer.observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
      const cards = () =>
        [...document.querySelectorAll("[data-card]")].map((card) => card.getAttribute("data-card"));
      const before = new Set(cards());
      // The card in front is a new one, and its <mark> is there. Dense text has no elements: there the reader's word
      // that the list has been read stands for the paint.
      const isStored = () => {
        const id = document.querySelector("[data-card][data-focused]")?.getAttribute("data-card");
        if (id === undefined || id === null || before.has(id)) return false;
        if (document.querySelector(`mark[data-ids~="${id}"]`) !== null) return true;
        const isDense = [...CSS.highlights.keys()].some((name) => name.startsWith("dense-"));
        const live = [...document.querySelectorAll("[aria-live]")];
        return isDense && live.some(({ textContent }) => textContent === "Highlighted");
      };
      addEventListener(
        "keydown",
        ({ timeStamp }) => {
          const afterPaint = (use: (ms: number) => void) => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => {
              use(performance.now() - timeStamp);
              port1.close();
            };
            port2.postMessage(null);
          };
          let paint: number | undefined;
          const finish = (stored: number) =>
            // The observer hears of a frame a little later.
            setTimeout(() => {
              observer.disconnect();
              resolve({ paint: paint ?? stored, stored, eventTiming });
            }, 100);
          requestAnimationFrame(() => {
            if (!CSS.highlights.has("fresh-none") && !isStored())
              return reject(new Error("the first frame after the key has no highlight"));
            afterPaint((ms) => {
              paint = ms;
            });
          });
          const slow = setTimeout(() => reject(new Error("the highlight was not stored")), 10_000);
          // Looked for when the page changes, not in every frame: frames that nothing needs are work too.
          const changes = new MutationObserver(() => {
            if (!isStored()) return;
            changes.disconnect();
            clearTimeout(slow);
            requestAnimationFrame(() => afterPaint(finish));
          });
          changes.observe(document.body, {
            subtree: true,
            childList: true,
            characterData: true,
            attributeFilter: ["data-ids", "data-focused"],
          });
        },
        { capture: true, once: true },
      );
    }),
  }));
  await page.keyboard.press("h");
  return clock.evaluate(({ done }) => done);
};

/** Scrolls the reader from top to bottom, a step each frame; answers the milliseconds between frames. */
export const timeScrolling = (page: Page, step: number, count: number): Promise<number[]> =>
  page.evaluate(
    ({ pixels, most }) =>
      new Promise<number[]>((resolve, reject) => {
        const scroller = document.querySelector("[data-reader-scroller]");
        if (scroller === null) return reject(new Error("no article is open"));
        const frames: number[] = [];
        let last = performance.now();
        const onFrame = (now: number) => {
          frames.push(now - last);
          last = now;
          scroller.scrollTop += pixels;
          if (frames.length > most) resolve(frames.slice(1));
          else requestAnimationFrame(onFrame);
        };
        requestAnimationFrame(onFrame);
      }),
    { pixels: step, most: count },
  );

/** Waits until the page has nothing to do: idle twice, an eighth of a second apart. */
export const settle = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let round = 0; round < 2; round += 1) {
      await new Promise((resume) => setTimeout(resume, 125));
      await new Promise((resume) => requestIdleCallback(resume));
    }
  });
