import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readDocx } from "../../../../main/import/docx";
import type { ImportedArticle } from "../../../../main/import/imported-article";
import { type DocxParts, docxOf, external, paragraph, run, samples, table } from "../../../samples/docx";

const read = async (bytes: Uint8Array): Promise<ImportedArticle> => {
  const content = await readDocx(bytes, { fileName: "a.docx" });
  if (!content.ok) throw new Error(content.error.message);
  const article = content.value.kind === "articles" ? content.value.articles[0] : undefined;
  if (article === undefined) throw new Error("no article");
  return article;
};

const of = (body: string, parts: Omit<DocxParts, "body"> = {}): Promise<ImportedArticle> =>
  read(docxOf({ body, ...parts }));

const failure = async (bytes: Uint8Array): Promise<string> => {
  const content = await readDocx(bytes, { fileName: "a.docx" });
  return content.ok ? "" : content.error.message;
};

describe("a Word document", () => {
  it("keeps its text in order, with headings, quotations, lists and tables", async () => {
    const { text, blocks } = await read(samples[0]?.bytes ?? new Uint8Array());
    expect(blocks.map(({ kind, start, end, level }) => [kind, level ?? 0, text.slice(start, end)])).toEqual([
      ["heading", 1, "The ferry that did not come back"],
      ["paragraph", 0, "The noon ferry left Port Marrow with forty people aboard."],
      ["heading", 1, "What the harbour knew"],
      ["quote", 0, "“We saw the lights until one,” said the keeper."],
      ["list-item", 0, "Two life rafts"],
      ["list-item", 0, "One radio"],
      ["table-row", 0, "Boat | Places"],
      ["table-row", 0, "Marrow I | 40"],
      ["paragraph", 0, "The harbour’s own page"],
    ]);
  });

  it("sets footnotes aside after the paragraph that refers to them, and captions at their place", async () => {
    const { text, asides } = await read(samples[0]?.bytes ?? new Uint8Array());
    expect(asides).toEqual([
      {
        at: text.indexOf("What the harbour"),
        text: "Timetable of the harbour office, page 12.",
        reason: "footnote",
      },
      { at: text.indexOf("Two life"), text: "The keeper of the light, in April", reason: "caption" },
    ]);
  });

  it("keeps tracked insertions, leaves out tracked deletions and comments, and says so", async () => {
    const { text, remarks } = await of(
      paragraph(
        `${run("The council ")}<w:ins>${run("has ")}</w:ins><w:del><w:r><w:delText>had </w:delText></w:r></w:del>${run("agreed.")}<w:r><w:commentReference w:id="0"/></w:r>`,
      ),
    );
    expect(text).toBe("The council has agreed.");
    expect(remarks).toContain("1 tracked deletion left out of the text");
    expect(remarks).toContain("1 comment left out");
    expect(remarks.join()).toContain("tracked insertions");
  });

  it("keeps text of a set direction, of fields, of formulas and of ruby, which the library passes over", async () => {
    const { text } = await of(
      [
        `<w:p><w:dir w:val="rtl">${run("وصلت السفينة")}</w:dir><w:bdo w:val="rtl">${run(" صباحا")}</w:bdo></w:p>`,
        `<w:p>${run("Written on ")}<w:fldSimple w:instr="DATE">${run("3 May")}</w:fldSimple><w:r><w:cr/><w:t>in Holm</w:t></w:r></w:p>`,
        "<w:p><m:oMath><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath></w:p>",
        `<w:p><w:r><w:ruby><w:rt>${run("にほん")}</w:rt><w:rubyBase>${run("日本")}</w:rubyBase></w:ruby></w:r></w:p>`,
      ].join(""),
    );
    expect(text).toBe("وصلت السفينة صباحا\n\nWritten on 3 May\nin Holm\n\nx2\n\n日本");
  });

  it("gives the running text of a table that only lays it out", async () => {
    const { text, blocks } = await of(
      table([
        [
          paragraph("Left column, first paragraph.") + paragraph("Left column, second."),
          paragraph("Right column."),
        ],
      ]),
    );
    expect(text).toBe("Left column, first paragraph.\n\nLeft column, second.\n\nRight column.");
    expect(blocks.map(({ kind }) => kind)).toEqual(["paragraph", "paragraph", "paragraph"]);
  });

  it("states its title, and only guesses author and date from who saved it when", async () => {
    const { proposals, doubts } = await of(paragraph("It rained in Holm."), {
      core: {
        title: "Rain",
        creator: "Ada Quill",
        created: "2024-04-20T08:00:00Z",
        modified: "2024-04-22T08:00:00Z",
      },
    });
    const found = proposals.map(({ field, value, strength }) => [field, value, strength]);
    expect(found).toContainEqual(["title", "Rain", "stated"]);
    expect(found).toContainEqual(["byline", "Ada Quill", "guessed"]);
    expect(found).toContainEqual(["publishedOn", "2024-04-20", "guessed"]);
    expect(found).toContainEqual(["modifiedOn", "2024-04-22", "guessed"]);
    expect(doubts).toContain("date");
  });

  it.each(["Document1", "Untitled", "[Document title]", "Microsoft Word - notes.doc", "Normal.dotm"])(
    "does not take the template's title “%s” for its own",
    async (title) => {
      const { proposals } = await of(paragraph("It rained in Holm."), {
        core: { title, creator: "Microsoft Office User" },
      });
      expect(proposals.map(({ value }) => value)).not.toContain(title);
      expect(proposals.map(({ field }) => field)).not.toContain("byline");
    },
  );

  it("is read without its macros and without an embedded document, and says so", async () => {
    const { text, remarks, steps } = await of(`${paragraph("It rained.")}<w:altChunk r:id="rId7"/>`, {
      others: {
        "word/media/a.png": Uint8Array.of(0x89),
        "word/header1.xml": strToU8("<broken"),
        "word/vbaProject.bin": strToU8("MACRO"),
        "word/embeddings/a.html": strToU8("<p>embedded</p>"),
      },
    });
    expect(text).toBe("It rained.");
    expect(steps).toEqual([
      "text read from the Word document",
      "1 picture left out",
      "headers and footers left out",
    ]);
    expect(remarks).toContain("its macros were ignored");
    expect(remarks).toContain("a document embedded in it was not read");
  });

  it("says when a part of its text could not be read, and asks for a look", async () => {
    const { remarks, doubts } = await of(
      `${paragraph("It rained.")}<w:newThing>${run("all day")}</w:newThing>`,
    );
    expect(remarks).toContain("6 characters of its text could not be read");
    expect(doubts).toContain("text");
    const whole = await read(samples[0]?.bytes ?? new Uint8Array());
    expect(whole.doubts).not.toContain("text");
  });

  it("fails in words when nothing is in it, or when it is no such document", async () => {
    expect(await failure(docxOf({ body: paragraph("   ") }))).toBe("There is no text in it");
    expect(await failure(zipSync({ "a.txt": strToU8("no document") }))).toMatch(/cannot be read/);
    expect(await failure(docxOf({ body: "<w:p><w:r>" }))).toMatch(/its XML is broken/);
  });
});

