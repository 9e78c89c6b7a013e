import { createRequire, syncBuiltinESMExports } from "node:module";

/*
 * Chromium's network is shut in security.ts; this shuts Node's, which none of that covers. A dependency that tries
 * to reach out throws where it stands. Loaded first in every thread: each has its own copy of these modules.
 */

type Callable = (...args: unknown[]) => unknown;
type Patchable = Record<string, unknown>;

const require = createRequire(import.meta.url);

/** Makes every way out of Node throw. `onAttempt` hears what was tried, before it throws. */
export function shutNodeNetwork(onAttempt: (what: string) => void = () => {}) {
  const refusal =
    (what: string): Callable =>
    () => {
      onAttempt(what);
      throw new Error(`Assay never uses the network (${what}).`);
    };
  const shut = (target: Patchable, where: string, names: readonly string[]) => {
    for (const name of names)
      if (typeof target[name] === "function") target[name] = refusal(`${where}.${name}`);
  };
  const net = require("node:net") as { Socket: { prototype: Patchable }; Server: { prototype: Patchable } };
  allowOnlyPipes(net.Socket.prototype, "connect", refusal("net.Socket.connect"));
  allowOnlyPipes(net.Server.prototype, "listen", refusal("net.Server.listen"));
  const dgram = require("node:dgram") as { Socket: { prototype: Patchable } };
  shut(dgram.Socket.prototype, "dgram.Socket", ["bind", "connect", "send"]);
  const dns = require("node:dns") as Patchable & {
    Resolver: { prototype: Patchable };
    promises: Patchable & { Resolver: { prototype: Patchable } };
  };
  for (const [where, target] of [
    ["dns", dns],
    ["dns.Resolver", dns.Resolver.prototype],
    ["dns.promises", dns.promises],
    ["dns.promises.Resolver", dns.promises.Resolver.prototype],
  ] as const) {
    shut(
      target,
      where,
      Object.getOwnPropertyNames(target).filter((name) => /^(lookup|resolve|reverse)/.test(name)),
    );
  }
  shut(require("node:http"), "http", ["request", "get"]);
  shut(require("node:https"), "https", ["request", "get"]);
  shut(require("node:http2"), "http2", ["connect"]);
  shut(require("node:tls"), "tls", ["connect"]);
  shut(globalThis as unknown as Patchable, "global", ["fetch", "WebSocket", "EventSource"]);
  syncBuiltinESMExports();
}

/** Local pipes are how Node talks to child processes; they lead nowhere else. */
function allowOnlyPipes(prototype: Patchable, name: string, refuse: Callable) {
  const original = prototype[name] as Callable;
  prototype[name] = function connectPipe(this: unknown, ...args: unknown[]) {
    // Node's own callers pass their arguments already normalised, as one array.
    const first = Array.isArray(args[0]) ? args[0][0] : args[0];
    const target = typeof first === "object" && first !== null ? (first as { path?: unknown }).path : first;
    const isPipe = typeof target === "string" && target !== "" && Number.isNaN(Number(target));
    return isPipe ? original.apply(this, args) : refuse();
  };
}
