import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { readFile } from "../../../../main/import/read-file";
import { aZip } from "../../../samples/zip";

const read = (bytes: Uint8Array) => readFile(bytes, { fileName: "x" }, () => {});

test("A single document of more than 50 MB is refused before it is read", async () => {
  const text = Buffer.alloc(50_000_001, "Words of a report that goes on. ");
  expect(await read(text)).toMatchObject({ ok: false, error: { message: "It is larger than 50 MB" } });
});

test("An archive may be larger than a document", async () => {
  const noise = randomBytes(13_000_000);
  const files = [1, 2, 3, 4].map((at) => ({ name: `${at}.bin`, bytes: noise, isStored: true }));
  const content = await read(aZip([...files, { name: "a.txt", bytes: "The council met on Tuesday." }]));
  expect(content).toMatchObject({ ok: true, value: { kind: "archive" } });
});
