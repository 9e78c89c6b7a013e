import { describe, expect, it } from "vitest";
import { readDocx } from "../../../../main/import/docx";
import { readHtml } from "../../../../main/import/html/read-html";
import type { FileContent, ImportedArticle, Known } from "../../../../main/import/imported-article";
import { readRtf } from "../../../../main/import/rtf";
import type { Result } from "../../../../shared/result";
import { docxOf, paragraph } from "../../../samples/docx";
import * as exports from "../../../samples/news-export";
import { escapeRtf, rtfOf } from "../../../samples/rtf";

const { stories } = exports;

const articlesOf = (content: Result<FileContent>): ImportedArticle[] => {
  if (!content.ok) throw new Error(content.error.message);
  return content.value.kind === "articles" ? content.value.articles : [];
};

const readers: Readonly<
  Record<string, (bytes: Uint8Array, known: Known) => Result<FileContent> | Promise<Result<FileContent>>>
> = {
  docx: readDocx,
  rtf: readRtf,
  html: readHtml,
};

const read = async (name: string, bytes: Uint8Array): Promise<ImportedArticle[]> =>
  articlesOf(
    (await readers[name.replace(/^.*\./, "")]?.(bytes, { fileName: name })) ??
      readRtf(bytes, { fileName: name }),
  );

const stated = ({ proposals }: ImportedArticle): Record<string, string> =>
  Object.fromEntries(
    proposals
      .filter(({ strength }) => strength === "stated")
      .toReversed()
      .map(({ field, value }) => [field, value]),
  );

const rtfLines = (lines: readonly string[]): Uint8Array =>
  rtfOf(lines.map((line) => `\\pard ${escapeRtf(line)}\\par\n`).join(""));

describe.each(exports.samples)("the export $name", ({ name, bytes }) => {
  it("holds two articles, each with just its title and its text", async () => {
    const articles = await read(name, bytes);
    expect(articles.map(({ part }) => part)).toEqual(["article 1 of 2", "article 2 of 2"]);
    expect(articles.map(({ text }) => text)).toEqual(
      stories.map(({ title, body }) => [title, ...body].join("\n\n")),
    );
    for (const { blocks } of articles) expect(blocks[0]).toMatchObject({ kind: "heading", level: 1 });
  });

  it("states what its fields say", async () => {
    const [first, second] = await read(name, bytes);
    expect(first && stated(first)).toMatchObject({
      title: "Ferry company admits second leak",
      source: "The Northern Gazette",
      publishedOn: "2024-04-21",
      byline: "Ines Talbot and Per Aas",
      language: "en",
    });
    expect(second && stated(second)).toMatchObject({
      title: "Council to vote on winter salt",
      source: "Holm Weekly",
      publishedOn: "2024-05-02",
    });
    expect(second && Object.keys(stated(second))).not.toContain("byline");
    for (const article of [first, second]) expect(article?.doubts).toEqual([]);
  });

  it("loses no line: what is not text is set aside", async () => {
    const [first] = await read(name, bytes);
    const all = `${first?.text}\n${first?.asides.map(({ text }) => text).join("\n")}`;
    for (const line of ["812 words", "The Northern Gazette", "Ines Talbot", "English"])
      expect(all.toLowerCase()).toContain(line.toLowerCase());
  });
});

