import { strToU8 } from "fflate";
import { describe, expect, it } from "vitest";
import { epubOf } from "../../../samples/epub";
import { aBook, aPng, dataUri } from "./originals";
import { dangersIn, failureOf, pageFrom, types } from "./read-page";

describe("the page of a book", () => {
  it("shows its chapters in reading order, told apart", async () => {
    const { document, texts } = await pageFrom(aBook(), types.epub);
    expect(texts("section > h1")).toEqual(["One", "Two"]);
    expect([...document.querySelectorAll("section")].map((section) => section.id)).toEqual([
      "c1",
      "c2",
      "c3",
      "c4",
      "c5",
    ]);
    expect(texts("blockquote > p")).toEqual(["“Is this Lyme?”"]);
    expect(texts("tr > *")).toEqual(["Train", "10:00"]);
    expect(document.documentElement.lang).toBe("en-GB");
  });

  it("shows its pictures by their very bytes, also those that a drawing places", async () => {
    const picture = aPng(20, 30);
    const { document, texts } = await pageFrom(aBook(picture), types.epub);
    expect(
      [...document.querySelectorAll("img")].map((image) => [
        image.getAttribute("src"),
        image.getAttribute("alt"),
      ]),
    ).toEqual([
      [dataUri("image/png", picture), ""],
      [dataUri("image/png", picture), "The engine"],
    ]);
    expect(texts("figcaption")).toEqual(["The engine"]);
  });

  it("leads from its contents and to its notes, though chapters use the same names", async () => {
    const { document, texts } = await pageFrom(aBook(), types.epub);
    expect([...document.querySelectorAll("nav a")].map((link) => link.getAttribute("href"))).toEqual([
      "#c2",
      "#c3",
      "#c4",
      "#c5",
    ]);
    expect(texts("#c3-top, #c4-top")).toEqual(["One", "Two"]);
    expect(document.querySelector('#c3 a[href="#c5-n1"]')?.textContent).toBe("1");
    expect(texts("#c5-n1")).toEqual(["By the station clock."]);
  });

  it("lets nothing run, load or lead away, and keeps the words round it", async () => {
    const { html, texts, note } = await pageFrom(aBook(), types.epub);
    expect(dangersIn(html)).toEqual([]);
    expect(html).not.toMatch(/<script|javascript:|spy\.example|color:red|<form|<input|epub:type|unseen/i);
    expect(texts("section > p")).toEqual(
      expect.arrayContaining(["Write to us", "Instead of the film", "<script>alert(1)</script>"]),
    );
    for (const words of [
      "without the book’s own fonts and styles",
      "Its scripts are left out.",
      "1 picture is not in the file",
    ])
      expect(note).toContain(words);
  });

  it("shows small pictures that stand in a chapter, and says when drawings are left out", async () => {
    const held = dataUri("image/png", aPng(2, 2));
    const { document, note, texts } = await pageFrom(
      epubOf({
        chapters: [
          { file: "a.xhtml", body: `<img src="${held}"/><svg><path d="M0 0"/><text>Label</text></svg>` },
        ],
      }),
      types.epub,
    );
    expect(document.querySelector("img")?.getAttribute("src")).toBe(held);
    expect(note).toContain("Drawings (SVG) in its chapters are left out.");
    expect(texts("#c2")).toEqual([""]);
    expect((await pageFrom(aBook(), types.epub)).note).not.toContain("Drawings");
  });

  it("names its parts that cannot be read, and shows the others", async () => {
    const { note, texts } = await pageFrom(
      epubOf({
        chapters: [
          { file: "a.xhtml", body: "<p>Alpha</p>" },
          { file: "b.xhtml", body: "<p>Beta</p>" },
        ],
        others: { "OEBPS/a.xhtml": Uint8Array.of(0xff, 0x41, 0x80) },
      }),
      types.epub,
    );
    expect(texts("section > p")).toEqual(["Beta"]);
    expect(note).toContain("1 part of the book could not be read and is missing.");
  });

  it("says that it is getting on with each chapter", async () => {
    const { pageOfEpub } = await import("../../../../main/originals/page-of-epub");
    let calls = 0;
    pageOfEpub(aBook(), () => {
      calls += 1;
    });
    expect(calls).toBeGreaterThanOrEqual(5);
  });

  it("fails in words when it is protected, and as the importer does", async () => {
    const encryption = strToU8(
      '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/><enc:CipherData><enc:CipherReference URI="OEBPS/a.xhtml"/></enc:CipherData></enc:EncryptedData></encryption>',
    );
    const chapters = [{ file: "a.xhtml", body: "<p>Alpha</p>" }];
    expect(
      await failureOf(epubOf({ chapters, others: { "META-INF/encryption.xml": encryption } }), types.epub),
    ).toBe("The book is protected (DRM), so its text cannot be read");
    expect(
      await failureOf(epubOf({ chapters, others: { "OEBPS/book.opf": strToU8("<package/>") } }), types.epub),
    ).toMatch(/table of parts is missing/);
  });
});
