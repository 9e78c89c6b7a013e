// Started by pack.mjs under a virtual display: starts the packaged app as a person would, with debugging switches that it must ignore,
// waits until its window is painted, and looks for ports that it listens on. `smoke.mjs EXECUTABLE [arguments]`
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { capture } from "./run.mjs";

const PAINT_TIMEOUT_MS = 30_000;
/** The screen, the window, a menu bar and its border have one colour each; only a page with text has more than a few dots besides. */
const BACKGROUND_COLOURS = 4;
const MIN_INK = 0.005;
const LISTENING = "0A";

const [executable, ...args] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), "assay-smoke-"));
const app = spawn(
  executable,
  [...args, "--remote-debugging-port=19222", "--inspect=19229", "--log-level=3"],
  {
    detached: true,
    stdio: "inherit",
    env: { ...process.env, XDG_CONFIG_HOME: profile, NODE_OPTIONS: "--inspect=19230" },
  },
);

const problem = (await waitForPaint()) ?? findListeners();
if (app.exitCode === null) process.kill(-app.pid, "SIGKILL");
rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
if (problem) console.error(problem);
process.exit(problem ? 1 : 0);

async function waitForPaint() {
  for (const start = Date.now(); Date.now() - start < PAINT_TIMEOUT_MS; await sleep(250)) {
    if (app.exitCode !== null || app.signalCode !== null)
      return `The app ended (${app.exitCode ?? app.signalCode}).`;
    if (inkOnScreen() >= MIN_INK) return undefined;
  }
  return `No painted window within ${PAINT_TIMEOUT_MS / 1000} s.`;
}

/** The share of dots not in a background colour, from the X window dump: a header of 32-bit numbers, a colour table, the dots. */
function inkOnScreen() {
  const dump = capture("xwd", ["-root", "-silent"], { encoding: "buffer" }).stdout;
  if (dump.length < 100) return 0;
  const start = dump.readUInt32BE(0) + dump.readUInt32BE(19 * 4) * 12;
  const counts = new Map();
  for (let at = start; at + 4 <= dump.length; at += 4) {
    const colour = dump.readUInt32LE(at) & 0xffffff;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const ink = [...counts.values()].sort((a, b) => b - a).slice(BACKGROUND_COLOURS);
  return ink.reduce((sum, count) => sum + count, 0) / ((dump.length - start) / 4);
}

function findListeners() {
  const listening = new Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap(listeningSockets));
  const ports = processesOfGroup(app.pid)
    .flatMap(openSockets)
    .filter((inode) => listening.has(inode));
  return ports.length > 0
    ? `The app listens on ${ports.length} TCP port(s); it must not listen on any.`
    : undefined;
}

function listeningSockets(table) {
  const rows = readFileSync(table, "utf8").trim().split("\n").slice(1);
  return rows.map((row) => row.trim().split(/\s+/)).flatMap((row) => (row[3] === LISTENING ? [row[9]] : []));
}

function processesOfGroup(group) {
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      // After the name in brackets: state, parent, group.
      return Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ")[2]) === group;
    } catch {
      return false;
    }
  });
}

function openSockets(pid) {
  try {
    const links = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
    return links.flatMap((link) => link.match(/^socket:\[(\d+)\]$/)?.[1] ?? []);
  } catch {
    return [];
  }
}
