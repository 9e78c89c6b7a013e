import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Guest, startGuest } from "../../../../main/worker/guest-host";

/** A guest that speaks the messages and misbehaves as the name of a file says. */
const script = `
import { serialize, deserialize } from "node:v8";
import { appendFileSync, existsSync } from "node:fs";
appendFileSync(new URL("starts.txt", import.meta.url), "x");
const tell = (message) => {
  const body = serialize(message); const head = Buffer.alloc(4); head.writeUInt32LE(body.length);
  process.stdout.write(Buffer.concat([head, body]));
};
const fine = (bytes) => ({ ok: true, value: { kind: "archive", members: [{ name: "same", bytes, proposals: [] }], unread: [] } });
let got = 0;
const hear = async ({ id, known: { fileName }, bytes }) => {
  const read = (result) => tell({ kind: "read", id, result });
  if (fileName === "leave" && !existsSync(new URL("left.txt", import.meta.url))) {
    appendFileSync(new URL("left.txt", import.meta.url), "x");
    return process.exit(0);
  }
  if (fileName === "leave always") return process.exit(0);
  tell({ kind: "alive", id });
  if (fileName === "got") {
    await new Promise((r) => setTimeout(r, 100));
    return read({ ok: false, error: { kind: "unexpected", message: String(got) } });
  }
  if (fileName === "hang") for (;;);
  if (fileName === "crash") return process.exit(3);
  if (fileName === "alive") for (let at = 0; at < 20; at += 1) { tell({ kind: "alive", id }); await new Promise((r) => setTimeout(r, 50)); }
  if (fileName === "always") for (;;) { tell({ kind: "alive", id }); await new Promise((r) => setTimeout(r, 50)); }
  if (fileName === "noise") return process.stdout.write(Buffer.from([5, 0, 0, 0, 9, 9, 9, 9, 9]));
  if (fileName === "endless") return process.stdout.write(Buffer.alloc(64, 0xff));
  if (fileName === "odd") return tell("what?");
  if (fileName === "other") return tell({ kind: "read", id: id + 1, result: fine(bytes) });
  if (fileName === "lie") return read({ ok: true, value: { kind: "articles", articles: [{ text: 5 }], unread: [] } });
  if (fileName === "lies") return read({ ok: false, error: { kind: "of my own", message: "x" } });
  if (fileName === "none") return read(undefined);
  if (fileName === "pid") return read({ ok: false, error: { kind: "unexpected", message: String(process.pid) } });
  read(fine(bytes));
};
let parts = []; let size = 0; let last = Promise.resolve();
process.stdin.on("data", (part) => {
  parts.push(part); size += part.length;
  while (size >= 4) {
    if (parts[0].length < 4) parts = [Buffer.concat(parts)];
    const end = 4 + parts[0].readUInt32LE(0);
    if (size < end) return;
    const whole = Buffer.concat(parts); parts = [whole.subarray(end)]; size -= end;
    const message = deserialize(whole.subarray(4, end)); got += 1; last = last.then(() => hear(message));
  }
});
tell({ kind: "ready" });
`;

let folder = "";
let guests: Guest[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-guest-host-"));
  writeFileSync(join(folder, "guest.mjs"), script);
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  for (const guest of guests) guest.stop();
  guests = [];
});

const command = () => ({ file: process.execPath, args: [join(folder, "guest.mjs")] });
const start = (...args: Partial<Parameters<typeof startGuest>>): Guest => {
  writeFileSync(join(folder, "starts.txt"), "");
  rmSync(join(folder, "left.txt"), { force: true });
  const guest = startGuest(args[0] ?? command, { silence: 800, ...args[1] });
  guests.push(guest);
  return guest;
};
const starts = (): number => readFileSync(join(folder, "starts.txt")).length;
const words = async (read: ReturnType<Guest["read"]>): Promise<string> => {
  const result = await read;
  if (!result.ok) return result.error.message;
  if (result.value.kind !== "archive") return result.value.kind;
  return Buffer.from(result.value.members[0]?.bytes ?? []).toString();
};
const reader = (guest: Guest) => (fileName: string) => words(guest.read(Buffer.from(fileName), { fileName }));

const tooSlow = "Reading it took too long, so it was given up";
const brokeOff = "Reading it broke off: it takes more memory than one file may, or it is damaged";
const cannotStart = "The part of Assay that reads files could not be started";
const noSense = "What was read from it makes no sense, so it was not taken in";

test.each([
  ["hang", tooSlow],
  ["crash", brokeOff],
])("Of 40 files in flight only the 7th fails when the guest is lost over it (%s)", async (how, reason) => {
  const names = Array.from({ length: 40 }, (_, at) => (at === 6 ? how : `file ${at}`));
  const ends: number[] = [];
  const read = reader(start());
  const outcomes = await Promise.all(
    names.map(async (name, at) => {
      const outcome = await read(name);
      ends.push(at);
      return outcome;
    }),
  );
  expect(outcomes).toEqual(names.map((name) => (name === how ? reason : name)));
  expect(ends).toEqual(names.map((_, at) => at));
  // After a crash one more: answers may have been lost with it, so the files go one by one until it is known which it was.
  expect(starts()).toBe(how === "hang" ? 2 : 3);
});

test("Several losses in a row cost only their own files", async () => {
  const names = ["a", "crash", "crash", "hang", "b", "crash"];
  expect(await Promise.all(names.map(reader(start())))).toEqual([
    "a",
    brokeOff,
    brokeOff,
    tooSlow,
    "b",
    brokeOff,
  ]);
});

