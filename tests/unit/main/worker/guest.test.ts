import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type GuestCommand, guestCommand } from "../../../../main/worker/guest-command";
import { type Guest, startGuest } from "../../../../main/worker/guest-host";
import { electronRuntime } from "../../../../scripts/runtime.mjs";
import { aZip } from "../../../samples/zip";

/* The guest as it is built (out/main), read from outside as the store's thread does. */

let guests: Guest[] = [];
let folder = "";
const before = { ...process.env };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-guest-"));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  for (const guest of guests) guest.stop();
  guests = [];
  process.env = { ...before };
});

const start = (...args: Partial<Parameters<typeof startGuest>>): Guest => {
  const guest = startGuest(args[0] ?? guestCommand, args[1]);
  guests.push(guest);
  return guest;
};

const brokeOff = "Reading it broke off: it takes more memory than one file may, or it is damaged";
const tooSlow = "Reading it took too long, so it was given up";
const sentence = "The council met on Tuesday, and the mayor sent a letter. ";
const read = (guest: Guest, bytes: Uint8Array | string, fileName = "report.txt") =>
  guest.read(Buffer.from(bytes as Uint8Array), { fileName });
/** What became of a file, in a word or in the words of its failure. */
const outcome = async (guest: Guest, bytes: Uint8Array | string, fileName?: string): Promise<string> => {
  const result = await read(guest, bytes, fileName);
  return result.ok ? result.value.kind : result.error.message;
};

/** As Node runs it, with a module that runs before the guest's own. */
const withModule = (source: string) => (): GuestCommand => {
  const { file, args } = guestCommand();
  return { file, args: ["--import", `data:text/javascript,${encodeURIComponent(source)}`, ...args] };
};

/** Small objects by the million, which take a hundred times their length. */
const bomb = (): string => `[{"text": "x"}${',{"a":{"b":{}}}'.repeat(3_000_000)}]`;

const fieldOf = (pid: string, name: string): number => {
  try {
    return Number(
      new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0,
    );
  } catch {
    return 0;
  }
};

/** Greatest resident size of this process's guests while a work goes on, in bytes, as the system sees it. */
const peakDuring = async (work: () => Promise<unknown>): Promise<number> => {
  let peak = 0;
  const look = () => {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
      if (fieldOf(pid, "PPid") === process.pid) peak = Math.max(peak, fieldOf(pid, "VmRSS") * 1024);
  };
  const timer = setInterval(look, 20);
  await work();
  clearInterval(timer);
  return peak;
};
const isLinux = process.platform === "linux";

test("It reads a file, and what it answers is believed", async () => {
  const result = await read(start(), sentence.repeat(5));
  expect(result).toMatchObject({
    ok: true,
    value: { kind: "articles", articles: [{ text: sentence.repeat(5).trim(), mediaType: "text/plain" }] },
  });
});

test("Many files in flight come out in order", async () => {
  const guest = start();
  const texts = Array.from({ length: 100 }, (_, at) => `Report number ${at}. ${sentence}`);
  const results = await Promise.all(texts.map((text) => read(guest, text)));
  expect(
    results.map((result) =>
      result.ok && result.value.kind === "articles" ? result.value.articles[0]?.text : "",
    ),
  ).toEqual(texts.map((text) => text.trim()));
});

/** What the module does begins when the guest stands: libraries are loaded by it, not before it. */
const later = (source: string): string => `setTimeout(() => { ${source} }, 1000)`;
const untilLater = () => new Promise((resume) => setTimeout(resume, 1200));

/** The same in the first guest only. */
const once = (name: string, source: string): string =>
  `import { existsSync, writeFileSync } from "node:fs"; const mark = ${JSON.stringify(join(folder, name))};
   if (!existsSync(mark)) { writeFileSync(mark, ""); ${later(source)} }`;
/** Reads one file after the other until something becomes of one. */
const until = async (guest: Guest, words: string): Promise<string[]> => {
  const outcomes: string[] = [];
  for (const end = performance.now() + 15_000; performance.now() < end && !outcomes.includes(words); )
    outcomes.push(await outcome(guest, sentence.repeat(2000)));
  return outcomes;
};

test("What libraries say on the console does not get among the answers", async () => {
  const says = ["console.log", "console.error", "process.stdout.write", "process.stderr.write"];
  const noise = says.map((say) => `${say}("noise");`).join(" ");
  const guest = start(withModule(later(`setInterval(() => { ${noise} }, 1)`)));
  expect(await outcome(guest, sentence)).toBe("articles");
  await untilLater();
  for (let at = 0; at < 20; at += 1) expect(await outcome(guest, sentence)).toBe("articles");
});

