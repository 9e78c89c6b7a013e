import { describe, expect, it } from "vitest";
import { dayInWords, dayOf, dayOfLine, dayOfName, dayOfUrl } from "../../../../main/import/dates";
import { proposed, readPlain } from "./read-sample";

describe("days", () => {
  it.each([
    ["2024-05-11", "2024-05-11"],
    ["2024-05-11T23:30:00+02:00", "2024-05-11"],
    ["20240511", "2024-05-11"],
    ["2024-13-11", null],
    ["2023-02-29", null],
    ["May 11", null],
  ])("of metadata %j is %j", (value, day) => expect(dayOf(value)).toBe(day));

  it.each([
    ["2024-05-11-evening-paper.txt", "2024-05-11"],
    ["report_20240511.pdf", "2024-05-11"],
    ["2024.05.11.html", "2024-05-11"],
    ["2024-05-111.txt", null],
    ["000_c5bf4243ee5f576e.txt", null],
    ["12024-05-11.txt", null],
    ["2024-13-01 2024-05-11.txt", "2024-05-11"],
  ])("of a file named %j is %j", (name, day) => expect(dayOfName(name)).toBe(day));

  it.each([
    ["https://paper.example/2024/05/10/politics/x.html", "2024-05-10"],
    ["https://paper.example/2024/may/10/x", "2024-05-10"],
    ["https://paper.example/news-2024-05-10-x", "2024-05-10"],
    ["https://paper.example/20240510/x", "2024-05-10"],
    ["https://paper.example/x?from=2024-05-10", null],
    ["https://2024-05-10.example/x", null],
    ["https://paper.example/2024/99/10/", null],
  ])("of the link %j is %j", (url, day) => expect(dayOfUrl(url)).toBe(day));

  it.each([
    ["on May 3, 2024 (AP)", "2024-05-03"],
    ["Sept. 3rd 2024", "2024-09-03"],
    ["3 May 2024", "2024-05-03"],
    ["May 3", null],
    ["Feb 30, 2024", null],
  ])("of the words %j is %j", (words, day) => expect(dayInWords(words)).toBe(day));

  it.each([
    ["Published: May 3, 2024, 10:15 GMT", { field: "publishedOn", day: "2024-05-03" }],
    ["Friday, 3 May 2024", { field: "publishedOn", day: "2024-05-03" }],
    ["03.05.2024", { field: "publishedOn", day: "2024-05-03" }],
    ["Last updated on 2024-05-04", { field: "modifiedOn", day: "2024-05-04" }],
    ["On May 3, 2024, the ferry stopped, and nobody knew why it had done so.", null],
    ["The 3 May 2024 meeting", null],
    ["3.5", null],
  ])("of the line %j is %j", (line, found) => expect(dayOfLine(line)).toEqual(found));

  it("of the file's name is a guess, which is flagged", async () => {
    const article = await readPlain("Some words that are the text.", { fileName: "2024-05-11-paper.txt" });
    expect(proposed(article, "publishedOn")).toEqual(["2024-05-11"]);
    expect(article.doubts).toContain("date");
    expect(article.remarks).toContain("date taken from the file's name");
  });
});