test("Signs of life prolong a file's time, but not for ever", async () => {
  const read = reader(start(command, { file: 2500 }));
  const from = performance.now();
  expect(await read("alive")).toBe("alive");
  expect(performance.now() - from).toBeGreaterThan(900);
  expect(await read("always")).toBe(tooSlow);
});

test("A host that was busy itself for longer than the limit finds the answer, and hears a long one out", async () => {
  const guest = start();
  await reader(guest)("first");
  for (const bytes of [Buffer.from("short"), Buffer.alloc(20_000_000, "x")]) {
    const answer = words(guest.read(bytes, { fileName: "x" }));
    await new Promise((resume) => setTimeout(resume, 5));
    const from = performance.now();
    while (performance.now() - from < 1500);
    expect((await answer).length).toBe(bytes.length);
  }
  expect(starts()).toBe(1);
});

test.each(["noise", "endless", "odd"])(
  "A guest that sends what is no message is not believed (%s)",
  async (name) => {
    expect(await Promise.all(["a", name, "b"].map(reader(start())))).toEqual(["a", noSense, "b"]);
  },
);

test.each(["lie", "lies", "none"])("An answer that is not as it should be is refused (%s)", async (name) => {
  expect(await Promise.all(["a", name, "b"].map(reader(start())))).toEqual(["a", noSense, "b"]);
  expect(starts()).toBe(1);
});

test("An answer to another file than the one that is read is not heard", async () => {
  expect(await Promise.all(["other", "b"].map(reader(start())))).toEqual([tooSlow, "b"]);
});

test("Large files go through whole, one after the other", async () => {
  const guest = start(command, { silence: 5000 });
  const files = Array.from({ length: 5 }, (_, at) => Buffer.alloc(9_000_000, String(at)));
  const answers = await Promise.all(files.map((bytes) => words(guest.read(bytes, { fileName: "x" }))));
  expect(answers.map((answer, at) => answer === files[at]?.toString())).toEqual(files.map(() => true));
});

test("A guest that was on its way out when a file came is not that file's doing; two of them are", async () => {
  const read = reader(start());
  expect(await read("a")).toBe("a");
  expect(await read("leave")).toBe("leave");
  expect(existsSync(join(folder, "left.txt"))).toBe(true);
  expect(starts()).toBe(2);
  expect(await read("leave always")).toBe(brokeOff);
  expect(await read("b")).toBe("b");
});

test("Files go one by one after a death of which nobody knows the cause, until the queue is empty", async () => {
  const read = reader(start());
  const pid = Number(await read("pid"));
  const several = ["got", "got", "got"].map(read);
  setTimeout(() => process.kill(pid, "SIGKILL"), 30);
  // So many had come to the guest when it answered: one at a time.
  expect(await Promise.all(several)).toEqual(["1", "2", "3"]);
  expect(await Promise.all(["got", "got"].map(read))).toEqual(["5", "5"]);
});

test("Files that nobody waits for any more are dropped, and those of others are read at once", async () => {
  const guest = start(command, { silence: 60_000 });
  const owner = Symbol("import");
  const dropped = ["hang", "a", "b"].map((name) =>
    words(guest.read(Buffer.from(name), { fileName: name }, owner)),
  );
  const other = reader(guest)("of another");
  await expect.poll(starts).toBe(1);
  const from = performance.now();
  guest.drop(owner);
  expect(await Promise.all(dropped)).toEqual(Array(3).fill("The import was cancelled"));
  expect(await other).toBe("of another");
  expect(await reader(guest)("next")).toBe("next");
  expect(performance.now() - from).toBeLessThan(5000);
  // Nothing is with the guest: it stays.
  guest.drop(owner);
  expect(await reader(guest)("last")).toBe("last");
  expect(starts()).toBe(2);
});

test("Stopping settles everything and leaves no process", async () => {
  const guest = start();
  const pid = Number(await reader(guest)("pid"));
  const waiting = ["hang", "a", "b"].map(reader(guest));
  guest.stop();
  expect(await Promise.all(waiting)).toEqual(Array(3).fill("The import was cancelled"));
  expect(await reader(guest)("late")).toBe("The import was cancelled");
  await expect.poll(() => isAlive(pid)).toBe(false);
});

test("A guest that is woken starts before any file comes, once; one that cannot start says so over the first file", async () => {
  const guest = start();
  guest.wake();
  guest.wake();
  await expect.poll(starts).toBe(1);
  expect(await reader(guest)("a")).toBe("a");
  expect(starts()).toBe(1);
  const broken = start(() => {
    throw new Error("not built");
  });
  broken.wake();
  expect(await reader(broken)("a")).toBe(cannotStart);
});

test("An idle guest goes, and the next file starts another", async () => {
  const read = reader(start(command, { idle: 100 }));
  const pid = Number(await read("pid"));
  await expect.poll(() => isAlive(pid)).toBe(false);
  expect(await read("a")).toBe("a");
  expect(starts()).toBe(2);
});

test("A guest that cannot be started fails all that wait, at once", async () => {
  const gone = () => ({ file: join(folder, "no-such-program"), args: [] });
  const dies = () => ({ file: process.execPath, args: ["-e", "process.exit(1)"] });
  const silent = () => ({ file: process.execPath, args: ["-e", "setInterval(() => {}, 1000)"] });
  const missing = () => {
    throw new Error("not built");
  };
  for (const broken of [gone, dies, silent, missing]) {
    const read = reader(start(broken, { start: 500 }));
    expect(await Promise.all(["a", "b", "c"].map(read))).toEqual([cannotStart, cannotStart, cannotStart]);
  }
});

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
