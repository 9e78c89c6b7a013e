import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ImportedArticle } from "../../../../main/import/imported-article";
import { readRtf } from "../../../../main/import/rtf";
import { escapeRtf, head, rtf, rtfOf, samples } from "../../../samples/rtf";

const read = (bytes: Uint8Array): ImportedArticle => {
  const content = readRtf(bytes, { fileName: "a.rtf" });
  if (!content.ok) throw new Error(content.error.message);
  const article = content.value.kind === "articles" ? content.value.articles[0] : undefined;
  if (article === undefined) throw new Error("no article");
  return article;
};

const of = (body: string): ImportedArticle => read(rtfOf(body));

describe("an RTF document", () => {
  it("keeps its text in order, with what each part of it is", () => {
    const { text, blocks, asides, proposals } = read(samples[0]?.bytes ?? new Uint8Array());
    expect(blocks.map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
      ["heading", "The bridge at Holm"],
      ["paragraph", "The bridge was closed at six on Friday. Café owners waited."],
      ["quote", "“We had no word,” said one."],
      ["paragraph", "The council’s page"],
      ["table-row", "Span | Metres"],
      ["table-row", "North | 40"],
      ["paragraph", "При"],
    ]);
    expect(asides).toEqual([{ at: text.indexOf("“We had"), text: "The council’s log.", reason: "footnote" }]);
    const found = proposals.map(({ field, value, strength }) => [field, value, strength]);
    expect(found).toContainEqual(["title", "The bridge at Holm", "stated"]);
    expect(found).toContainEqual(["byline", "Dag Rask", "guessed"]);
    expect(found).toContainEqual(["publishedOn", "2024-03-09", "guessed"]);
  });

  it("reads each font's bytes in its own code page, those of two bytes as well", () => {
    expect(read(samples[1]?.bytes ?? new Uint8Array()).text).toBe("Привет 日本 and سلام");
  });

  it("passes over what stands for a Unicode character in old programs, however long that is", () => {
    expect(of(String.raw`\uc1 a\u8217 's\u8217\'92t\par`).text).toBe("a’s’t");
    expect(of(String.raw`\uc2 \u26085\'93\'fa\u26412 xxb\par`).text).toBe("日本b");
    expect(of(String.raw`\uc2 \u26085 a\'62c\par`).text).toBe("日c");
    expect(of(String.raw`\uc0 \u26085\u26412 c\par`).text).toBe("日本c");
    expect(of(String.raw`\u-10179?\u-8704? face\par`).text).toBe("😀 face");
    expect(of(String.raw`one\u8217\par two\par`).text).toBe("one’\n\ntwo");
  });

  it("takes the Unicode form where there are two", () => {
    expect(of(String.raw`a {\upr{plain}{\*\ud{\u26085?}}} b\par`).text).toBe("a 日 b");
  });

  it("leaves out what is no text: instructions, pictures, binary data, bookmarks, groups it does not know", () => {
    const body = String.raw`a{\field{\*\fldinst HYPERLINK "javascript:alert(1)"}{\fldrslt b}}{\pict\wmetafile8 0102}{\*\blob\bin5 }}}}}}c{\*\bkmkstart x}d{\header top\par}{\*\newthing{\deep e}}f\par`;
    const article = of(body);
    expect(article.text).toBe("abcdf");
    expect(article.steps).toEqual([
      "text read from the RTF document",
      "1 picture left out",
      "headers and footers left out",
    ]);
    expect(JSON.stringify(article)).not.toContain("javascript");
  });

  it("keeps text boxes and formulas, and line breaks inside paragraphs", () => {
    expect(of(String.raw`a\line b{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt box\par}}}\par`).text).toBe(
      "a\nbbox",
    );
    expect(of(String.raw`a {\mmath{\*\moMath{\mr x}}} b\par`).text).toBe("a x b");
  });

  it("leaves out tracked deletions, comments and hidden text, and says so", () => {
    const { text, remarks } = of(
      String.raw`It {\deleted did }rained.{\*\annotation{\*\atnid AB}why?}{\v secret} End.\par`,
    );
    expect(text).toBe("It rained. End.");
    expect(remarks).toContain("1 tracked deletion left out of the text");
    expect(remarks).toContain("1 comment left out");
    expect(remarks).toContain("text that was formatted as hidden was left out");
  });

  it("knows items of lists by their bullets, which it leaves out", () => {
    const { text, blocks } = of(
      String.raw`{\pard\ls1 Nought\par}{\pard{\listtext\f2 \u-3913?\tab} One\par}{\pard{\pntext 2.\tab}Two\par}{\pard Three\par}`,
    );
    expect(text).toBe("Nought\nOne\nTwo\n\nThree");
    expect(blocks.map(({ kind }) => kind)).toEqual(["list-item", "list-item", "list-item", "paragraph"]);
  });

  it("that is cut off is read as far as it goes, and flagged", () => {
    const { text, doubts, remarks } = read(rtf(`${head}{\\pard One.\\par}{\\pard Two`));
    expect(text).toBe("One.\n\nTwo");
    expect(doubts).toContain("text");
    expect(remarks).toContain("the file ends in the middle of the document");
  });

  it("in a code page that cannot be read is flagged", () => {
    const { doubts, remarks } = of(String.raw`\ansicpg1361\f9 a\'88\'62\par`);
    expect(doubts).toContain("encoding");
    expect(remarks.join()).toContain("code page 1361");
  });

  it("may begin with blanks or a byte order mark", () => {
    expect(read(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf, 0x0a]), rtfOf("It rained.\\par")])).text).toBe(
      "It rained.",
    );
  });

  it("gives back any text that was written into it", () => {
    const line = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
      .filter((text) => text.trim() !== "" && !/[\p{Cc}\u2028\u2029]/u.test(text));
    fc.assert(
      fc.property(line, (text) => {
        expect(of(`\\pard ${escapeRtf(text)}\\par`).text).toBe(text.trim());
      }),
      { numRuns: 200 },
    );
  });
});

