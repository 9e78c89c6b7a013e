const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

/** The text of a table with these rows. */
export const aCsv = (rows: readonly (readonly string[])[], delimiter = ","): string =>
  rows.map((row) => row.map(quoted).join(delimiter)).join("\r\n");

/** A text of a few sentences, as long as an article's cell is at least. */
export const aStory = (subject: string): string =>
  `${subject} was the talk of the town on Tuesday, officials said, and nobody expected that to change soon.\n\nThe mayor told reporters that "all of it" would be looked into, although two members of the council, who did not want to be named, had heard the same promise a year earlier.`;

const rows = [
  ["headline", "text", "published", "outlet", "url"],
  ["Ferry is late again", aStory("The ferry"), "2024-05-11", "The Alder Post", "https://alder.example/ferry"],
  ["Market moves", aStory("The market"), "11 May 2024", "Birch Weekly", "https://birch.example/market"],
  ["School opens", aStory("The school"), "03/04/2024", "Cedar News", "https://cedar.example/school"],
];

/** Valid tables, for tests that change them. */
export const samples: readonly { name: string; bytes: Uint8Array }[] = [
  { name: "articles.csv", bytes: Buffer.from(aCsv(rows)) },
  { name: "articles-semicolon.csv", bytes: Buffer.from(`\ufeff${aCsv(rows, ";")}`) },
  {
    name: "articles.tsv",
    bytes: Buffer.from(
      rows.map((row) => row.map((cell) => cell.replaceAll("\n", " ")).join("\t")).join("\n"),
    ),
  },
];
