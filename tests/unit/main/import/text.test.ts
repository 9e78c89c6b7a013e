import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readText } from "../../../../main/import/text";
import { everything, proposed, readPlain, refuses, utf8 } from "./read-sample";

const body =
  "The ferry line will close its northern route at the end of the month, three people briefed on the plan said on Tuesday. Crews were told a day later.";
const more =
  "The harbour office did not answer questions about the plan, and nobody could be reached by phone.";
/** Blemishes of real collections: the date line, a caption with its button, furniture at both ends. */
const collected = ` date 2024-04-21 \n\n\n\nA crowd waits at the northern pier.\n\nswitch captionJane Doe/AP\n\n${body}\n\nSee also\u00a0 Other news – today: live\n\n${more}\n\nLeave a Reply\n\nYour e-mail will not be shared. Required fields are marked *`;

describe("reading plain text", () => {
  it("sets the collector's date line and the furniture aside and keeps the body as published", async () => {
    const article = await readPlain(collected);
    expect(article.text).toBe(`${body}\n\n${more}`);
    expect(article.asides.map(({ reason }) => reason)).toEqual([
      "date-line",
      "caption",
      "credit",
      "see-also",
      "comments",
      "comments",
    ]);
    expect(article.asides[3]).toMatchObject({ at: body.length + 2 });
    expect(proposed(article, "publishedOn")).toEqual(["2024-04-21"]);
    expect(article.doubts).not.toContain("date");
    expect(article.steps.join()).toContain(
      "set aside: collector's date line, caption, picture credit, pointer to other articles, comment form (2)",
    );
    expect(everything(article)).toBe(collected.replace(/\s+/g, ""));
  });

  it("leaves a date line alone that names no day", async () => {
    const article = await readPlain(` date 2024-13-45 \n\n${body}`);
    expect(proposed(article, "publishedOn")).toEqual([]);
    expect(article.text.startsWith("date 2024-13-45")).toBe(true);
    expect(article.remarks).toContain("no date found");
  });

  it("leaves a date line in the text that is not the first, and only guesses the date from it", async () => {
    const text = `${body}\n\ndate 2024-04-21\n\n${body}`;
    const article = await readPlain(text);
    expect(article.text).toBe(text);
    expect(proposed(article, "publishedOn")).toEqual(["2024-04-21"]);
    expect(article.doubts).toContain("date");
  });

  it.each([
    ["one line", "date 2024-04-21"],
    ["no blank line after it", `date: 2024-04-21\n${body}`],
  ])("takes a date line with %s after it", async (_, text) => {
    if (text.includes(body)) expect((await readPlain(text)).text).toBe(body);
    else expect((await refuses(text)).message).toContain("no text");
  });

  it("writes every kind of line end as LF and touches nothing else", async () => {
    const article = await readPlain(
      "One line\r\ntwo\rthree\u2028four\u0085five\n\nA\u0301 \u200b\u202ex\u00a0 ﬁ  two  blanks",
    );
    expect(article.text).toBe(
      "One line\ntwo\nthree\nfour\nfive\n\nA\u0301 \u200b\u202ex\u00a0 ﬁ  two  blanks",
    );
    expect(article.steps).toContain("4 line ends written as LF");
  });

  it("shows control characters as symbols, one for one", async () => {
    const article = await readPlain("before\0after\u001bend\u007f and a good deal of text around them");
    expect(article.text).toBe("before␀after␛end␡ and a good deal of text around them");
    expect(article.remarks).toContain("3 control characters shown as symbols");
  });

  it("points out characters that the file had lost already", async () => {
    expect((await readPlain("caf\ufffd and more")).remarks.join()).toContain("already lost");
  });

  it("keeps composed and decomposed letters apart", async () => {
    const composed = await readPlain(`Caf\u00e9 ${body}`);
    const decomposed = await readPlain(`Cafe\u0301 ${body}`);
    expect(composed.text).not.toBe(decomposed.text);
    expect(composed.text.normalize("NFC")).toBe(decomposed.text.normalize("NFC"));
  });

  it("refuses what holds no text", async () => {
    expect((await refuses(" \n\t\n\u00a0")).message).toContain("no text");
    expect((await refuses(" date 2024-04-21 \n\n")).message).toContain("no text");
    expect((await refuses("")).message).toContain("no text");
  });

  it("keeps a text that is nothing but furniture as text, and has it looked at", async () => {
    const article = await readPlain("Leave a Reply\n\nAdvertisement");
    expect(article.text).toBe("Leave a Reply\n\nAdvertisement");
    expect(article.doubts).toContain("text");
  });

  it("takes what is known before the file is read before what the file says", async () => {
    const article = await readPlain(`Some heading here\r\n\r\n${body}`, {
      proposals: [
        { field: "title", value: "Given", from: "you", strength: "stated" },
        { field: "publishedOn", value: "2024-01-02", from: "you", strength: "stated" },
      ],
    });
    expect(proposed(article, "title")[0]).toBe("Given");
    expect(proposed(article, "publishedOn")[0]).toBe("2024-01-02");
    expect(article.doubts).toEqual([]);
  });

  it("gives well-formed text with everything that came, whatever the bytes (property)", async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.string({ unit: "binary", maxLength: 300 }).map((text) => utf8(text)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        const result = await readText(content, { fileName: "x" });
        if (!result.ok) {
          expect(result.error.message).not.toBe("");
          return;
        }
        const article = result.value.kind === "articles" ? result.value.articles[0] : undefined;
        const { text, blocks, proposals } = article ?? { text: "", blocks: [], proposals: [] };
        expect(text).not.toMatch(/\p{Cs}|\r/u);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
        expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
        expect(proposals.find(({ field }) => field === "title")?.value.trim()).toBeTruthy();
        let last = 0;
        for (const block of blocks) {
          expect(block.start).toBeGreaterThanOrEqual(last);
          expect(block.end).toBeGreaterThan(block.start);
          last = block.end;
        }
        expect(last).toBe(text.length);
      }),
      { numRuns: 300 },
    );
  });

  it("holds every character that came in its text or its asides, in order (property)", async () => {
    const line = fc.oneof(
      fc.constantFrom(
        " date 2024-04-21 ",
        "See also\u00a0 Other news",
        "Advertisements",
        '[gallery id="1"]',
        "Leave a Reply",
        "switch captionJane Doe/AP",
        "Sources 1/ https://x.example/a 2/ https://y.example",
        "2/ https://z.example/b",
        "Source:",
        "ALDER BAY, Norland — The ferry stopped.",
        "- one item",
        "A line that is some sixty characters long and then is broken",
        body,
      ),
      fc.string({ unit: fc.constantFrom(..."ab dé\u0301😀“”.-—\u00a0\t/[]"), maxLength: 70 }),
    );
    const text = fc
      .array(fc.tuple(line, fc.constantFrom("\n", "\n\n", "\r\n", "\n \n")), { maxLength: 14 })
      .map((lines) => lines.flat().join(""));
    await fc.assert(
      fc.asyncProperty(text, async (content) => {
        const result = await readText(utf8(content), { fileName: "x.txt" });
        const all = result.ok && result.value.kind === "articles" ? result.value.articles : [];
        for (const article of all) expect(everything(article)).toBe(content.replace(/\s+/g, ""));
        if (all.length === 0) expect(content.replace(/^\s*date 2024-04-21/, "").trim()).toBe("");
      }),
      { numRuns: 400 },
    );
  });

  it("keeps the text of any clean paragraphs as it is (property)", async () => {
    const paragraph = fc
      .string({ unit: fc.constantFrom(..."abc dé\u0301😀“”.-—\u00a0"), minLength: 1, maxLength: 60 })
      .map((text) => text.trim())
      .filter((text) => text !== "");
    await fc.assert(
      fc.asyncProperty(fc.array(paragraph, { minLength: 1, maxLength: 6 }), async (paragraphs) => {
        const text = paragraphs.join("\n\n");
        expect((await readPlain(text)).text).toBe(text);
      }),
    );
  });

  it.each([
    ["a line of four megabytes", "word ".repeat(800_000), 3_999_999],
    ["a line of four megabytes without a blank", "x".repeat(4_000_000), 4_000_000],
    ["twenty megabytes of line ends", `${"\n".repeat(20_000_000)}x`, 1],
    ["350,000 short lines", "short line\n".repeat(350_000), 3_849_999],
    ["20,000 paragraphs", "short line\n\n".repeat(20_000), 239_998],
  ])("reads %s without trouble (row 37)", async (_, text, length) => {
    const began = performance.now();
    expect((await readPlain(text)).text).toHaveLength(length);
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  it.each([
    ["a line of twenty megabytes", "word ".repeat(4_000_000), "19,999,999 characters"],
    ["a line of twenty megabytes without a blank", "x".repeat(20_000_000), "20,000,000 characters"],
    ["a million short lines", "short line\n".repeat(1_000_000), "10,999,999 characters"],
    ["a million paragraphs", "short line\n\n".repeat(1_000_000), "11,999,998 characters"],
    ["300,000 short paragraphs", "a line\n\n".repeat(300_000), "300,000 paragraphs"],
    [
      "fifty megabytes of prose",
      `${body}\n\n`.repeat(340_000),
      `${((body.length + 2) * 340_000 - 2).toLocaleString("en")} characters`,
    ],
  ])("refuses %s in words, and in time (row 37)", async (_, text, found) => {
    const began = performance.now();
    expect((await refuses(text)).message).toContain(`It is too long for one article: ${found}`);
    expect(performance.now() - began).toBeLessThan(15_000);
  });
});
