/** Runs something once the coming frame is on screen; the answer calls it off. */
export const afterPaint = (run: () => void): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(run);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
};

/** Longest wait for an idle moment, in milliseconds: what is put off is seen to be missing after that. */
const longest = 100;

/** As `afterPaint`, for what may wait until nothing else does; the answer calls it off. */
export const whenIdle = (run: () => void): (() => void) => {
  let idle: number | undefined;
  const frame = requestAnimationFrame(() => {
    idle = requestIdleCallback(run, { timeout: longest });
  });
  return () => {
    cancelAnimationFrame(frame);
    if (idle !== undefined) cancelIdleCallback(idle);
  };
};
