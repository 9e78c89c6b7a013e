import fc from "fast-check";
import { beforeEach, expect, test, vi } from "vitest";
import { type Asker, channels, createAnswerer, listen, type ShellHandlers } from "../../../main/ipc";
import { contract, shellCalls, storeCalls } from "../../../shared/ipc/contract";
import type { CallSpec } from "../../../shared/ipc/define";
import { ok } from "../../../shared/result";

const ours: Asker = { isOurWindow: true, isTopFrame: true, origin: "app://bundle" };
const specs = new Map<string, CallSpec>(
  Object.entries(contract).flatMap(([noun, verbs]) =>
    Object.entries(verbs as Record<string, CallSpec>).map(
      ([verb, spec]) => [`${noun}.${verb}`, spec] as const,
    ),
  ),
);

/** What reached a handler: channel and parsed input. */
const reached: [string, unknown][] = [];
const log = { info: vi.fn(), warn: vi.fn(), incident: vi.fn(() => "TEST-0001") };
const shell = Object.fromEntries(
  Object.entries(shellCalls).map(([noun, verbs]) => [
    noun,
    Object.fromEntries(
      Object.keys(verbs).map((verb) => [
        verb,
        (_context: undefined, input: unknown) => {
          reached.push([`${noun}.${verb}`, input]);
          return ok(undefined);
        },
      ]),
    ),
  ]),
) as unknown as ShellHandlers;
const store = vi.fn(async (noun: string, verb: string, input: unknown) => {
  reached.push([`${noun}.${verb}`, input]);
  return ok<unknown>(undefined);
});
const answer = createAnswerer({ trustedOrigin: "app://bundle", shell, store, log });

beforeEach(() => {
  reached.length = 0;
  vi.clearAllMocks();
});

test("There is one channel for every call of the contract, and none besides", () => {
  const handled: string[] = [];
  listen({ handle: (channel) => handled.push(channel) }, () => true, answer);
  expect(handled.sort()).toEqual([...specs.keys()].sort());
});

test.each<[string, Partial<Asker>]>([
  ["another window", { isOurWindow: false }],
  ["a subframe of our page", { isTopFrame: false }],
  ["about:blank", { origin: "null" }],
  ["a frame that is gone", { origin: null, isTopFrame: false }],
  ["another app: host", { origin: "app://bundle.evil" }],
  ["app: without a host", { origin: "app://" }],
  ["a page from the disk", { origin: "file://" }],
  ["a web page", { origin: "https://bundle" }],
  ["the origin with a slash", { origin: "app://bundle/" }],
  ["the development server's page in a build that has none", { origin: "http://127.0.0.1:5173" }],
])("%s is refused on every channel, and that is logged", async (_who, part) => {
  for (const channel of channels) {
    expect(await answer(channel, { ...ours, ...part }, undefined)).toMatchObject({
      ok: false,
      error: { kind: "invalid-input" },
    });
  }
  expect(reached).toEqual([]);
  expect(log.warn).toHaveBeenCalledTimes(channels.length);
});

test("Who asks is read from the event: the window's id, the frame's place and its origin", async () => {
  const asked: Asker[] = [];
  const heard = new Map<string, (event: never, input: unknown) => unknown>();
  listen(
    { handle: (channel, listener) => heard.set(channel, listener as never) },
    (id) => id === 1,
    async (_channel, asker) => {
      asked.push(asker);
      return ok(undefined);
    },
  );
  const top = { parent: null, origin: "app://bundle" };
  const ask = heard.get("project.get");
  for (const event of [
    { sender: { id: 1 }, senderFrame: top },
    { sender: { id: 2 }, senderFrame: top },
    { sender: { id: 1 }, senderFrame: { parent: top, origin: "app://bundle" } },
    { sender: { id: 1 }, senderFrame: null },
  ]) {
    await ask?.(event as never, undefined);
  }
  expect(asked).toEqual([
    ours,
    { ...ours, isOurWindow: false },
    { ...ours, isTopFrame: false },
    { isOurWindow: true, isTopFrame: false, origin: null },
  ]);
});

