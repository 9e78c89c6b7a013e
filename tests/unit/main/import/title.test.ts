import { describe, expect, it } from "vitest";
import { proposed, readPlain } from "./read-sample";

const body =
  "The ferry line will close its northern route at the end of the month, three people briefed on the plan said on Tuesday. Crews were told a day later.";

describe("the title of a plain text", () => {
  it.each([
    "Ferry line to close northern route",
    "Will the ferry come back?",
    "Talks in the U.S.",
    "“We will close it”",
  ])("is a short line standing alone: %s", async (line) => {
    const article = await readPlain(`${line}\n\n${body}`);
    expect(article.proposals.find(({ field }) => field === "title")).toEqual({
      field: "title",
      value: line,
      from: "first line",
      strength: "stated",
    });
    expect(article.doubts).not.toContain("title");
    expect(article.blocks[0]).toEqual({ kind: "heading", level: 1, start: 0, end: line.length });
    expect(article.text).toBe(`${line}\n\n${body}`);
  });

  it("is the first of lines that are paragraphs", async () => {
    const article = await readPlain(`Ferry line to close northern route\n${body}\n${body}`);
    expect(proposed(article, "title")).toEqual(["Ferry line to close northern route"]);
    expect(article.blocks[0]).toMatchObject({ kind: "heading" });
  });

  it.each(["By Jane Doe", "May 3, 2024", "Published: 3 May 2024"])("stands below %j", async (line) => {
    const article = await readPlain(`${line}\n\nFerry line to close northern route\n\n${body}`);
    expect(proposed(article, "title")).toEqual(["Ferry line to close northern route"]);
    expect(article.doubts).not.toContain("title");
    expect(article.blocks.map(({ kind }) => kind)).toEqual(["paragraph", "heading", "paragraph"]);
  });

  it("is found behind the date line and the furniture", async () => {
    const article = await readPlain(
      `date 2024-05-01\n\nAdvertisement\n\nFerry line to close northern route\n\n${body}`,
    );
    expect(proposed(article, "title")).toEqual(["Ferry line to close northern route"]);
  });

  it("is the words before a dateline that they run into, with a doubt", async () => {
    const article = await readPlain(
      `Ferry line to close northern route ALDER BAY, Norland — ${body}\n\n${body}`,
    );
    expect(proposed(article, "title")).toEqual(["Ferry line to close northern route"]);
    expect(article.doubts).toContain("title");
    expect(article.blocks).toHaveLength(2);
  });

  it.each([
    "CNN-",
    "A crowd waits at the northern pier.",
    "By Jane Doe,",
    "Two lines\nthat belong together",
    "***",
  ])("is not %j but the beginning of the body's first sentence, with a doubt", async (line) => {
    const article = await readPlain(`${line}\n\n${body}`);
    expect(proposed(article, "title")).toEqual([
      "The ferry line will close its northern route at the end of the month, three people briefed…",
    ]);
    expect(article.doubts).toContain("title");
    expect(article.remarks).toContain("title taken from the first sentence");
    expect(article.blocks[0]?.kind).toBe("paragraph");
  });

  it.each([`ALDER BAY, Norland — ${body}`, `WASHINGTON ${body}`, `CNN — ${body}`])(
    "does not hold the dateline of %j",
    async (text) => {
      expect(proposed(await readPlain(`${text}\n\n${body}`), "title")[0]).toMatch(/^The ferry line/);
    },
  );

  it("is the only line there is", async () => {
    const article = await readPlain("Short notice");
    expect(proposed(article, "title")).toEqual(["Short notice"]);
    expect(article.blocks[0]?.kind).toBe("paragraph");
  });

  it("is a short first sentence as a whole", async () => {
    const text = `It is over. ${body}`;
    expect(proposed(await readPlain(text), "title")).toEqual(["It is over"]);
  });

  it("is never empty", async () => {
    expect(proposed(await readPlain("—"), "title")).toEqual(["—"]);
    expect(proposed(await readPlain("CNN-"), "title")).toEqual(["CNN-"]);
  });
});
