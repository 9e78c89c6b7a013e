import { beforeEach, expect, test, vi } from "vitest";
import { contract, events } from "../../../shared/ipc/contract";

const electron = vi.hoisted(() => ({
  exposed: new Map<string, Record<string, unknown>>(),
  invoke: vi.fn(),
  listeners: new Map<string, Set<(event: unknown, payload: unknown) => void>>(),
}));

vi.mock("electron", () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, api: Record<string, unknown>) => electron.exposed.set(name, api),
  },
  ipcRenderer: {
    invoke: electron.invoke,
    on: (channel: string, listener: never) => {
      const known = electron.listeners.get(channel) ?? new Set();
      electron.listeners.set(channel, known.add(listener));
    },
    off: (channel: string, listener: never) => electron.listeners.get(channel)?.delete(listener),
  },
}));

// What main/vite.config.ts puts in.
vi.stubGlobal(
  "CALLS",
  Object.fromEntries(
    Object.entries(contract).map(([noun, verbs]) => [
      noun,
      Object.fromEntries(Object.entries(verbs).map(([verb, { maxBytes }]) => [verb, maxBytes])),
    ]),
  ),
);
vi.stubGlobal("EVENTS", Object.keys(events));
await import("../../../main/preload");

type Call = (input: unknown) => Promise<unknown>;
const bridge = electron.exposed.get("assay") as Record<string, Record<string, Call>> & {
  on: (event: string, listener: (payload: unknown) => void) => () => void;
};

beforeEach(() => {
  electron.invoke.mockReset().mockResolvedValue({ ok: true, value: 1 });
});

test("One global is exposed: the contract's calls as plain functions, and `on`", () => {
  expect([...electron.exposed.keys()]).toEqual(["assay"]);
  const { on, ...nouns } = bridge;
  expect(typeof on).toBe("function");
  const shape = Object.fromEntries(Object.entries(nouns).map(([noun, verbs]) => [noun, Object.keys(verbs)]));
  expect(shape).toEqual(
    Object.fromEntries(Object.entries(contract).map(([noun, verbs]) => [noun, Object.keys(verbs)])),
  );
  for (const verbs of Object.values(nouns))
    for (const call of Object.values(verbs)) expect(typeof call).toBe("function");
});

test("A call goes out on its own channel, with its input and nothing else", async () => {
  expect(await bridge.articles?.get?.({ id: "art-1" })).toEqual({ ok: true, value: 1 });
  expect(electron.invoke.mock.calls).toEqual([["articles.get", { id: "art-1" }]]);
});

test("Too much, or what is not plain data, never leaves the page", async () => {
  const get = bridge.articles?.get;
  for (const input of [
    "x".repeat(2_000_000),
    { f: () => 1 },
    new Map(),
    new Date(),
    1n,
    { deep: { e: new Error("x") } },
  ]) {
    expect(await get?.(input)).toMatchObject({ ok: false, error: { kind: "invalid-input" } });
  }
  expect(electron.invoke).not.toHaveBeenCalled();
});

test("An error of Electron's own becomes a plain Result", async () => {
  electron.invoke.mockRejectedValue(new Error("An object could not be cloned. /home/ana"));
  const result = await bridge.project?.get?.(undefined);
  expect(result).toEqual({
    ok: false,
    error: { kind: "unexpected", message: "Assay's main process did not answer." },
  });
  expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
});

test("Only the contract's events can be heard, as their payload alone, until the listener stops", () => {
  const heard: unknown[] = [];
  const stop = bridge.on("changed", (...args) => heard.push(args));
  for (const listener of electron.listeners.get("event.changed") ?? [])
    listener({ sender: "secret" }, { topics: [] });
  expect(heard).toEqual([[{ topics: [] }]]);
  stop();
  expect(electron.listeners.get("event.changed")?.size).toBe(0);
  for (const event of ["articles.get", "ELECTRON_x", "toString", ""])
    expect(() => bridge.on(event, () => {})).toThrow();
});
