import { describe, expect, it } from "vitest";
import { rtf, rtfOf } from "../../../samples/rtf";
import { anRtf } from "./originals";
import { dangersIn, failureOf, pageFrom, types } from "./read-page";

describe("the page of an RTF document", () => {
  it("shows its text in order, with headings, quotations, lists, tables and notes as such", async () => {
    const { texts } = await pageFrom(anRtf(), types.rtf);
    expect(texts("h1")).toEqual(["The bridge at Holm"]);
    expect(texts("p.footnote")).toEqual(["The council’s log."]);
    expect(texts("blockquote > p")).toEqual(["“We had no word,” said one."]);
    expect(texts("ul > li")).toEqual(["Two piers", "One arch"]);
    expect(texts("table > tr:first-child > td, table tr:first-child > td")).toEqual(["Span", "Metres"]);
    expect(texts("td")).toEqual(["Span", "Metres", "North", "40"]);
    expect(texts("main > *").at(-1)).toBe("The end.");
  });

  it("says what is not shown", async () => {
    const { note } = await pageFrom(anRtf(), types.rtf);
    for (const words of [
      "without bold and italics",
      "1 picture is left out.",
      "Headers and footers are left out.",
    ])
      expect(note).toContain(words);
    const cut = await pageFrom(rtf("{\\rtf1 It rained"), types.rtf);
    expect(cut.note).toContain("The file ends in the middle of the document.");
    expect(cut.texts("main")).toEqual(["It rained"]);
  });

  it("shows hostile words as words", async () => {
    const { html, document } = await pageFrom(anRtf(), types.rtf);
    expect(dangersIn(html)).toEqual([]);
    expect(html).not.toContain("<script");
    expect(document.body.textContent).toContain('<script>alert(1)</script> " onerror="x');
  });

  it("fails as the importer does, and says so of one with nothing in it", async () => {
    expect(await failureOf(rtf("no such thing"), types.rtf)).toBe("This is no RTF document");
    expect(await failureOf(rtf(`{\\rtf1 ${"{".repeat(20_000)}`), types.rtf)).toMatch(/10,000 deep/);
    expect((await pageFrom(rtfOf(""), types.rtf)).texts("main")).toEqual([
      "There is nothing in it that could be shown.",
    ]);
  });
});
