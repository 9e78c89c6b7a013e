import { expect, test } from "vitest";
import type { FileContent, Known } from "../../../../main/import/imported-article";
import { readJsonl } from "../../../../main/import/jsonl";
import { aStory } from "../../../samples/csv";
import { samples } from "../../../samples/jsonl";

type Articles = Extract<FileContent, { kind: "articles" }>;

const read = (text: string | Uint8Array, more: Partial<Known> = {}) =>
  readJsonl(Buffer.from(text as Uint8Array), { fileName: "articles.jsonl", ...more }, () => {});
const articles = async (text: string | Uint8Array, more: Partial<Known> = {}): Promise<Articles> => {
  const content = await read(text, more);
  if (!content.ok || content.value.kind !== "articles") throw new Error(JSON.stringify(content));
  return content.value;
};

test("Objects by line are articles, with what their keys say", async () => {
  const { articles: rows, unread } = await articles(samples[0]?.bytes ?? "");
  expect(unread).toEqual([]);
  expect(rows.map(({ part }) => part)).toEqual(["row 1", "row 2"]);
  expect(rows[0]?.proposals).toEqual(
    expect.arrayContaining([
      { field: "title", value: "Ferry is late again", from: "column “title”", strength: "stated" },
      { field: "byline", value: "A. Reed, B. Holt", from: "column “authors”", strength: "stated" },
      { field: "source", value: "alder.example", from: "column “source_domain”", strength: "stated" },
      { field: "publishedOn", value: "2024-05-11", from: "column “date_publish”", strength: "stated" },
    ]),
  );
});

test("The list within an answer of a service is read, with the names inside its objects", async () => {
  const { articles: rows } = await articles(samples[1]?.bytes ?? "");
  expect(rows).toHaveLength(2);
  expect(rows[0]?.proposals).toContainEqual({
    field: "source",
    value: "The Alder Post",
    from: "column “source.name”",
    strength: "stated",
  });
});

test("One object over many lines is one article", async () => {
  const { articles: rows } = await articles(
    JSON.stringify({ title: "A", text: aStory("x"), tags: [{ name: "y" }] }, null, 2),
  );
  expect(rows.map(({ part }) => part)).toEqual(["row 1"]);
});

test("Broken lines are told by number, and the rest goes on", async () => {
  const good = JSON.stringify({ title: "A", text: aStory("x") });
  const { articles: rows, unread } = await articles(`${good}\n\n{"title": "B", "te\n"just words"\n${good}\n`);
  expect(rows.map(({ part }) => part)).toEqual(["row 1", "row 5"]);
  expect(unread.map(({ part }) => part)).toEqual(["row 3", "row 4"]);
});

test("JSON that breaks off has a clear reason", async () => {
  const content = await read(`[{"title": "A", "text": "${"x".repeat(100)}"}, {"title`);
  expect(content).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining("breaks off or is damaged") },
  });
});

test("Keys that say nothing are asked about, and the answer is used", async () => {
  const text = JSON.stringify([{ inhalt: aStory("x"), __proto__x: 1 }, { wann: "2024-05-11" }]);
  const content = await read(text);
  expect(content).toMatchObject({
    ok: true,
    value: { kind: "table", table: { key: "inhalt | __proto__x | wann" } },
  });
  const { articles: rows } = await articles(text, { columns: { "*": { text: "inhalt" } } });
  expect(rows).toHaveLength(1);
});

test("Nesting without end and names of prototypes do no harm", async () => {
  const deep = `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`;
  for (const value of [
    deep,
    `{"__proto__": {"text": "x"}, "constructor": "y", "title": "z"}`,
    `[${"[".repeat(50_000)}${"]".repeat(50_000)}]`,
  ]) {
    const content = await read(value);
    expect(content.ok ? content.value.kind : content.error.kind).toMatch(/table|invalid-input/);
  }
});

test("Half characters in a string are told and leave the text well-formed", async () => {
  const { articles: rows } = await articles(
    `{"title": "\\ud83d", "text": "${"words ".repeat(30)}\\udc00 end"}`,
  );
  expect(rows[0]?.text).not.toMatch(/\p{Cs}/u);
  expect(JSON.stringify(rows[0])).not.toMatch(/\\ud[89a-f]/);
});