test("What a library throws beside its promises ends one file at most", async () => {
  const throws = `Promise.reject(new Error("a")); setTimeout(() => { throw new Error("b"); });`;
  const guest = start(withModule(later(`setInterval(() => { ${throws} }, 5)`)));
  expect(await outcome(guest, sentence)).toBe("articles");
  await untilLater();
  for (let at = 0; at < 30; at += 1)
    expect(await outcome(guest, sentence.repeat(50))).toMatch(/^articles$|^It could not be read/);
});

test("It has no network", async () => {
  const calls: string[] = [];
  const server = createServer((socket) => {
    calls.push("connected");
    socket.destroy();
  });
  await new Promise<void>((resume) => server.listen(0, "127.0.0.1", resume));
  const { port } = server.address() as { port: number };
  const caller = `import net from "node:net"; import http from "node:http";
    const attempt = (f) => { try { f()?.catch?.(() => {}); } catch {} };
    setInterval(() => { attempt(() => net.connect(${port}, "127.0.0.1")); attempt(() => http.get("http://127.0.0.1:${port}/")); attempt(() => fetch("http://127.0.0.1:${port}/")); }, 20)`;
  // The module's calls before the guest's own code runs would get through: it waits for its first timer.
  const guest = start(
    withModule(
      `setTimeout(() => import("data:text/javascript,${encodeURIComponent(caller).replaceAll("'", "%27")}"), 1500)`,
    ),
  );
  expect(await outcome(guest, sentence)).toBe("articles");
  await new Promise((resume) => setTimeout(resume, 2500));
  expect(await outcome(guest, sentence)).toBe("articles");
  server.close();
  expect(calls).toEqual([]);
});

test("A file over which it hangs for ever is given up, and only it", async () => {
  const guest = start(withModule(once("hang", "for (;;);")), { silence: 3000 });
  const outcomes = await until(guest, tooSlow);
  expect(outcomes.slice(0, -1)).toEqual(outcomes.slice(1).map(() => "articles"));
  expect(outcomes.at(-1)).toBe(tooSlow);
  expect(await outcome(guest, sentence)).toBe("articles");
});

test.runIf(isLinux)(
  "A file that takes too much memory is given up, and only it",
  async () => {
    const guest = start(guestCommand, { silence: 5000 });
    let outcomes: string[] = [];
    const peak = await peakDuring(async () => {
      outcomes = await Promise.all([outcome(guest, bomb()), outcome(guest, sentence)]);
    });

    expect(outcomes[0]).toMatch(/^Reading it (?:broke off|took too long)/);
    expect(outcomes[1]).toBe("articles");
    expect(peak).toBeLessThan(1_800_000_000);
  },
  60_000,
);

test.runIf(isLinux)(
  "Its own thread ends it above 1.5 GB while it is busy",
  async () => {
    const eater = "const kept = []; for (;;) kept.push(Buffer.alloc(20_000_000, 1));";
    const guest = start(withModule(once("eat", eater)));
    const outcomes: string[] = [];
    const peak = await peakDuring(async () => {
      for (const end = performance.now() + 5000; performance.now() < end; )
        outcomes.push(await outcome(guest, sentence.repeat(2000)));
    });
    // The file with which it had begun, if any, is taken for the cause; one that had only come is read by the next guest.
    expect(outcomes.filter((one) => one !== "articles" && one !== brokeOff)).toEqual([]);
    expect(outcomes.filter((one) => one === brokeOff).length).toBeLessThanOrEqual(1);
    expect(await outcome(guest, sentence)).toBe("articles");
    expect(peak).toBeGreaterThan(1_000_000_000);
    expect(peak).toBeLessThan(2_200_000_000);
  },
  60_000,
);

const word = (body: Uint8Array | string, more: object = {}) => [
  {
    name: "[Content_Types].xml",
    bytes: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
  },
  { name: "word/document.xml", bytes: body, ...more },
];

