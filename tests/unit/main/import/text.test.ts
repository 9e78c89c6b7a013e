import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPastedText, readTextFile } from "../../../../main/import/text";

const utf8 = (text: string): Uint8Array => Buffer.from(text, "utf8");

const read = (content: string | Uint8Array, fileName = "report.txt") => {
  const result = readTextFile(typeof content === "string" ? utf8(content) : content, fileName);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
const refusal = (content: Uint8Array, fileName = "report.txt") => {
  const result = readTextFile(content, fileName);
  if (result.ok) throw new Error(`read as “${result.value.title}”`);
  return result.error;
};

const body =
  "The ferry line will close its northern route at the end of the month, three people briefed on the plan said on Tuesday. Crews were told a day later.";
/** Blemishes of real collections: the date line, a caption glued to its credit, furniture at both ends. */
const collected = ` date 2024-04-21 \n\n\n\n${body}\n\nswitch captionJane Doe/Agency\n\nSee also\u00a0 Other news – today: live\n\nLeave a Reply\n\nRequired fields are marked *`;

describe("reading plain text", () => {
  it("takes the collector's date line out of the text and keeps all else as published", () => {
    const article = read(collected);
    expect(article.publishedOn).toBe("2024-04-21");
    expect(article.text).toBe(collected.slice(collected.indexOf("The ferry")));
    expect(article.steps).toContain("date line taken out of the text");
    expect(Buffer.from(article.original).toString()).toBe(collected);
    expect(article.remarks).not.toContain("no date found");
  });

  it("leaves a date line alone that names no day", () => {
    const article = read(` date 2024-13-45 \n\n${body}`);
    expect(article.publishedOn).toBeNull();
    expect(article.text.startsWith(" date 2024-13-45")).toBe(true);
    expect(article.remarks).toContain("no date found");
  });

  it("leaves a date line alone that is not the first", () => {
    const text = `${body}\n\n date 2024-04-21 \n\n${body}`;
    expect(read(text)).toMatchObject({ text, publishedOn: null });
  });

  it("proposes the date that begins the file's name, and says so", () => {
    const article = read(body, "2024-05-11-evening-paper.txt");
    expect(article.publishedOn).toBe("2024-05-11");
    expect(article.remarks).toContain("date taken from the file's name");
    expect(read(body, "2024-05-111.txt").publishedOn).toBeNull();
  });

  it.each([
    ["Ferry line to close northern route", "Ferry line to close northern route"],
    ["Will the ferry come back?", "Will the ferry come back?"],
    ["Talks in the U.S.", "Talks in the U.S."],
  ])("takes a short line standing alone for the title: %s", (line, title) => {
    const article = read(`${line}\n\n${body}`);
    expect(article.title).toBe(title);
    expect(article.remarks).not.toContain("title taken from the first sentence");
    expect(article.blocks[0]).toMatchObject({ kind: "heading", level: 1, start: 0, end: line.length });
    expect(article.text).toBe(`${line}\n\n${body}`);
  });

  it.each([
    "CNN-",
    "A crowd waits at the northern pier.",
    "By Jane Doe,",
    "Two lines\nthat belong together",
    "***",
  ])("does not take %j for a title but cuts the first sentence of the body", (line) => {
    const article = read(`${line}\n\n${body}`);
    expect(article.title).toBe(
      "The ferry line will close its northern route at the end of the month, three people briefed…",
    );
    expect(article.remarks).toContain("title taken from the first sentence");
    expect(article.blocks[0]?.kind).toBe("paragraph");
  });

  it("makes a title of the only line there is", () => {
    expect(read("Short notice").title).toBe("Short notice");
    expect(read("Short notice").blocks[0]?.kind).toBe("paragraph");
  });

  it("tells the language, and nothing when unsure", () => {
    expect(read(body).language).toBe("en");
    expect(
      read(
        "Die Fährlinie stellt ihren nördlichen Betrieb zum Monatsende ein, wie drei Beteiligte am Dienstag sagten.",
      ).language,
    ).toBe("de");
    expect(read("12 34 56 78").language).toBe("");
    expect(read("ok").language).toBe("");
  });

  it.each([
    ["UTF-8", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), utf8("Café 😀 “quoted”")])],
    ["UTF-16LE", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("Café 😀 “quoted”", "utf16le")])],
    [
      "UTF-16BE",
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from("Café 😀 “quoted”", "utf16le").swap16()]),
    ],
    ["UTF-32LE", Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), utf32("Café 😀 “quoted”", true)])],
    ["UTF-32BE", Buffer.concat([Buffer.from([0, 0, 0xfe, 0xff]), utf32("Café 😀 “quoted”", false)])],
  ])("honours the byte order mark of %s", (_, bytes) => {
    const article = read(bytes);
    expect(article.text).toBe("Café 😀 “quoted”");
    expect(article.remarks.join()).not.toContain("encoding");
  });

  it("assumes windows-1252 where UTF-8 is broken, and says so", () => {
    const article = read(Buffer.from([0x93, 0x43, 0x61, 0x66, 0xe9, 0x94, 0x20, 0x80, 0x35]));
    expect(article.text).toBe("“Café” €5");
    expect(article.remarks.join()).toContain("encoding assumed to be Windows-1252");
    expect(article.text).not.toContain("\ufffd");
  });

  it.each([
    ["UTF-8", Buffer.from([0xef, 0xbb, 0xbf, 0x43, 0xe9, 0x20])],
    ["UTF-16", Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00])],
    ["UTF-16", Buffer.from([0xff, 0xfe, 0x41])],
    ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0, 0, 0x11, 0])],
  ])("refuses a file that says %s and is not", (name, bytes) => {
    expect(refusal(bytes).message).toContain(name);
  });

  it("writes every kind of line end as LF and touches nothing else", () => {
    const article = read("One line\r\ntwo\rthree\u2028four\u0085five\n\nA\u0301 \u200b\u202ex\u00a0 ﬁ");
    expect(article.text).toBe("One line\ntwo\nthree\nfour\nfive\n\nA\u0301 \u200b\u202ex\u00a0 ﬁ");
    expect(article.steps).toContain("4 line ends written as LF");
  });

  it("shows control characters as symbols, one for one", () => {
    const article = read("before\0after\u001bend\u007f and a good deal of text around them");
    expect(article.text).toBe("before␀after␛end␡ and a good deal of text around them");
    expect(article.remarks).toContain("3 control characters shown as symbols");
  });

  it("points out characters that the file had lost already", () => {
    expect(read("caf\ufffd and more").remarks.join()).toContain("already lost");
  });

  it.each([
    ["%PDF-1.7 ...", "a PDF"],
    ["PK\u0003\u0004....", "office document"],
    ["{\\rtf1\\ansi}", "RTF"],
    ["<!DOCTYPE html><html><p>x</p>", "web page"],
    ["  \n<html lang=en>", "web page"],
    ["<?xml version='1.0'?><html xmlns=x>", "web page"],
    ["<!-- saved -->\n<html>", "web page"],
    ["SQLite format 3\0", "database"],
    ["\u0089PNG\r\n", "picture"],
  ])("refuses %j in words", (start, words) => {
    const error = refusal(Buffer.from(`${start} and so on`, "latin1"));
    expect(error.message).toContain(words);
    expect(error.message).toContain("Not read yet");
    expect(error.advice).toBeTruthy();
  });

  it("refuses what holds many NUL bytes, what is empty and what holds no text", () => {
    expect(refusal(Buffer.from("UTF-16 without a mark", "utf16le")).message).toContain("NUL");
    expect(refusal(new Uint8Array()).message).toContain("empty");
    expect(refusal(utf8(" \n\t\n\u00a0")).message).toContain("no text");
    expect(refusal(utf8(" date 2024-04-21 \n\n")).message).toContain("no text");
  });

  it("never throws, and gives well-formed text with blocks in order, whatever the bytes (property)", () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.string({ unit: "binary", maxLength: 300 }).map((text) => utf8(text)),
    );
    fc.assert(
      fc.property(bytes, (content) => {
        const result = readTextFile(content, "x");
        if (!result.ok) {
          expect(result.error.message).not.toBe("");
          return;
        }
        const { text, blocks, title } = result.value;
        expect(text).not.toMatch(/\p{Cs}|\r/u);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
        expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
        expect(title.trim()).not.toBe("");
        let last = 0;
        for (const block of blocks) {
          expect(block.start).toBeGreaterThanOrEqual(last);
          expect(block.end).toBeGreaterThan(block.start);
          last = block.end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps the text of any clean paragraphs as it is (property)", () => {
    const paragraph = fc.string({
      unit: fc.constantFrom(..."abc dé\u0301😀“”.-—\u00a0"),
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.array(paragraph, { minLength: 1, maxLength: 6 }), (paragraphs) => {
        const text = paragraphs.join("\n\n");
        const result = readTextFile(utf8(text), "x.txt");
        if (result.ok) expect(result.value.text).toBe(text);
      }),
    );
  });

  it("reads twenty megabytes in one line without trouble", () => {
    const began = performance.now();
    expect(read("word ".repeat(4_000_000)).text).toHaveLength(20_000_000);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe("reading pasted text", () => {
  it("takes what the person gave before what the text suggests", () => {
    const result = readPastedText(`Some heading here\r\n\r\n${body}`, {
      title: "Given",
      publishedOn: "2024-01-02",
      url: "https://x.example",
    });
    expect(result).toMatchObject({
      ok: true,
      value: {
        title: "Given",
        publishedOn: "2024-01-02",
        url: "https://x.example",
        fileName: "",
        remarks: [],
      },
    });
    expect(result.ok && result.value.text).toBe(`Some heading here\n\n${body}`);
  });

  it("replaces half characters and says so", () => {
    const result = readPastedText(`\ud800 ${body}`, {});
    expect(result.ok && result.value.text.startsWith("\ufffd ")).toBe(true);
    expect(result.ok && result.value.remarks.join()).toContain("half characters");
  });
});

function utf32(text: string, isLittleEndian: boolean): Buffer {
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const bytes = Buffer.alloc(points.length * 4);
  for (const [at, point] of points.entries())
    if (isLittleEndian) bytes.writeUInt32LE(point, at * 4);
    else bytes.writeUInt32BE(point, at * 4);
  return bytes;
}