describe("a Nexis export", () => {
  it("sets its cover aside with the first article", async () => {
    const [first] = await read("a.docx", exports.nexisDocx(stories));
    expect(first?.asides[0]).toMatchObject({ at: 0, reason: "navigation" });
    expect(first?.asides[0]?.text).toMatch(/^User Name: A\. Reader\n[\s\S]*2\. Council to vote/);
  });

  it("says when its own list counts other articles than were found", async () => {
    const [first, second] = await read("a.docx", exports.nexisDocx(stories, 5));
    expect(first?.remarks).toContain("the file's own list counts 5 articles, but 2 were found");
    expect(second?.remarks.join()).not.toContain("counts");
    const [other] = await read("a.docx", exports.nexisDocx(stories));
    expect(other?.remarks.join()).not.toContain("counts");
  });

  it("of one article is one article", async () => {
    const articles = await read("a.docx", exports.nexisDocx([stories[0]]));
    expect(articles.map(({ part }) => part)).toEqual([""]);
  });

  it("takes the marked heading for the title where more lines stand above the date", async () => {
    const [story] = stories;
    const lines = exports.nexisLines(story).toSpliced(2, 0, "The Gazette online");
    const bytes = docxOf({
      body: lines.map((line, at) => paragraph(line, at === 0 ? "Heading1" : "")).join(""),
    });
    const [article] = await read("a.docx", bytes);
    expect(article && stated(article)).toMatchObject({ title: story.title, source: story.source });
    expect(article?.text).toBe([story.title, ...story.body].join("\n\n"));
  });

  it("is not misled by a headline about copyright", () => {
    const title = "Copyright law to change";
    const [article] = articlesOf(
      readRtf(rtfLines(exports.nexisLines({ ...stories[0], title })), { fileName: "" }),
    );
    expect(article && stated(article)).toMatchObject({ title, source: "The Northern Gazette" });
  });

  it("goes on where the database could not deliver a document", async () => {
    const lines = [...exports.nexisLines(stories[0]), "End of Document", ...exports.nexisLines(stories[1])];
    const content = readRtf(rtfLines(lines), { fileName: "a.rtf" });
    expect(articlesOf(content).map(({ part }) => part)).toEqual(["article 1 of 3", "article 3 of 3"]);
    expect(
      content.ok && content.value.kind === "articles" && content.value.unread.map(({ part }) => part),
    ).toEqual(["article 2 of 3"]);
  });

  it("without a date or source is read, and its title flagged when it has none", async () => {
    const lines = [
      "Harbour closed",
      "Copyright 2024 Holm Weekly",
      "Length: 12 words",
      "Body",
      "The harbour is closed.",
      "Load-Date: May 3, 2024",
      "End of Document",
    ];
    const [article] = articlesOf(readRtf(rtfLines(lines), { fileName: "" }));
    expect(article?.text).toBe("Harbour closed\n\nThe harbour is closed.");
    const [untitled] = articlesOf(readRtf(rtfLines(lines.slice(1)), { fileName: "" }));
    expect(untitled?.text).toBe("The harbour is closed.");
    expect(untitled?.doubts).toContain("title");
  });

  it.each([
    ["April 21, 2024 Sunday 5:30 PM GMT", "2024-04-21"],
    ["Sunday, April 21, 2024", "2024-04-21"],
    ["21. April 2024", "2024-04-21"],
    ["21 avril 2024 dimanche", "2024-04-21"],
    ["21 de abril de 2024", "2024-04-21"],
  ])("knows the date line “%s”", async (date, day) => {
    const [article] = articlesOf(
      readRtf(rtfLines(exports.nexisLines({ ...stories[1], date })), { fileName: "" }),
    );
    expect(article && stated(article)["publishedOn"]).toBe(day);
  });
});

describe("an export that was cut off", () => {
  it.each([
    ["Nexis", stories.flatMap(exports.nexisLines).slice(0, -3)],
    ["older Nexis", stories.flatMap((story, at) => exports.olderNexisLines(story, at + 1, 2)).slice(0, -6)],
    [
      "Factiva",
      stories.flatMap((story) => exports.factivaLines(story, "NGAZ000020240421ek4l00001")).slice(0, -3),
    ],
  ])("in the layout of %s keeps what is left of its last article", (_layout, lines) => {
    const articles = articlesOf(readRtf(rtfLines(lines), { fileName: "" }));
    expect(articles).toHaveLength(2);
    expect(articles[1]?.text).toContain("The council votes on Monday.");
    expect(articles[0]?.text).not.toContain("council");
  });
});

describe("a Factiva export", () => {
  it("without codes flags a headline that it had to guess among unlabelled lines", async () => {
    const story = { ...stories[0], byline: "Ines Talbot" };
    const [article] = await read("a.rtf", exports.factivaReadingRtf([story]));
    expect(article && stated(article)["title"]).toBe(story.title);
    expect(article?.doubts).toContain("title");
  });

  it("with codes keeps a paragraph that begins with what could be a code", async () => {
    const body = ["It rained.", "IN 2020 it did not.", "CO 2 rose."];
    const [article] = await read("a.rtf", exports.factivaRtf([{ ...stories[1], body }]));
    expect(article?.text).toBe([stories[1].title, ...body].join("\n\n"));
  });
});

describe("an article that is no export", () => {
  it.each([
    [
      "that speaks of a body and the end of a document",
      ["The body", "Body", "It rained.", "End of Document"],
    ],
    ["with a count of words and a date", ["Rain", "812 words", "21 April 2024", "It rained."]],
    ["with labels like a database's", ["Length: 12 km", "Section: the northern one", "It rained."]],
    ["with a table of codes", ["HD | Harddisk", "TD | Table data", "It rained."]],
  ])("%s stays whole", async (_name, lines) => {
    const [article] = articlesOf(readRtf(rtfLines(lines), { fileName: "" }));
    expect(article?.text).toBe(lines.join("\n\n"));
    expect(article?.part).toBe("");
  });
});
