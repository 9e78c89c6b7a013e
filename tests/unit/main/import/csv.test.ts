import { expect, test } from "vitest";
import { metadataOf } from "../../../../main/handlers/imported-metadata";
import { readCsv } from "../../../../main/import/csv";
import type { FileContent, Known } from "../../../../main/import/imported-article";
import { delimiterOf } from "../../../../main/import/looks-like-table";
import { aCsv, aStory, samples } from "../../../samples/csv";

type Articles = Extract<FileContent, { kind: "articles" }>;
const known: Known = { fileName: "articles.csv" };

const read = (text: string | Uint8Array, more: Partial<Known> = {}) =>
  readCsv(Buffer.from(text as Uint8Array), { ...known, ...more }, () => {});
const articles = async (text: string | Uint8Array, more: Partial<Known> = {}): Promise<Articles> => {
  const content = await read(text, more);
  if (!content.ok || content.value.kind !== "articles") throw new Error(JSON.stringify(content));
  return content.value;
};
const message = async (text: string, more: Partial<Known> = {}): Promise<string> => {
  const content = await read(text, more);
  return content.ok ? "" : content.error.message;
};

test.each(samples)("$name: one article a row, with what its columns say", async ({ bytes }) => {
  const { articles: rows, unread } = await articles(bytes);
  expect(unread).toEqual([]);
  expect(rows.map(({ part }) => part)).toEqual(["row 2", "row 3", "row 4"]);
  const said = rows[1]?.proposals.filter(({ from }) => from.startsWith("column"));
  expect(said).toEqual(
    expect.arrayContaining([
      { field: "title", value: "Market moves", from: "column “headline”", strength: "stated" },
      { field: "source", value: "Birch Weekly", from: "column “outlet”", strength: "stated" },
      { field: "url", value: "https://birch.example/market", from: "column “url”", strength: "stated" },
      { field: "publishedOn", value: "2024-05-11", from: "column “published”", strength: "stated" },
    ]),
  );
  expect(rows[0]?.text).toContain("who did not want to be named");
});

test("A date that can be read in two ways is offered in both, taken in none, and said", async () => {
  const { articles: rows } = await articles(samples[0]?.bytes ?? "");
  const proposals = rows[2]?.proposals ?? [];
  expect(proposals.filter(({ field }) => field === "publishedOn")).toEqual([
    {
      field: "publishedOn",
      value: "2024-04-03",
      from: "column “published”, day first",
      strength: "either",
    },
    {
      field: "publishedOn",
      value: "2024-03-04",
      from: "column “published”, month first",
      strength: "either",
    },
  ]);
  expect(metadataOf(proposals, "x.csv").publishedOn).toBeNull();
  expect(rows[2]?.remarks).toContain("its date can be read in two ways: choose one");
  expect(rows[2]?.remarks).not.toContain("no date found");
});

test("A date that is none is not taken, and said", async () => {
  const { articles: rows } = await articles(
    aCsv([
      ["title", "text", "published"],
      ["Ferry", aStory("The ferry"), "spring of 24"],
    ]),
  );
  expect(rows[0]?.proposals.some(({ field }) => field === "publishedOn")).toBe(false);
  expect(rows[0]?.remarks).toContain("the date “spring of 24” cannot be read: not taken");
});

const odd = aCsv([
  ["id", "inhalt", "wann"],
  ["1", aStory("The ferry"), "2024-05-11"],
]);

test("A table whose columns say nothing asks first, with a sample of each", async () => {
  const content = await read(odd);
  expect(content).toMatchObject({
    ok: true,
    value: {
      kind: "table",
      table: {
        key: "id | inhalt | wann",
        columns: [{ name: "id", sample: "1" }, { name: "inhalt" }, { name: "wann", sample: "2024-05-11" }],
        suggested: {},
      },
    },
  });
});

test("The answer counts for every table of that make, and * for any table", async () => {
  const map = { text: "inhalt", publishedOn: "wann" };
  for (const key of ["id | inhalt | wann", "*"]) {
    const { articles: rows } = await articles(odd, { columns: { [key]: map } });
    expect(rows[0]?.proposals.find(({ field }) => field === "publishedOn")?.value).toBe("2024-05-11");
  }
});

