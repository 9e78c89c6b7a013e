import { createHash } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { type Packer, startPacker } from "../../../../main/worker/packer";

let packer: Packer;
const start = (): Packer => {
  packer = startPacker();
  return packer;
};
afterEach(() => packer.stop());

const someBytes = (number: number, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => (at * number) % 251);

test("Each file comes back as its own digest and its own bytes, whatever memory it lies in", async () => {
  const { begin, done, packed } = start();
  const shared = someBytes(7, 10_000);
  const files = [
    ...Array.from({ length: 100 }, (_, at) => someBytes(at, at * 37)),
    shared.subarray(100, 900),
    shared.subarray(500, 5_000),
    new Uint8Array(0),
  ];
  const before = files.map((bytes) => bytes.slice());
  for (const bytes of files) begin(bytes);
  await done();
  for (const [at, bytes] of files.entries()) {
    expect(bytes).toEqual(before[at]);
    const result = packed(bytes);
    expect(result?.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(new Uint8Array(inflateRawSync(result?.bytes ?? new Uint8Array(0)))).toEqual(before[at]);
  }
});

test("What is large, or was never begun with, is left to the store", async () => {
  const { begin, done, packed } = start();
  const large = new Uint8Array(2_000_000);
  begin(large);
  await done();
  expect(packed(large)).toBeUndefined();
  expect(packed(new Uint8Array(3))).toBeUndefined();
});

test("Nobody waits for a thread that has ended", async () => {
  const { begin, done, packed, stop } = start();
  const first = someBytes(3, 500_000);
  begin(first);
  const waiting = done();
  stop();
  await waiting;
  begin(someBytes(5, 10));
  await done();
  expect(packed(first)).toBeUndefined();
});
