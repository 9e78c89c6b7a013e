import { describe, expect, it } from "vitest";
import { metadataOf } from "../../../../main/handlers/imported-metadata";
import { mostOfArticle } from "../../../../main/import/archive-limits";
import type { Piece } from "../../../../main/import/build-article";
import { type Draft, finishArticle } from "../../../../main/import/finish-article";
import { ImportedArticle, type Known } from "../../../../main/import/imported-article";
import type { Proposal } from "../../../../shared/domain/article";
import { proposed } from "./read-sample";

const body =
  "The ferry line will close its northern route at the end of the month, three people briefed on the plan said on Tuesday.";

const aPiece = (text: string, set: Partial<Piece> = {}): Piece => ({ kind: "paragraph", text, ...set });

const finish = (set: Partial<Draft> = {}, known: Known = { fileName: "report.html" }) =>
  finishArticle(
    {
      mediaType: "text/html",
      importer: "test 1",
      pieces: [aPiece(body)],
      proposals: [],
      steps: ["first step"],
      ...set,
    },
    known,
  );

const finished = (set: Partial<Draft> = {}, known?: Known): ImportedArticle => {
  const result = finish(set, known);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

const stated = (field: Proposal["field"], value: string, from = "meta"): Proposal => ({
  field,
  value,
  from,
  strength: "stated",
});

describe("the end of every reader", () => {
  it("gives what the schema of the guest process takes", () => {
    const article = finished({ part: "article 3 of 12", encoding: { name: "utf-8", alternatives: [] } });
    expect(ImportedArticle.parse(article)).toEqual(article);
    expect(article).toMatchObject({ part: "article 3 of 12", mediaType: "text/html", importer: "test 1" });
    expect(finished().part).toBe("");
  });

  it("makes the characters of pieces canonical, and tells it once for all of them", () => {
    const article = finished({ pieces: [aPiece("one\r\ntwo\u0000"), aPiece(`three\r${body}`)] });
    expect(article.text).toBe(`one\ntwo␀\n\nthree\n${body}`);
    expect(article.steps).toEqual([
      "first step",
      "2 line ends written as LF",
      "1 control character shown as a symbol",
    ]);
    expect(article.remarks).toContain("1 control character shown as a symbol");
  });

  it("believes what is known, then what is stated, then guesses", () => {
    const article = finished(
      {
        proposals: [
          { field: "source", value: "Guessed", from: "x", strength: "guessed" },
          stated("source", "The Alder Times"),
          stated("source", "the alder times", "again"),
        ],
        pieces: [aPiece(`${body} He told CNN so.`)],
      },
      { fileName: "x", proposals: [stated("source", "Given", "you")] },
    );
    expect(proposed(article, "source")).toEqual(["Given", "The Alder Times", "Guessed", "CNN"]);
  });

  it("drops what no field can take, and cuts what is too long", () => {
    const article = finished({
      proposals: [
        stated("publishedOn", "yesterday"),
        stated("publishedOn", "2024-05-11T08:00:00Z"),
        stated("language", "not a tag"),
        stated("title", "  A \n title\u0000  "),
        stated("byline", "x".repeat(5000)),
        stated("url", ""),
      ],
    });
    expect(proposed(article, "publishedOn")).toEqual(["2024-05-11"]);
    expect(proposed(article, "language")).toEqual(["en"]);
    expect(proposed(article, "title")).toEqual(["A title␀"]);
    expect(proposed(article, "byline")[0]).toHaveLength(1000);
    expect(proposed(article, "url")).toEqual([]);
    expect(article.doubts).toEqual([]);
  });

  it("never gives more proposals than the schema takes, and the title is among them", () => {
    const proposals = Array.from({ length: 500 }, (_, at) => stated("byline", `Person ${at}`));
    const article = finished({ proposals });
    expect(article.proposals.length).toBeLessThan(100);
    expect(proposed(article, "title")).toHaveLength(1);
  });

  it("takes a heading for the title where none is stated", () => {
    const pieces = [aPiece("A heading.", { kind: "heading", level: 1 }), aPiece(body)];
    const article = finished({ pieces });
    expect(article.proposals).toContainEqual(stated("title", "A heading.", "heading"));
    expect(article.doubts).not.toContain("title");
  });

  it("marks the paragraph that holds the stated title as a heading", () => {
    const article = finished({
      pieces: [aPiece("A  title."), aPiece(body)],
      proposals: [stated("title", "A title.")],
    });
    expect(article.blocks[0]).toMatchObject({ kind: "heading", level: 1, start: 0, end: 9 });
    expect(article.text.startsWith("A  title.")).toBe(true);
  });

  it("guesses the date from the link, then from the file's name, and flags it", () => {
    const url = stated("url", "https://paper.example/2024/05/10/x");
    const article = finished({ proposals: [url] }, { fileName: "2024-05-12.html" });
    expect(article.proposals.filter(({ field }) => field === "publishedOn")).toEqual([
      { field: "publishedOn", value: "2024-05-10", from: "link", strength: "guessed" },
      { field: "publishedOn", value: "2024-05-12", from: "file name", strength: "guessed" },
    ]);
    expect(article.doubts).toContain("date");
    const dated = finished({ proposals: [url, stated("publishedOn", "2024-05-11")] });
    expect(proposed(dated, "publishedOn")).toEqual(["2024-05-11"]);
    expect(dated.doubts).not.toContain("date");
  });

  it("fills in neither reading of a date, but the one that the link or the file's name bears out, flagged", () => {
    const either = (value: string, order: string): Proposal => ({
      field: "publishedOn",
      value,
      from: `meta, ${order}`,
      strength: "either",
    });
    const proposals = [either("2024-05-04", "day first"), either("2024-04-05", "month first")];
    const open = finished({ proposals });
    expect(metadataOf(open.proposals, "x").publishedOn).toBeNull();
    expect(open.remarks).toContain("its date can be read in two ways: choose one");
    const borne = finished({ proposals }, { fileName: "report_20240405.html" });
    expect(metadataOf(borne.proposals, "x").publishedOn).toBe("2024-04-05");
    expect(borne.doubts).toContain("date");
    expect(borne.remarks).toContain("date taken from the file's name");
  });

  it("flags an encoding that has alternatives, unless somebody chose it", () => {
    const encoding = { name: "windows-1251", alternatives: [{ name: "koi8-r", preview: "x" }] };
    expect(finished({ encoding }).doubts).toContain("encoding");
    expect(finished({ encoding }, { fileName: "x", encoding: "windows-1251" }).doubts).not.toContain(
      "encoding",
    );
  });

  it("keeps the doubts and remarks of the reader", () => {
    const article = finished({ doubts: ["text", "title"], remarks: ["a remark", "a remark"] });
    expect(article.doubts).toEqual(["text", "title"]);
    expect(article.remarks.filter((remark) => remark === "a remark")).toHaveLength(1);
  });

  it("takes as much as a window can show, and says what is too long for one article (row 37)", () => {
    const { characters, paragraphs } = mostOfArticle;
    const line = (length: number) => finish({ pieces: [aPiece("x".repeat(length))] });
    expect(line(characters).ok).toBe(true);
    expect(line(characters + 1)).toMatchObject({
      error: {
        kind: "invalid-input",
        message: "It is too long for one article: 4,000,001 characters, where 4,000,000 are the most",
      },
    });
    const many = (count: number) => finish({ pieces: Array.from({ length: count }, () => aPiece("One.")) });
    expect(many(paragraphs).ok).toBe(true);
    expect(many(paragraphs + 1)).toMatchObject({
      error: { message: "It is too long for one article: 20,001 paragraphs, where 20,000 are the most" },
    });
  });

  it("fails when nothing is left that is text", () => {
    const result = finish({ pieces: [aPiece(" \u00a0\n"), aPiece("Home", { aside: "navigation" })] });
    expect(result).toMatchObject({
      ok: false,
      error: { kind: "invalid-input", message: "There is no text in it" },
    });
    expect(finish({ pieces: [] }).ok).toBe(false);
  });
});
