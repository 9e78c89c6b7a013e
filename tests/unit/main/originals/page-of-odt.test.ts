import { strToU8 } from "fflate";
import { describe, expect, it } from "vitest";
import { odtOf, odtParagraph } from "../../../samples/odt";
import { anEmf, anOpenDocument, aPng, dataUri, odtMore } from "./originals";
import { dangersIn, failureOf, pageFrom, types } from "./read-page";

const pageOfParts = (body: string, others: Record<string, Uint8Array> = {}) =>
  pageFrom(odtOf({ body, others }), types.odt);

describe("the page of an OpenDocument text", () => {
  it("shows its text in order, with headings, quotations and the looks of words", async () => {
    const { document, texts } = await pageFrom(anOpenDocument(), types.odt);
    expect(texts("h1")).toEqual(["Salt on the road"]);
    expect(texts("strong")).toEqual(["The depot"]);
    expect(texts("em > u")).toEqual(["came"]);
    expect(texts("blockquote > p")).toEqual(["“It was the wrong salt,” the driver said."]);
    expect(document.querySelector("main > p")?.textContent).toMatch(
      /^The depot opened {2}at four\.\[1\]\tNobody came\./,
    );
    expect(document.querySelectorAll("main > p br").length).toBe(1);
  });

  it("nests lists, numbers those that are numbered, and goes on where they do", async () => {
    const { document, texts } = await pageFrom(anOpenDocument(), types.odt);
    expect(texts("main > ol:not(.notes) > li > ul > li")).toEqual(["of them ten wet"]);
    expect(
      [...document.querySelectorAll("main > ol:not(.notes)")].map((list) => list.getAttribute("start")),
    ).toEqual([null, "3"]);
  });

  it("shows tables with their spans, and nothing of cells that are covered", async () => {
    const { document, texts } = await pageFrom(anOpenDocument(), types.odt);
    expect(texts("thead th")).toEqual(["Day", "Tonnes"]);
    expect(texts("td")).toEqual(["Monday", "12", "dry", "28", "wet"]);
    expect(document.querySelector("th[colspan]")?.getAttribute("colspan")).toBe("2");
    expect(document.querySelector("td[rowspan]")?.getAttribute("rowspan")).toBe("2");
  });

  it("repeats cells and rows with words in them, and lets empty cells be one", async () => {
    const note =
      "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>n</text:p></text:note-body></text:note>";
    const { document, texts, html } = await pageOfParts(
      `<table:table><table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="3"><text:p>dry${note}</text:p></table:table-cell><table:table-cell table:number-columns-repeated="4"><text:p/></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="500"><table:table-cell><text:p/></table:table-cell></table:table-row></table:table>`,
    );
    const row = ["dry[1]", "dry[1]", "dry[1]", ""];
    expect(texts("td")).toEqual([...row, ...row, ""]);
    expect(texts("tr").length).toBe(3);
    expect([...document.querySelectorAll("td")].map((cell) => cell.getAttribute("colspan"))).toEqual([
      ...[null, null, null, "4"],
      ...[null, null, null, "4"],
      null,
    ]);
    expect(html.split('id="note-ref-1"').length).toBe(2);
  });

  it("shows notes at its end, comments and boxes after their paragraph", async () => {
    const { document, texts } = await pageFrom(anOpenDocument(), types.odt);
    expect(texts("ol.notes > li#note-1")).toEqual(["By the depot’s own clock. ↑"]);
    expect(document.querySelector('sup > a[href="#note-1"]')?.textContent).toBe("[1]");
    expect(texts("aside.comment")).toEqual(["Comment by Bo LundAsk the depot."]);
    expect(document.querySelector("aside.comment")?.parentNode?.nodeName).toBe("MAIN");
    expect(texts("main > p")).toContain("A box beside the text.");
  });

  it("shows a picture by its very bytes at its width", async () => {
    const picture = aPng(20, 10, 9);
    const { document } = await pageFrom(anOpenDocument(picture), types.odt);
    const images = [...document.querySelectorAll("img")];
    expect(images.map((image) => image.getAttribute("src"))).toEqual([dataUri("image/png", picture)]);
    expect(images[0]?.getAttribute("alt")).toBe("The depot at night");
    expect(images[0]?.getAttribute("style")).toBe("width:9.5cm");
  });

  it("shows of a picture in two formats the one that can be shown", async () => {
    const picture = aPng(3, 3);
    const frame = `<draw:frame svg:width="1em;background:url(x)" ${odtMore}><draw:image xlink:href="Pictures/1.emf"/><draw:image xlink:href="./Pictures/1.png"/></draw:frame>`;
    const { document, note } = await pageOfParts(odtParagraph(frame), {
      "Pictures/1.emf": anEmf(),
      "Pictures/1.png": picture,
    });
    expect(document.querySelector("img")?.getAttribute("src")).toBe(dataUri("image/png", picture));
    expect(document.querySelector("img")?.getAttribute("style")).toBeNull();
    expect(note).not.toContain("EMF");
  });

  it("says what is not shown", async () => {
    const { note, texts } = await pageFrom(anOpenDocument(), types.odt);
    expect(texts("main")[0]).not.toContain("struck out");
    for (const words of [
      "Headers and footers are left out.",
      "1 tracked deletion is left out.",
      "1 picture is not in the file",
    ])
      expect(note).toContain(words);
    expect((await pageOfParts(odtParagraph("It rained."))).note).not.toMatch(/left out|not in the file/);
  });

  it("shows hostile words as words, and loads nothing", async () => {
    const { html, document, texts } = await pageFrom(anOpenDocument(), types.odt);
    expect(dangersIn(html)).toEqual([]);
    expect(html).not.toMatch(/<script|javascript:|spy\.example/i);
    expect(texts("main > p")).toContain('<script>alert(1)</script>" onerror="x');
    expect([...document.querySelectorAll("a:not([href])")].map((link) => link.getAttribute("title"))).toEqual(
      ["https://depot.example/log", null],
    );
    const crafted = await pageOfParts(
      odtParagraph(
        `<draw:frame ${odtMore}><draw:image xlink:href="Pictures/1.png"/><svg:title>x" onerror="alert(1)</svg:title></draw:frame><text:a xlink:href="https://x.example/&quot; onclick=&quot;a" ${odtMore}>link</text:a><office:annotation><dc:creator>&lt;img src=x&gt;</dc:creator><text:p>c</text:p></office:annotation>`,
      ),
      { "Pictures/1.png": aPng(2, 2) },
    );
    expect(dangersIn(crafted.html)).toEqual([]);
    expect(crafted.document.querySelectorAll("img").length).toBe(1);
    expect(crafted.document.querySelector("img")?.getAttribute("alt")).toBe('x" onerror="alert(1)');
  });

  it("makes no more of counts than a document means", async () => {
    const { html, texts } = await pageOfParts(
      `<table:table><table:table-row><table:table-cell table:number-columns-repeated="1000000000" table:number-rows-spanned="-5"><text:p>a<text:s text:c="1000000000"/></text:p></table:table-cell></table:table-row></table:table>`,
    );
    expect(html.length).toBeLessThan(70_000);
    expect(texts("td").filter((text) => text === "a").length).toBe(50);
    expect(html).toContain('<td colspan="950"></td></tr>');
    const nested = (deep: number): string =>
      deep === 0
        ? "<text:p>a</text:p>"
        : `<table:table><table:table-row table:number-rows-repeated="50"><table:table-cell table:number-columns-repeated="50">${nested(deep - 1)}</table:table-cell></table:table-row></table:table>`;
    const tables = await pageOfParts(nested(20));
    expect(tables.html.length).toBeLessThan(5_000_000);
  });

  it("fails as the importer does", async () => {
    expect(await failureOf(odtOf({ body: "<text:p>" }), types.odt)).toMatch(/its XML is broken/);
    expect(await failureOf(odtOf({ body: "", prolog: "<!DOCTYPE a>" }), types.odt)).toMatch(/document type/);
    const protectedManifest = strToU8(
      '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>',
    );
    expect(
      await failureOf(odtOf({ body: "", others: { "META-INF/manifest.xml": protectedManifest } }), types.odt),
    ).toMatch(/protected by a password/);
    expect(await failureOf(strToU8("no"), types.odt)).toMatch(/damaged/);
  });

  it("is shown though its named styles are broken", async () => {
    const { texts } = await pageOfParts(odtParagraph("It rained."), { "styles.xml": strToU8("<broken") });
    expect(texts("main > p")).toEqual(["It rained."]);
  });
});
