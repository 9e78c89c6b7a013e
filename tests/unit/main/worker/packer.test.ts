import { createHash } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { type Packer, startPacker } from "../../../../main/worker/packer";
import { sampledShingles } from "../../../../shared/text/shingles";
import { inventNews } from "../../../mutate-text";

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
  await done(files);
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
  await done([large]);
  expect(packed(large)).toBeUndefined();
  expect(packed(new Uint8Array(3))).toBeUndefined();
});

test("Nobody waits for a thread that has ended", async () => {
  const { begin, done, packed, stop } = start();
  const first = someBytes(3, 500_000);
  begin(first);
  const waiting = done([first]);
  stop();
  await waiting;
  const late = someBytes(5, 10);
  begin(late);
  await done([late]);
  expect(packed(first)).toBeUndefined();
});

test("A text comes back with its digest, its length and its shingles, before bytes that were begun with earlier", async () => {
  const { begin, beginText, done, packed, facts } = start();
  const files = Array.from({ length: 400 }, (_, at) => someBytes(at + 1, 20_000));
  for (const bytes of files) begin(bytes);
  const articles = ["Ships left the port \u{1f6a2} on Monday.", inventNews(3, 5_000)].map((text) => ({
    text,
  }));
  for (const article of articles) beginText(article);
  await done(articles);
  expect(packed(files.at(-1) ?? new Uint8Array(0))).toBeUndefined();
  for (const article of articles)
    expect(facts(article)).toEqual({
      sha256: createHash("sha256").update(article.text).digest("hex"),
      characters: Array.from(article.text).length,
      shingles: sampledShingles(article.text),
    });
  expect(facts({ text: "another" })).toBeUndefined();
  await done(files);
  expect(packed(files.at(-1) ?? new Uint8Array(0))).toBeDefined();
});