test("An answer that names a column which is not there fails in words", async () => {
  expect(await message(odd, { columns: { "*": { text: "body" } } })).toBe(
    "The table has no column “body”; it has id, inhalt, wann",
  );
});

test("Two columns that could both be the text are asked about", async () => {
  const content = await read(
    aCsv([
      ["title", "text", "body"],
      ["A", aStory("x"), aStory("y")],
    ]),
  );
  expect(content).toMatchObject({
    ok: true,
    value: { kind: "table", table: { suggested: { text: "text", title: "title" } } },
  });
});

test("Rows that are empty, uneven or broken are told by number, and the rest goes on", async () => {
  const good = `"A","${aStory("The ferry").replaceAll('"', '""')}"`;
  const { articles: rows, unread } = await articles(
    `title,text\n${good}\n"B",""\n"C","x","y"\n"D"\n${good},\n`,
  );
  expect(rows.map(({ part }) => part)).toEqual(["row 2", "row 6"]);
  expect(unread.map(({ part, error }) => [part, error.message])).toEqual([
    ["row 3", "There is no text in its column “text”"],
    ["row 4", "It has 3 cells, but the table has 2 columns"],
    ["row 5", "It has 1 cells, but the table has 2 columns"],
  ]);
});

test("Quotation marks that do not match cost their row, not the file's outcome", async () => {
  const good = `A,"${aStory("The ferry").replaceAll('"', '""')}"`;
  const { articles: rows, unread } = await articles(`title,text\n${good}\nB,"never closed`);
  expect(rows).toHaveLength(1);
  expect(unread).toHaveLength(1);
  expect(unread[0]?.error.message).toContain("quotation marks do not match");
});

test("A table without a readable row fails with the reason of the first", async () => {
  expect(await message("title,text\nA,\nB,\n")).toBe(
    "None of its 2 rows can be read. row 2: There is no text in its column “text”",
  );
  expect(await message("title,text\n")).toBe("The table has no rows");
});

test("Markup in a cell is read as a web page's", async () => {
  const { articles: rows } = await articles(
    aCsv([
      ["title", "text"],
      ["A", `<p>${aStory("The ferry")}</p><p>Second &amp; last.</p><script>x()</script>`],
    ]),
  );
  expect(rows[0]?.text).toMatch(/Second & last\.$/);
  expect(rows[0]?.text).not.toContain("x()");
});

test("Names of columns twice or not at all are told apart", async () => {
  const content = await read(
    aCsv([
      ["", "a", "a"],
      ["1", aStory("x"), "y"],
    ]),
  );
  expect(content).toMatchObject({
    ok: true,
    value: { table: { columns: [{ name: "column 1" }, { name: "a" }, { name: "a (3)" }] } },
  });
});

test("Excel's line about the separator and its encodings are read", async () => {
  const table = aCsv(
    [
      ["title", "text"],
      ["Café", aStory("Café Müller")],
    ],
    ";",
  );
  const { articles: rows } = await articles(Buffer.from(`\ufeffsep=;\r\n${table}`, "utf16le"));
  expect(rows[0]?.text).toContain("Café Müller");
});

test.each([
  [
    "prose with commas",
    "On Tuesday, the council met, and voted.\nThe mayor, who was ill, sent a letter, which nobody read.\n",
  ],
  ["an address line", `Alder, Tuesday\n${aStory("x")}, and so on\n`],
  ["a list of names", "Reed, Holt, Marsh\nAlder, Birch, Cedar\nOak, Pine, Elm\n"],
  ["numbers only", "year,sold\n2022,11\n2023,12\n"],
  ["a title with a tab and text", `Ferry\tlate\n\n${aStory("x")}`],
  ["one line", "title,text"],
  ["a sentence with a semicolon", `We came; we saw\n${aStory("x")}; ${aStory("y")}\n`],
])("%s is no table", async (_name, text) => {
  expect(await delimiterOf(text, true)).toBeNull();
});

test("A table that is cut off in the sample is told all the same", async () => {
  const text = aCsv([
    ["headline", "text"],
    ...Array.from({ length: 9 }, (_, at) => [`Title ${at}`, aStory("x")]),
  ]);
  expect(await delimiterOf(text.slice(0, -40), false)).toBe(",");
});
