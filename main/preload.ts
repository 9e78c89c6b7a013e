import { contextBridge, ipcRenderer } from "electron";
import type { AppError } from "../shared/errors";
import { checkPayload } from "./payload-size";

// Names and size limits of the contract's calls, put in by main/vite.config.ts, so that zod stays out of this file.
declare const CALLS: Readonly<Record<string, Readonly<Record<string, number>>>>;
declare const EVENTS: readonly string[];

const failed = (kind: AppError["kind"], message: string) => ({ ok: false, error: { kind, message } });

const callOf = (channel: string, maxBytes: number) => async (input: unknown) => {
  const size = checkPayload(input, maxBytes);
  if (size === "too-big") return failed("invalid-input", "That is more than Assay takes at once.");
  if (size === "not-plain") return failed("invalid-input", `${channel} takes plain data only.`);
  try {
    return await ipcRenderer.invoke(channel, input);
  } catch {
    // Nothing foreign crosses the bridge, not even an error's prototype.
    return failed("unexpected", "Assay's main process did not answer.");
  }
};

const bridge: Record<string, unknown> = {
  on: (event: string, listener: (payload: unknown) => void) => {
    if (!EVENTS.includes(event)) throw new Error("There is no such event.");
    const hear = (_event: unknown, payload: unknown) => listener(payload);
    ipcRenderer.on(`event.${event}`, hear);
    return () => {
      ipcRenderer.off(`event.${event}`, hear);
    };
  },
};
for (const [noun, verbs] of Object.entries(CALLS)) {
  bridge[noun] = Object.fromEntries(
    Object.entries(verbs).map(([verb, maxBytes]) => [verb, callOf(`${noun}.${verb}`, maxBytes)]),
  );
}
contextBridge.exposeInMainWorld("assay", bridge);
