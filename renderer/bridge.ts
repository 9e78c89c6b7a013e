import type { Bridge } from "../shared/ipc/contract";

declare global {
  // The one global that the preload script exposes; the window's only way to the rest of the machine.
  var assay: Bridge;
}

/** The calls and events of the contract. */
export const bridge: Bridge = globalThis.assay;