test.each([...specs])(
  "%s takes any input whatever without throwing, and lets through only what its schema makes of it",
  async (channel, spec) => {
    const evil = fc.oneof(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withNullPrototype: true,
        withObjectString: true,
        withSet: true,
        withSparseArray: true,
        withTypedArray: true,
      }),
      fc.constantFrom(
        JSON.parse('{"__proto__":{"isAdmin":true},"id":"art-x"}'),
        JSON.parse('{"constructor":{"prototype":{"x":1}}}'),
        { id: "../../etc/passwd" },
        { path: "/etc/passwd" },
        { id: { toString: () => "art-1" } },
        { toJSON: () => ({}) },
        new Proxy({}, {}),
        () => 1,
        Symbol("x"),
      ),
    );
    await fc.assert(
      fc.asyncProperty(evil, async (input) => {
        reached.length = 0;
        const result = await answer(channel, ours, input);
        const isFine = spec.input.safeParse(input).success;
        if (!result.ok) expect(result.error.kind).toBe("invalid-input");
        if (result.ok) expect(isFine).toBe(true);
        for (const [to, parsed] of reached) {
          expect(to).toBe(channel);
          expect(parsed).toEqual(spec.input.parse(input));
        }
      }),
      { numRuns: 60 },
    );
    expect(log.incident).not.toHaveBeenCalled();
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  },
);

test("A channel that is not in the contract is refused, the names of Object's own things included", async () => {
  for (const channel of [
    "",
    ".",
    "articles",
    "articles.",
    ".get",
    "articles.drop",
    "nothing.get",
    "toString.call",
    "__proto__.toString",
    "articles.toString",
    "articles.constructor",
    "constructor.name",
    "articles.get.x\0",
  ]) {
    const result = await answer(channel, ours, undefined);
    expect(result, channel).toMatchObject({ ok: false, error: { kind: "invalid-input" } });
  }
  expect(reached).toEqual([]);
});

test("An input beyond the call's limit is refused before it is parsed, whatever form it has", async () => {
  const big = "x".repeat(600_000);
  for (const input of [
    { text: big },
    { text: [big] },
    { [big]: 1 },
    Array.from({ length: 200_000 }, () => ({})),
    new Array(2 ** 32 - 1),
    { bytes: new Uint8Array(1_100_000) },
    Object.fromEntries(Array.from({ length: 60_000 }, (_, at) => [`key ${at}`, at])),
  ]) {
    const result = await answer("articles.get", ours, input);
    expect(result).toMatchObject({ ok: false, error: { message: "That is more than Assay takes at once." } });
  }
});

test("Two hundred megabytes are refused at once and take no memory beyond their own", async () => {
  const input = { articleId: "x", note: "x".repeat(100_000_000).concat("é") };
  const bytes = { files: [{ name: "x", bytes: new Uint8Array(211_000_000) }] };
  const before = process.memoryUsage().rss;
  const start = performance.now();
  for (const [channel, payload] of [
    ["highlights.create", input],
    ["articles.createFromFiles", bytes],
  ] as const) {
    expect(await answer(channel, ours, payload)).toMatchObject({
      ok: false,
      error: { kind: "invalid-input" },
    });
  }
  expect(performance.now() - start).toBeLessThan(500);
  expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
});

test("A cycle and a nest of ten million arrays end as refusals", async () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  let nest: unknown[] = [];
  for (let depth = 0; depth < 1_000_000; depth += 1) nest = [nest];
  for (const input of [cycle, nest]) {
    expect(await answer("articles.get", ours, input)).toMatchObject({
      ok: false,
      error: { kind: "invalid-input" },
    });
  }
});

test("A handler that throws becomes an incident without stack, path or text", async () => {
  const secret = new Error("cannot read /home/ana/Documents/secret.assay");
  const broken = createAnswerer({
    trustedOrigin: "app://bundle",
    shell,
    store: () => Promise.reject(secret),
    log,
  });
  const result = await broken("project.get", ours, undefined);
  expect(result).toMatchObject({ ok: false, error: { kind: "unexpected", incident: "TEST-0001" } });
  expect(JSON.stringify(result)).not.toMatch(/home|secret|at /);
  expect(log.incident).toHaveBeenCalledWith("project.get", secret);
});

test("What is wrong with an input is said without the input itself", async () => {
  const marker = "MARKER-of-an-article's-text";
  for (const [channel, input] of [
    ["articles.get", { id: marker }],
    ["highlights.update", { id: marker, set: { note: marker } }],
    ["profile.update", { name: "", initials: marker }],
  ] as const) {
    const result = await answer(channel, ours, input);
    expect(result.ok).toBe(false);
    expect(JSON.stringify(result)).not.toContain("MARKER");
  }
});

test("The store answers the store's calls and the shell its own", () => {
  for (const noun of Object.keys(storeCalls)) expect(Object.keys(shellCalls)).not.toContain(noun);
});
