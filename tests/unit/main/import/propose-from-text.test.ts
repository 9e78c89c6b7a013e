import { describe, expect, it } from "vitest";
import { proposed, readPlain } from "./read-sample";

const body =
  "The ferry line will close its northern route at the end of the month, three people briefed on the plan said on Tuesday.";
const more =
  "The harbour office did not answer questions about the plan, and nobody could be reached by phone.";

describe("guesses from the text", () => {
  it.each([
    ["The Alder Times", `${body}\n\nNobody knew, an official told The Alder Times on Tuesday.`],
    ["The Harbour Post", `${body}\n\nNobody knew, she said in an interview with The Harbour Post.`],
    ["AP", `${body}\n\nNobody knew, an official told the AP.`],
    ["AP", `${body}\n\nNobody knew, an official told The Associated Press.`],
    ["CNN", `${body}\n\nNobody knew, an official told CNN this week.`],
    ["Harbour Daily", `Nobody knew…reports Harbour Daily\n\n${body}`],
    ["The Harbour Star", `Nobody knew, reports The Harbour Star.\n\n${body}`],
    ["Reuters", `ALDER BAY, May 3 (Reuters) - ${body}\n\n${more}`],
    ["The Alder Gazette", `ALDER BAY (The Alder Gazette) — ${body}\n\n${more}`],
    ["Xinhua", `${body}\n\n${more}\n\n— Xinhua`],
    ["IANS", `${body}\n\n${more} –IANS`],
    ["ANI", `${body}\n\n${more}\n\n(With inputs from ANI)`],
    ["The Harbour Press", `${body}\n\n${more}\n\n© 2024 The Harbour Press. All rights reserved.`],
    ["AFP", `${body}\n\nJane Doe/AFP\n\n${more}`],
    ["NPR", `A crowd waits.\n\ntoggle caption\n\nJane Doe/AP\n\n${body}\n\n${more}`],
    [
      "AP",
      `${body}\n\n${more}\n\nAssociated Press writers Jane Doe and John Roe contributed to this report.`,
    ],
  ])("propose %s", async (outlet, text) => {
    const article = await readPlain(text);
    const first = article.proposals.find(({ field }) => field === "source");
    expect(first).toMatchObject({ value: outlet, strength: "guessed" });
    expect(first?.from).toContain("“");
  });

  it("propose no outlet where only people were told", async () => {
    const text = `${body}\n\nAn official told reporters. He told NATO, the United Nations and Congress on Tuesday, and told Parliament.`;
    expect(proposed(await readPlain(text), "source")).toEqual([]);
  });

  it("put the outlet of the dateline before those that are quoted", async () => {
    const text = `CNN —\n\n${body}\n\nAn official told the AP. Another told the AP. A third told Reuters.`;
    expect(proposed(await readPlain(text), "source")).toEqual(["CNN", "AP", "Reuters"]);
  });

  it("put the agency of a dateline before its picture and the page that shows it", async () => {
    const text = `A crowd waits.\n\ntoggle captionJane Doe/AP\n\nALDER BAY (AP) — ${body}\n\n${more}`;
    expect(proposed(await readPlain(text), "source")).toEqual(["AP", "NPR"]);
  });

  it("say where they were found", async () => {
    const article = await readPlain(`${body}\n\nJane Doe/AP\n\nAn official told The Alder Times.`);
    const from = article.proposals.filter(({ field }) => field === "source").map((proposal) => proposal.from);
    expect(from).toEqual(["“told The Alder Times”, paragraph 2", "credit line “Jane Doe/AP”"]);
  });

  it("propose the links of a footer, but not those to a search", async () => {
    const article = await readPlain(
      `${body}\n\n${more}\n\nSources 1/ https://Google.com/ 2/ https://www.paper.example/2024/05/10/x.html`,
    );
    expect(proposed(article, "url")).toEqual(["https://www.paper.example/2024/05/10/x.html"]);
    expect(proposed(article, "source")).toEqual(["paper.example"]);
    expect(proposed(article, "publishedOn")).toEqual(["2024-05-10"]);
    expect(article.doubts).toContain("date");
    expect(article.remarks).toContain("date taken from the link");
  });

  it.each(["https://paper.example/a/b", "Link: https://paper.example/a/b"])(
    "propose the link of a line of its own, which stays: %s",
    async (line) => {
      const article = await readPlain(`${body}\n\n${more}\n\n${line}`);
      expect(proposed(article, "url")).toEqual(["https://paper.example/a/b"]);
      expect(article.text.endsWith(line)).toBe(true);
    },
  );

  it("keep contributors and datelines in the text", async () => {
    const text = `ALDER BAY, Norland — ${body}\n\n${more}\n\n___ Jane Doe reported from Rome. John Roe in Paris contributed to this report.`;
    const article = await readPlain(text);
    expect(article.text).toBe(text);
    expect(proposed(article, "byline")).toEqual(["Jane Doe, John Roe"]);
    expect(article.steps).toContain("dateline found: ALDER BAY, Norland");
    expect(article.proposals.find(({ field }) => field === "byline")?.strength).toBe("guessed");
  });

  it("propose the byline and the date of the lines below a headline", async () => {
    const article = await readPlain(
      `Ferry line to close\n\nBy Jane Doe\n\nPublished: May 3, 2024, 10:15 GMT\n\nUpdated 4 May 2024\n\n${body}`,
    );
    expect(proposed(article, "byline")).toEqual(["Jane Doe"]);
    expect(proposed(article, "publishedOn")).toEqual(["2024-05-03"]);
    expect(proposed(article, "modifiedOn")).toEqual(["2024-05-04"]);
    expect(article.doubts).toEqual(["date"]);
  });
});
