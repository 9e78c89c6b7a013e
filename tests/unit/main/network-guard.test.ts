import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "assay-guard-"));
  // In a process of its own: the guard cannot be taken back.
  await build({
    configFile: false,
    logLevel: "error",
    build: {
      ssr: resolve("main/network-guard.ts"),
      outDir: folder,
      rollupOptions: { output: { entryFileNames: "guard.mjs" } },
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Tries every way out of Node against a listener of its own; prints which were refused, and how many got through. */
const attempts = `
import net from "node:net"; import { connect, createConnection } from "node:net";
import tls from "node:tls"; import http, { request } from "node:http"; import https from "node:https"; import http2 from "node:http2";
import dns, { lookup } from "node:dns"; import { lookup as lookupSoon, resolve4 } from "node:dns/promises"; import dgram from "node:dgram";
import { Worker } from "node:worker_threads"; import { once } from "node:events"; import { spawnSync } from "node:child_process";
let hits = 0;
const server = net.createServer((socket) => { hits += 1; socket.destroy(); }).listen(0, "127.0.0.1");
await once(server, "listening");
const port = server.address().port;
const udp = dgram.createSocket("udp4").on("message", () => { hits += 1; });
udp.bind(0, "127.0.0.1"); await once(udp, "listening");
const heard = [];
if (process.argv[2] === "guarded") (await import("./guard.mjs")).shutNodeNetwork((what) => heard.push(what));
const refused = [], passed = [];
const ways = {
  connect: () => connect(port, "127.0.0.1"), createConnection: () => createConnection({ port }), socket: () => new net.Socket().connect({ port, host: "127.0.0.1" }),
  portAsText: () => net.connect(String(port)), tls: () => tls.connect(port), request: () => request({ port }), get: () => http.get("http://127.0.0.1:" + port),
  https: () => https.get("https://127.0.0.1:" + port), http2: () => http2.connect("http://127.0.0.1:" + port), fetch: () => fetch("http://127.0.0.1:" + port),
  agent: () => new http.Agent().createConnection({ port }), lookup: () => lookup("localhost", () => {}), lookupSoon: () => lookupSoon("localhost"),
  resolve4: () => resolve4("localhost"), resolver: () => new dns.Resolver().resolve4("localhost", () => {}), promiseResolver: () => new dns.promises.Resolver().resolve4("localhost"),
  reverse: () => dns.reverse("127.0.0.1", () => {}), udp: () => dgram.createSocket("udp4").send("x", udp.address().port, "127.0.0.1"),
  udpConnect: () => dgram.createSocket("udp4").connect(udp.address().port, "127.0.0.1"), listen: () => net.createServer().listen(0),
};
for (const [name, way] of Object.entries(ways)) {
  try {
    const made = way(); made?.on?.("error", () => {}); made?.catch?.(() => {});
    await made?.then?.(() => {}, (error) => { if (/never uses the network/.test(error.message + error.cause?.message)) throw error; });
    passed.push(name);
  } catch (error) { (/never uses the network/.test(error.message + error.cause?.message) ? refused : passed).push(name); }
}
await new Promise((done) => setTimeout(done, 300));
const pipe = net.createServer((socket) => socket.end("ok")).listen(process.argv[3]); await once(pipe, "listening");
const viaPipe = await new Promise((done) => net.connect(process.argv[3]).on("data", (data) => done(String(data))));
console.log(JSON.stringify({ refused, passed, hits, heard: heard.length, viaPipe }));
process.exit();
`;

function run(mode: string): {
  refused: string[];
  passed: string[];
  hits: number;
  heard: number;
  viaPipe: string;
} {
  writeFileSync(join(folder, "attempts.mjs"), attempts);
  const output = execFileSync(process.execPath, [
    join(folder, "attempts.mjs"),
    mode,
    join(folder, `${mode}.sock`),
  ]);
  return JSON.parse(output.toString());
}

test("Unguarded, the same attempts get through: the test can see", () => {
  const { refused, passed, hits } = run("unguarded");
  expect(refused).toEqual([]);
  expect(passed).toHaveLength(20);
  expect(hits).toBeGreaterThanOrEqual(9);
});

test("Guarded, every way out of Node throws, named imports too, and local pipes still work", () => {
  const { refused, passed, hits, heard, viaPipe } = run("guarded");
  expect(passed).toEqual([]);
  expect(refused).toHaveLength(20);
  expect(hits).toBe(0);
  expect(heard).toBe(20);
  expect(viaPipe).toBe("ok");
});