describe("a hostile Word document", () => {
  it("keeps the words of a link that would run a script, and nothing of its target", async () => {
    const article = await of(paragraph(`<w:hyperlink r:id="rIdX">${run("Read on")}</w:hyperlink>`), {
      relations: external("rIdX", "hyperlink", "javascript:alert(1)"),
    });
    expect(article.text).toBe("Read on");
    expect(JSON.stringify(article)).not.toContain("javascript");
  });

  it("reads no file that it links a picture to", async () => {
    const folder = mkdtempSync(join(tmpdir(), "assay-docx-"));
    const secret = join(folder, "secret.png");
    writeFileSync(secret, "SECRET-CONTENT");
    const picture =
      '<w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:link="rIdX"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>';
    const article = await of(`<w:p><w:r>${picture}</w:r>${run("Only words.")}</w:p>`, {
      relations: external("rIdX", "image", secret),
    });
    rmSync(folder, { recursive: true });
    expect(article.text).toBe("Only words.");
    expect(JSON.stringify(article)).not.toMatch(/SECRET|U0VDUkVU|secret\.png/);
  });

  it("is refused when it declares a document type, and no entity is looked up", async () => {
    const prolog = '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>';
    expect(await failure(docxOf({ body: paragraph("<w:r><w:t>&b;</w:t></w:r>"), prolog }))).toMatch(
      /document type/,
    );
  });

  it("nested 20,000 deep fails in words", async () => {
    const body = `<w:p>${"<w:smartTag>".repeat(20_000)}${run("deep")}${"</w:smartTag>".repeat(20_000)}</w:p>`;
    expect(await failure(docxOf({ body }))).toMatch(/nested more than 500 deep/);
  });

  it("nested as deep as is allowed is read", async () => {
    const body = `<w:p>${"<w:smartTag>".repeat(490)}${run("deep")}${"</w:smartTag>".repeat(490)}</w:p>`;
    expect((await of(body)).text).toBe("deep");
  });
});

describe("a Word document with a broken part", () => {
  it("is read when that is not one of the parts with its text", async () => {
    const others = {
      "docProps/core.xml": strToU8("<broken"),
      "word/settings.xml": strToU8("<broken"),
      "word/comments.xml": strToU8("<!DOCTYPE a><a/>"),
    };
    expect((await of(paragraph("It rained."), { others })).text).toBe("It rained.");
    expect(
      await failure(
        docxOf({ body: paragraph("It rained."), others: { "word/styles.xml": strToU8("<broken") } }),
      ),
    ).toMatch(/XML is broken/);
  });
});