describe("a hostile RTF document", () => {
  it("never makes the reader throw, whatever its tokens are", () => {
    const token = fc.oneof(
      fc.constantFrom(
        "{",
        "}",
        "\\par ",
        "\\cell ",
        "\\row ",
        "\\intbl ",
        "\\'",
        "\\'e9",
        "\\u8217",
        "\\*",
        "\\footnote ",
        "\\upr",
        "\\ud",
        "\\bin3 ",
        "\\bin-3 ",
        "\\fonttbl",
        "\\stylesheet",
        "\\f1",
        "\\fcharset128",
        "\\uc99999",
        "\\s1",
        "\\listtext",
        "\\info",
        "\\title ",
        "\\constructor ",
        "\\__proto__ ",
      ),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 60 }), (tokens) => {
        readRtf(rtf(`{\\rtf1 ${tokens.join("")}`), { fileName: "" });
      }),
      { numRuns: 500 },
    );
  });

  it("nested 100,000 deep fails in words", () => {
    const read = readRtf(rtf(`{\\rtf1 ${"{".repeat(100_000)}x${"}".repeat(100_000)}}`), { fileName: "" });
    expect(read.ok ? "" : read.error.message).toMatch(/nested more than 10,000 deep/);
  });

  it("takes time by its length alone", () => {
    const time = (repeats: number): number => {
      const bytes = rtfOf("{\\pard\\f1 Caf\\'e9 {\\b \\u8217?} and some words more\\par}\n".repeat(repeats));
      const start = performance.now();
      readRtf(bytes, { fileName: "" });
      return performance.now() - start;
    };
    time(2000);
    const short = Math.max(20, time(4000));
    expect(time(32_000)).toBeLessThan(short * 8 * 4);
  });
});
