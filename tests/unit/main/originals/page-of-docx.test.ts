import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { docxOf, external, paragraph, run } from "../../../samples/docx";
import { aPng, aWordDocument, dataUri, docxPicture, relation } from "./originals";
import { dangersIn, failureOf, pageFrom, types } from "./read-page";

const pageOfParts = (body: string, parts: Partial<Parameters<typeof docxOf>[0]> = {}) =>
  pageFrom(docxOf({ body, ...parts }), types.docx);

describe("the page of a Word document", () => {
  it("shows its text in order, with headings, quotations, lists and tables as such", async () => {
    const { texts } = await pageFrom(aWordDocument(), types.docx);
    expect(texts("main > h1")).toEqual(["The ferry that did not come back", "What the harbour knew"]);
    expect(texts("main > blockquote > p")).toEqual(["“We saw the lights until one,” said the keeper."]);
    expect(texts("main > ul > li > ul > li")).toEqual(["one of them patched"]);
    expect(texts("main > ol:not(:has(p)) > li")).toEqual(["The bell", "The lamp"]);
    expect(texts("tr").length).toBe(2);
    expect(texts("td")).toEqual([
      "Boat",
      "Places",
      "Remarks of the harbour master",
      "Marrow I",
      "40",
      "Left at noon, with forty people aboard.",
    ]);
    expect(texts("strong")).toEqual(["never"]);
    expect(texts("em")).toEqual(["it is said"]);
    const order = texts("main")[0] ?? "";
    expect(order.indexOf("Two life rafts")).toBeLessThan(order.indexOf("Marrow I"));
  });

  it("shows a picture by its very bytes, and says of others what they are", async () => {
    const picture = aPng(20, 10);
    const { document, texts, note } = await pageFrom(aWordDocument(picture), types.docx);
    const images = [...document.querySelectorAll("img")];
    expect(images.map((image) => [image.getAttribute("src"), image.getAttribute("alt")])).toEqual([
      [dataUri("image/png", picture), "The pier in April"],
    ]);
    expect(texts(".gone")).toEqual(["Picture not shown (EMF): A chart"]);
    expect(note).toContain("1 picture is in a format that cannot be shown here (EMF).");
  });

  it("shows notes and comments at its end, each reached from its place and back", async () => {
    const { document, texts } = await pageFrom(aWordDocument(), types.docx);
    expect(texts("li[id^=footnote-]")).toEqual([
      "Timetable of the harbour office, page 12. ↑",
      "Interview, 3 May. ↑",
    ]);
    expect(texts("dd")).toEqual(["Who says so? ↑"]);
    for (const link of document.querySelectorAll("a[href]"))
      expect(document.getElementById(link.getAttribute("href")?.slice(1) ?? "")).not.toBeNull();
  });

  it("says what is not shown, and shows tracked insertions and not tracked deletions", async () => {
    const { note, texts } = await pageFrom(aWordDocument(), types.docx);
    expect(texts("main")[0]).toContain("The council has agreed.");
    for (const words of [
      "Word document.",
      "Headers and footers are left out.",
      "Each numbered list begins at 1",
      "1 tracked deletion is left out.",
      "Tracked insertions that nobody accepted yet stand in the text.",
      "“Export original”",
    ])
      expect(note).toContain(words);
    const plain = await pageOfParts(paragraph("It rained."));
    expect(plain.note).not.toMatch(/left out|not be|not in the file|begins at 1/);
  });

  it("says when characters of its text could not be read", async () => {
    const { note } = await pageOfParts(
      `${paragraph("It rained.")}<w:newThing>${run("all day")}</w:newThing>`,
    );
    expect(note).toContain(" 6 characters of its text could not be read.");
  });

  it("reads from right to left where its text does, and as a whole when most of it does", async () => {
    const mixed = await pageFrom(aWordDocument(), types.docx);
    expect(mixed.document.documentElement.getAttribute("dir")).toBeNull();
    expect(mixed.texts('p[dir="auto"]')).toContain("وصلت السفينة صباح الأحد، ولم يكن أحد في الميناء.");
    const whole = await pageOfParts(paragraph("السفينة التي لم تعد"));
    expect(whole.document.documentElement.getAttribute("dir")).toBe("rtl");
  });

  it("shows hostile words as words, and links that lead nowhere", async () => {
    const { html, document, texts } = await pageFrom(aWordDocument(), types.docx);
    expect(dangersIn(html)).toEqual([]);
    expect(html).not.toMatch(/<script|javascript:/i);
    expect(texts("main > p").at(-1)).toBe('<script>alert(1)</script>" onerror="x');
    const links = [...document.querySelectorAll("a")].map((link) => [
      link.textContent,
      link.getAttribute("title"),
      link.getAttribute("href"),
    ]);
    expect(links).toContainEqual(["The harbour’s own page", "https://harbour.example/ferry", null]);
    expect(links).toContainEqual(["a trap", null, null]);
  });

  it("loads no picture that is only linked to, and says so", async () => {
    const { html, texts, note } = await pageOfParts(
      `<w:p>${docxPicture("rId1", "far", "link")}</w:p><w:p>${docxPicture("rId2", "lost")}</w:p>`,
      {
        relations:
          external("rId1", "image", "https://spy.example/pixel.png") +
          relation("rId2", "image", "media/none.png"),
      },
    );
    expect(html).not.toContain("spy.example");
    expect(texts(".gone")).toEqual([
      "Picture not shown (not in the file): far",
      "Picture not shown (not in the file): lost",
    ]);
    expect(note).toContain("2 pictures are not in the file");
  });

  it("counts every use of a picture, so that a small file makes no huge page", async () => {
    const picture = Buffer.concat([aPng(2, 2), Buffer.alloc(9_000_000, "x")]);
    const { html, texts, note } = await pageOfParts(`<w:p>${docxPicture("rId1").repeat(20)}</w:p>`, {
      relations: relation("rId1", "image", "media/a.png"),
      others: { "word/media/a.png": [picture, { level: 0 }] },
    });
    expect(html.split("<img").length - 1).toBe(5);
    expect(html.length).toBeLessThan(62_000_000);
    expect(texts(".gone").length).toBe(15);
    expect(note).toContain("15 pictures are left out: together with the others they have more than 50 MB.");
  });

  it("is shown without its comments when their part is broken or lacks one, and says so", async () => {
    const none = '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>';
    const entity = none
      .replace(/^/, '<!DOCTYPE a [<!ENTITY b "boom">]>')
      .replace("/>", '><w:comment w:id="0"><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:comment></w:comments>');
    const deep = none.replace(
      "/>",
      `><w:comment w:id="0"><w:p>${"<w:smartTag>".repeat(600)}<w:r><w:t>b</w:t></w:r>${"</w:smartTag>".repeat(600)}</w:p></w:comment></w:comments>`,
    );
    for (const part of ["<broken", none, entity, deep]) {
      const { note, texts } = await pageOfParts(
        paragraph(`${run("It rained.")}<w:r><w:commentReference w:id="0"/></w:r>`),
        {
          relations: relation("rIdC", "comments", "comments.xml"),
          others: { "word/comments.xml": strToU8(part) },
        },
      );
      expect(texts("main")[0]).toContain("It rained.");
      expect(note).toContain("Its comments could not be read.");
    }
  });

  it("fails as the importer does", async () => {
    expect(await failureOf(zipSync({ "a.txt": strToU8("no document") }), types.docx)).toMatch(
      /cannot be read/,
    );
    expect(await failureOf(docxOf({ body: "<w:p><w:r>" }), types.docx)).toMatch(/its XML is broken/);
    expect(await failureOf(strToU8("PK, but no"), types.docx)).toMatch(/damaged/);
    const deep = `<w:p>${"<w:smartTag>".repeat(600)}${run("deep")}${"</w:smartTag>".repeat(600)}</w:p>`;
    expect(await failureOf(docxOf({ body: deep }), types.docx)).toMatch(/nested more than 500 deep/);
  });
});
