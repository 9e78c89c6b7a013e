import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readDocx } from "../../../../main/import/docx";
import { openOfficeZip } from "../../../../main/import/office-zip";
import { honestPart, packedBlanks, rawZip } from "../../../raw-zip";

const messageOf = (bytes: Uint8Array, part?: string): string => {
  const zip = openOfficeZip(bytes);
  if (!zip.ok) return zip.error.message;
  const read = part === undefined ? null : zip.value.read(part);
  return read === null || read.ok ? "" : read.error.message;
};

/** How many megabytes the process grew at most while `work` ran. */
const peakOf = async (work: () => unknown): Promise<number> => {
  const before = process.resourceUsage().maxRSS;
  await work();
  return (process.resourceUsage().maxRSS - before) / 1024;
};

describe("an office package", () => {
  it("gives its parts one by one, without its folders", () => {
    const zip = openOfficeZip(
      zipSync({
        "a/": new Uint8Array(),
        "a/b.xml": strToU8("<b/>"),
        "c.xml": [strToU8("<c/>"), { level: 0 }],
      }),
    );
    expect(zip.ok && zip.value.names).toEqual(["a/b.xml", "c.xml"]);
    if (!zip.ok) return;
    const read = zip.value.read("a/b.xml");
    expect(read.ok && Buffer.from(read.value).toString()).toBe("<b/>");
    expect(zip.value.read("c.xml").ok).toBe(true);
  });

  it("is damaged where a part is missing, cut off or not what it was", () => {
    const whole = zipSync({ "a.xml": strToU8("<a>some text that packs</a>") }, { level: 0 });
    expect(messageOf(whole, "b.xml")).toMatch(/damaged/);
    expect(messageOf(whole.subarray(0, whole.length - 30))).toMatch(/damaged/);
    const flipped = Uint8Array.from(whole);
    flipped[40] = (flipped[40] ?? 0) ^ 1;
    expect(messageOf(flipped, "a.xml")).toMatch(/damaged/);
  });

  it("is not unpacked when it is protected by a password", () => {
    expect(messageOf(rawZip([{ ...honestPart("word/document.xml", "<a/>"), flags: 1 }]))).toMatch(/password/);
  });

  it.each(["../evil.xml", "/etc/passwd", "a/../../b.xml", "C:/evil.xml", "..\\evil.xml"])(
    "is refused for the name %s, which points outside it",
    (name) => {
      expect(messageOf(rawZip([honestPart(name, "<a/>")]))).toMatch(/points outside/);
    },
  );

  it("is refused when it holds a part twice", () => {
    expect(messageOf(rawZip([honestPart("a.xml", "<a/>"), honestPart("a.xml", "<b/>")]))).toMatch(/twice/);
  });

  it("is refused when its parts lie on top of each other", () => {
    const part = honestPart("a.xml", "<a/>");
    expect(messageOf(rawZip([part, { ...part, name: "b.xml", samePlaceAs: 0 }]))).toMatch(/overlap/);
  });

  it("is refused with more than 2,000 parts, and with 50,000", () => {
    const many = (count: number) =>
      rawZip(
        Array.from({ length: count }, (_, at) => ({
          name: `${at}.xml`,
          packed: new Uint8Array(),
          method: 0,
          size: 0,
        })),
      );
    expect(messageOf(many(2000))).toBe("");
    expect(messageOf(many(2001))).toMatch(/more than 2,000 parts/);
    expect(messageOf(many(50_000))).toMatch(/more than 2,000 parts/);
  });

  it("may hold a picture that packs well, but not more than 100 times its size in all", () => {
    const blanks = packedBlanks(12);
    expect(messageOf(rawZip([{ name: "a.bmp", packed: packedBlanks(5), size: 5 * 1024 * 1024 }]))).toBe("");
    expect(messageOf(rawZip([{ name: "a.bmp", packed: blanks, size: 12 * 1024 * 1024 }]))).toMatch(
      /100 times/,
    );
  });
});

describe("a document that would fill the memory", () => {
  const bomb = packedBlanks(300);
  const documentOf = (size: number) =>
    rawZip([
      honestPart("[Content_Types].xml", "<Types/>"),
      { name: "word/document.xml", packed: bomb, size },
    ]);

  it("of 300 KB that says that it unpacks to 300 MB is refused before it is unpacked", async () => {
    const bytes = documentOf(300 * 1024 * 1024);
    expect(bytes.length).toBeLessThan(400 * 1024);
    let message = "";
    const peak = await peakOf(async () => {
      const read = await readDocx(bytes, { fileName: "bomb.docx" });
      message = read.ok ? "" : read.error.message;
    });
    expect(message).toMatch(/more than 200 MB/);
    expect(peak).toBeLessThan(50);
  });

  it.each([1000, 100_000, 9_000_000])(
    "that says it holds %i bytes and holds 300 MB is refused while it is unpacked",
    async (size) => {
      let message = "";
      const peak = await peakOf(async () => {
        const read = await readDocx(documentOf(size), { fileName: "liar.docx" });
        message = read.ok ? "" : read.error.message;
      });
      expect(message).toMatch(/holds more than/);
      expect(peak).toBeLessThan(100);
    },
  );
});
