import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import type { FileContent } from "../../../../main/import/imported-article";
import { readZip } from "../../../../main/import/zip-archive";
import { aZip, samples, type ZipFile } from "../../../samples/zip";

const read = (files: readonly ZipFile[]) => readZip(aZip(files), () => {});

const archive = (files: readonly ZipFile[]): Extract<FileContent, { kind: "archive" }> => {
  const content = read(files);
  if (!content.ok || content.value.kind !== "archive") throw new Error(JSON.stringify(content));
  return content.value;
};

const names = (files: readonly ZipFile[]): string[] => archive(files).members.map(({ name }) => name);

const message = (files: readonly ZipFile[]): string => {
  const content = read(files);
  return content.ok ? "" : content.error.message;
};

test("Files come in the order of the archive, with their bytes", () => {
  const { members, unread } = archive([
    { name: "b/late.txt", bytes: "late" },
    { name: "a.txt", bytes: "stored", isStored: true },
    { name: "empty.txt", bytes: "" },
  ]);
  expect(members.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual([
    ["b/late.txt", "late"],
    ["a.txt", "stored"],
    ["empty.txt", ""],
  ]);
  expect(unread).toEqual([]);
});

test("Folders, hidden files and what systems leave behind are no files", () => {
  const litter = ["folder/", "__MACOSX/._a.txt", ".DS_Store", "x/.git/config", "x/Thumbs.db", "desktop.ini"];
  expect(names([...litter, "a.txt"].map((name) => ({ name, bytes: "x" })))).toEqual(["a.txt"]);
  expect(message([{ name: ".hidden", bytes: "x" }])).toBe("The archive holds no files");
});

test("Names are shown as the archive has them, and lead nowhere", () => {
  const strange = ["../../etc/passwd", "/abs.txt", "C:/x.txt", "./a.txt"];
  expect(names([...strange, "win\\dir\\b.txt"].map((name) => ({ name, bytes: "x" })))).toEqual([
    ...strange,
    "win/dir/b.txt",
  ]);
});

test("Names are read as UTF-8, and as code page 437 where they are not", () => {
  const old = {
    name: Buffer.from([0x4d, 0x81, 0x6c, 0x6c, 0x65, 0x72, 0x2e, 0x74, 0x78, 0x74]),
    bytes: "x",
    flags: 0,
  };
  expect(names([old, { name: "Straße.txt", bytes: "x", flags: 0 }])).toEqual(["Müller.txt", "Straße.txt"]);
});

test("Fields of 64 bits and something before the archive are read", () => {
  const sample = samples.find(({ name }) => name === "wide.zip");
  const content = readZip(sample?.bytes ?? new Uint8Array(), () => {});
  expect(content).toMatchObject({ ok: true, value: { kind: "archive", members: [{ name: "Cedar.txt" }] } });
});

test("A file that is encrypted, damaged or packed in an unknown way is told, and the rest goes on", () => {
  const { members, unread } = archive([
    { name: "secret.txt", bytes: "x", flags: 1 },
    { name: "flipped.txt", bytes: "some words", checksum: 1 },
    { name: "lzma.txt", bytes: "x", method: 14 },
    { name: "good.txt", bytes: "x" },
  ]);
  expect(members.map(({ name }) => name)).toEqual(["good.txt"]);
  expect(unread.map(({ part, error }) => [part, error.message])).toEqual([
    ["secret.txt", "It is protected by a password"],
    ["flipped.txt", "The archive is damaged: this file is not what it was when it was packed"],
    ["lzma.txt", "It is packed in a way that Assay does not know (LZMA)"],
  ]);
});

test("A file that holds more than the archive says is not unpacked further", () => {
  const { unread } = archive([{ name: "liar.txt", bytes: "x".repeat(1_000_000), size: 10 }]);
  expect(unread[0]?.error.message).toBe("It holds more than the archive says");
});

test("An archive that would grow out of bounds is refused before it is unpacked", () => {
  const blanks = Buffer.alloc(40_000_000);
  const before = process.memoryUsage().rss;
  expect(message([{ name: "a", bytes: blanks }])).toContain("more than 200 times its size");
  const many = Array.from({ length: 9 }, (_, at) => ({ name: `${at}`, bytes: "x", size: 49_000_000 }));
  expect(message([...many, { name: "ballast", bytes: randomBytes(3_000_000) }])).toContain(
    "more than 400 MB",
  );
  expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
});

test("A file above 50 MB is told, and the rest goes on", () => {
  const { members, unread } = archive([
    { name: "huge.txt", bytes: "x", size: 50_000_001 },
    { name: "good.txt", bytes: "x" },
  ]);
  expect(members).toHaveLength(1);
  expect(unread[0]?.error.message).toBe("It is larger than 50 MB");
});

test("More than 20,000 files are refused", () => {
  const files = Array.from({ length: 20_001 }, (_, at) => ({
    name: `${at}.txt`,
    bytes: "x",
    isStored: true,
  }));
  expect(message(files)).toBe("The archive holds more than 20,000 files");
});

test("A cut or garbled archive is called damaged, wherever the cut is", () => {
  const whole = aZip([{ name: "a.txt", bytes: "some words" }]);
  for (let length = 0; length < whole.length; length += 1)
    expect(
      readZip(whole.subarray(0, length), () => {}),
      `${length}`,
    ).toMatchObject({
      ok: false,
      error: { kind: "damaged" },
    });
});
