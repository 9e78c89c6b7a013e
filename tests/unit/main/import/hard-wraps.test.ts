import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinWrapped } from "../../../../main/import/hard-wraps";
import { everything, readPlain } from "./read-sample";

const words =
  "The ferry line will close its northern route at the end of the month three people briefed on the plan said on Tuesday and crews were told a day later that nobody knows what becomes of the two boats which have served it for so many years".split(
    " ",
  );

/** Wraps as an editor does: a word that does not fit begins the next line. */
const wrap = (text: string, width: number): string => {
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
};
const paragraph = `${words.join(" ")}.`;
const other = `${[...words].reverse().join(" ")}.`;

describe("hard wraps", () => {
  it.each([60, 66, 72, 76, 80])("at %i characters are undone, and said to be", async (width) => {
    const article = await readPlain(`${wrap(paragraph, width)}\n\n${wrap(other, width)}\n`);
    expect(article.text).toBe(`${paragraph}\n\n${other}`);
    expect(article.steps.join()).toMatch(/\d+ lines joined that were wrapped at \d+ characters/);
  });

  it("are undone with CRLF and with a blank left at the line's end", async () => {
    const wrapped = `${wrap(paragraph, 70)}\n\n${wrap(other, 70)}`;
    expect((await readPlain(wrapped.replaceAll("\n", "\r\n"))).text).toBe(`${paragraph}\n\n${other}`);
    const flowed = wrapped.replace(/(\S)\n(?=\S)/g, "$1 \n");
    expect((await readPlain(flowed)).text).toBe(`${paragraph}\n\n${other}`);
  });

  it("leave lists, verse, addresses and headings below them as they are", async () => {
    const list = "- one thing to do\n- another thing\n- a third";
    const verse = "The boat is gone,\nthe pier is bare,\nand nobody\nwill wait there.";
    const address = "Harbour Office\n12 Pier Road\nAlder Bay";
    const text = [wrap(paragraph, 72), verse, list, address, wrap(other, 72)].join("\n\n");
    const article = await readPlain(text);
    expect(article.text).toBe([paragraph, verse, list, address, other].join("\n\n"));
    expect(article.blocks.map(({ kind }) => kind)).toEqual([
      "paragraph",
      "paragraph",
      "list-item",
      "list-item",
      "list-item",
      "paragraph",
      "paragraph",
    ]);
  });

  it("keep a hyphen at a line's end, which may belong to its word", () => {
    const lines = [
      "nobody had thought of taking up such counter-",
      "measures as were at last taken, or of soft\u00ad",
      "ness",
    ];
    expect(joinWrapped(lines, 46)).toEqual({
      text: "nobody had thought of taking up such counter-measures as were at last taken, or of soft\u00adness",
      joins: 2,
    });
  });

  it("are not looked for in verse, nor in a text with long lines", async () => {
    const verse = Array.from({ length: 30 }, (_, at) => words.slice(at, at + 4 + (at % 3)).join(" ")).join(
      "\n",
    );
    expect((await readPlain(verse)).text).toBe(verse);
    const long = `${paragraph}\n\nTwo lines\nof a heading\n\n${other}`;
    expect((await readPlain(long)).text).toBe(long);
  });

  it("are told from paragraphs that have a line each", async () => {
    const article = await readPlain(`${paragraph}\n${other}\n${paragraph}`);
    expect(article.text).toBe(`${paragraph}\n\n${other}\n\n${paragraph}`);
    expect(article.blocks).toHaveLength(3);
  });

  it("leave every character but line ends in its place, whatever the lines (property)", async () => {
    const line = fc.string({ unit: fc.constantFrom(..."ab. -•1"), maxLength: 90 });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 20 }), async (lines) => {
        const text = `x${lines.join("\n")}`;
        expect(everything(await readPlain(text))).toBe(text.replace(/\s+/g, ""));
      }),
    );
  });
});
