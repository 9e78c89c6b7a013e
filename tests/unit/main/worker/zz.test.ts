import { test } from "vitest";
import { startGuest } from "../../../../main/worker/guest-host";
import { guestCommand } from "../../../../main/worker/guest-command";
test("rate", async () => {
  const make = (i: number) => Buffer.from(`Report number ${i}\n\nALDER — ` + `The council of town ${i} met on Tuesday, and the mayor sent a letter about bridge ${i * 7}. `.repeat(58));
  const n = 4000;
  const files = Array.from({length: n}, (_, i) => make(i));
  const guest = startGuest(guestCommand);
  await Promise.all(files.slice(0, 200).map((f) => guest.read(f, {fileName: "a.txt"})));
  const c = process.cpuUsage(); const t = performance.now();
  for (let at = 0; at < n; at += 40) await Promise.all(files.slice(at, at + 40).map((f) => guest.read(f, {fileName: "a.txt"})));
  const d = process.cpuUsage(c);
  console.log(`guest ${Math.round(performance.now() - t)} host cpu ${Math.round((d.user+d.system)/1000)} ms for ${n}`);
  guest.stop();
}, 200000);
