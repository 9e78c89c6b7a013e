import { built } from "./built";

/** How to start the guest process on this machine. */
export type GuestCommand = { readonly file: string; readonly args: readonly string[] };

/** Megabytes that V8's heap may take. Buffers stand outside it; the guest watches over its whole size itself. */
const mostHeap = 1024;

/** Megabytes for what is young: reading makes much that is soon garbage, and collecting it took a tenth of the time. */
const young = 32;

/** Set for a start of the app that is to be a guest: see index.ts. */
export const guestVariable = "ASSAY_GUEST";

/** The program that runs, and whether it is Electron: its own (an app inside it) or a bare one that is given an app. */
type Runtime = { readonly file: string; readonly electron: "app" | "bare" | null };

const thisRuntime = (): Runtime => {
  const isBare = (process as { defaultApp?: boolean }).defaultApp === true;
  const electron = process.versions["electron"] === undefined ? null : isBare ? "bare" : "app";
  return { file: process.execPath, electron };
};

/**
 * Under plain Node the guest is a script. The packaged app cannot run scripts (the runAsNode fuse is off, and
 * utilityProcess wants a display, which the command line has none of), so there the app starts itself, and
 * index.ts becomes the guest before anything of a window exists. One way for window and command line.
 */
export const guestCommand = ({ file, electron }: Runtime = thisRuntime()): GuestCommand => {
  const heap = [`--max-old-space-size=${mostHeap}`, `--max-semi-space-size=${young}`];
  if (electron === null) return { file, args: [...heap, built("guest.js")] };
  // Chromium's sandbox is for its renderers, and a guest never has any: it starts without the processes for them.
  const args = [`--js-flags=${heap.join(" ")}`, "--no-sandbox", "--no-zygote"];
  return { file, args: electron === "bare" ? [...args, built("index.js")] : args };
};