test.runIf(isLinux)(
  "Row 28: a DOCX of 300 KB that holds 300 MB is refused before it is unpacked, below 300 MB of memory",
  async () => {
    const bomb = aZip(word(Buffer.alloc(300_000_000, " ")));
    expect(bomb.length).toBeLessThan(400_000);
    const guest = start();
    let words = "";
    const peak = await peakDuring(async () => {
      words = await outcome(guest, bomb, "bomb.docx");
    });
    expect(words).toContain("more than 200 MB");
    expect(peak).toBeGreaterThan(20_000_000);
    expect(peak).toBeLessThan(300_000_000);
  },
);

test.runIf(isLinux)(
  "Row 29: a DOCX with sizes that lie, or with 50,000 parts, is refused below 300 MB of memory",
  async () => {
    const liar = aZip(word(Buffer.alloc(150_000_000, " "), { size: 1000 }));
    const crowd = aZip([
      ...word("<w:document/>"),
      ...Array.from({ length: 50_000 }, (_, at) => ({ name: `word/${at}.xml`, bytes: "", isStored: true })),
    ]);
    const guest = start();
    let words: string[] = [];
    const peak = await peakDuring(async () => {
      words = [await outcome(guest, liar), await outcome(guest, crowd)];
    });
    expect(words[0]).toMatch(/holds more than the (?:document|archive) says/);
    expect(words[1]).toContain("more than 2,000 parts");
    expect(peak).toBeLessThan(300_000_000);
  },
);

test.runIf(isLinux)("It ends when its host is gone, even while it is busy for ever", async () => {
  const { file, args } = withModule(later("for (;;);"))();
  const host = spawn(file, [
    "-e",
    `const guest = require("node:child_process").spawn(${JSON.stringify(file)}, ${JSON.stringify(args)}, { stdio: ["pipe", "pipe", "ignore"] });
     guest.stdout.once("data", () => setTimeout(() => console.log(guest.pid), 1500));`,
  ]);
  const pid = await new Promise<string>((resume) =>
    host.stdout.once("data", (said) => resume(String(said).trim())),
  );
  expect(fieldOf(pid, "PPid")).toBe(host.pid);
  host.kill("SIGKILL");
  await expect.poll(() => existsSync(`/proc/${pid}`), { timeout: 5000 }).toBe(false);
});

const filesIn = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesIn(join(path, entry.name)) : entry.isFile() ? [join(path, entry.name)] : [],
  );

test("Row 94: it writes nothing of an article anywhere", async () => {
  const home = join(folder, "home");
  mkdirSync(home);
  for (const name of [
    "HOME",
    "TMPDIR",
    "XDG_CONFIG_HOME",
    "XDG_CACHE_HOME",
    "XDG_DATA_HOME",
    "APPDATA",
    "TEMP",
  ])
    process.env[name] = home;
  const guest = start();
  const marker = "Quibbleton marmalade incident. ";
  expect(await outcome(guest, marker.repeat(20))).toBe("articles");
  expect(await outcome(guest, `<html><body><p>${marker.repeat(20)}</p></body></html>`)).toBe("articles");
  expect(await outcome(guest, `[{"title":"x","text":"${marker}`)).toContain("breaks off");
  expect(filesIn(home).filter((path) => readFileSync(path).includes("Quibbleton"))).toEqual([]);
});

test("The packaged way, the app started as a guest, answers too, and needs no display", async () => {
  const runtime = electronRuntime();
  process.env["ASSAY_APP_DIR"] = runtime.env.ASSAY_APP_DIR;
  for (const name of ["DISPLAY", "WAYLAND_DISPLAY"]) delete process.env[name];
  const guest = start(() => guestCommand({ file: runtime.electronPath, electron: "app" }), { silence: 4000 });
  expect(await outcome(guest, sentence)).toBe("articles");
  const outcomes = await Promise.all([outcome(guest, bomb()), outcome(guest, sentence)]);
  expect(outcomes[0]).toMatch(/^Reading it (?:broke off|took too long)/);
  expect(outcomes[1]).toBe("articles");
}, 60_000);

test("An original is made a page beside files that are read, and a failure is told in words", async () => {
  const guest = start();
  const type = { mediaType: "application/rtf", encoding: null };
  const [page, text, failure] = await Promise.all([
    guest.page(Buffer.from("{\\rtf1 The council met on Tuesday.}"), type),
    outcome(guest, sentence),
    guest.page(Buffer.from("no such document"), type),
  ]);
  expect(page.ok && Buffer.from(page.value).toString()).toContain("The council met on Tuesday.");
  expect(text).toBe("articles");
  expect(failure).toMatchObject({ ok: false, error: { message: "This is no RTF document" } });
});
