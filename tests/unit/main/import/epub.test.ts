import { strToU8 } from "fflate";
import { describe, expect, it } from "vitest";
import { readEpub } from "../../../../main/import/epub";
import type { ImportedArticle } from "../../../../main/import/imported-article";
import { type EpubParts, epubOf, samples } from "../../../samples/epub";

const read = (bytes: Uint8Array): ImportedArticle => {
  const content = readEpub(bytes, { fileName: "a.epub" });
  if (!content.ok) throw new Error(content.error.message);
  const article = content.value.kind === "articles" ? content.value.articles[0] : undefined;
  if (article === undefined) throw new Error("no article");
  return article;
};

const failure = (parts: EpubParts): string => {
  const content = readEpub(epubOf(parts), { fileName: "a.epub" });
  return content.ok ? "" : content.error.message;
};

const encryption = (uri: string, algorithm: string) =>
  strToU8(
    `<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:EncryptionMethod Algorithm="${algorithm}"/><enc:CipherData><enc:CipherReference URI="${uri}"/></enc:CipherData></enc:EncryptedData></encryption>`,
  );

const chapters = [{ file: "one.xhtml", body: "<h1>One</h1><p>It rained.</p>" }];

describe("a book", () => {
  it("is one article with a heading for each chapter, without its cover and contents", () => {
    const { text, blocks, asides } = read(samples[0]?.bytes ?? new Uint8Array());
    expect(text).toBe("One\n\nThe sleeper left at ten.\n\nIt did not stop.\n\nTwo\n\n“Is this Lyme?”");
    expect(blocks.map(({ kind }) => kind)).toEqual(["heading", "paragraph", "paragraph", "heading", "quote"]);
    expect(asides.every(({ reason, at }) => reason === "navigation" && at === 0)).toBe(true);
    expect(asides.map(({ text: line }) => line)).toContain("Night Trains, a Signal Press book");
  });

  it("states what its publisher says of it", () => {
    const { proposals } = read(samples[0]?.bytes ?? new Uint8Array());
    expect(
      proposals.filter(({ strength }) => strength === "stated").map(({ field, value }) => [field, value]),
    ).toEqual(
      expect.arrayContaining([
        ["title", "Night Trains"],
        ["byline", "Cleo Marsh"],
        ["source", "Signal Press"],
        ["publishedOn", "2023-11-05"],
        ["modifiedOn", "2024-01-02"],
        ["language", "en-GB"],
      ]),
    );
  });

  it("keeps a chapter that only holds a table of contents among its text, and a book in one file", () => {
    const nav = '<nav epub:type="toc"><p>One</p></nav>';
    const inside = read(
      epubOf({ chapters: [{ file: "one.xhtml", body: `<h1>One</h1>${nav}<p>It rained.</p>` }] }),
    );
    expect(inside.text).toContain("It rained.");
    const whole = read(
      epubOf({
        chapters: [{ file: "one.xhtml", body: `${nav}<p>It rained.</p>`, type: "cover" }],
        metadata: "",
      }),
    );
    expect(whole.text).toContain("It rained.");
  });

  it("goes on without a chapter that cannot be read, and says which", () => {
    const { text, remarks, doubts } = read(
      epubOf({
        chapters: [...chapters, { file: "two.xhtml", body: "<p>lost</p>" }],
        others: { "OEBPS/two.xhtml": Uint8Array.of(0xff, 0x41, 0x80) },
      }),
    );
    expect(text).toBe("One\n\nIt rained.");
    expect(remarks.join()).toContain("OEBPS/two.xhtml");
    expect(doubts).toContain("text");
  });

  it("that is protected says so; protected fonts do not matter", () => {
    const others = (uri: string, algorithm: string) => ({
      "META-INF/encryption.xml": encryption(uri, algorithm),
    });
    expect(
      failure({ chapters, others: others("OEBPS/one.xhtml", "http://www.w3.org/2001/04/xmlenc#aes256-cbc") }),
    ).toMatch(/protected/);
    expect(
      failure({ chapters, others: others("OEBPS/font.otf", "http://www.idpf.org/2008/embedding") }),
    ).toBe("");
  });

  it("without a table of parts fails in words", () => {
    expect(
      failure({
        chapters: [],
        others: { "OEBPS/book.opf": strToU8("<package xmlns='http://www.idpf.org/2007/opf'/>") },
      }),
    ).toMatch(/table of parts/);
    expect(failure({ chapters, others: { "META-INF/container.xml": strToU8("<broken") } })).toMatch(
      /XML is broken/,
    );
  });
});
