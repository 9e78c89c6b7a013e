import { aStory } from "./csv";

const articles = [
  {
    title: "Ferry is late again",
    maintext: aStory("The ferry"),
    date_publish: "2024-05-11 08:00:00",
    source_domain: "alder.example",
    authors: ["A. Reed", "B. Holt"],
  },
  {
    title: "Market moves",
    maintext: aStory("The market"),
    date_publish: null,
    source_domain: "birch.example",
    authors: [],
  },
];

/** Valid tables, for tests that change them. */
export const samples: readonly { name: string; bytes: Uint8Array }[] = [
  {
    name: "articles.jsonl",
    bytes: Buffer.from(articles.map((article) => JSON.stringify(article)).join("\n")),
  },
  {
    name: "answer.json",
    bytes: Buffer.from(
      JSON.stringify(
        {
          status: "ok",
          totalResults: 2,
          articles: articles.map(({ title, maintext }) => ({
            source: { id: null, name: "The Alder Post" },
            title,
            content: maintext,
          })),
        },
        null,
        2,
      ),
    ),
  },
];
