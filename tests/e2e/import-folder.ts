import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { aCsv, aStory } from "../samples/csv";
import { docxOf, paragraph } from "../samples/docx";
import { line, lines, pdfOf, wrap } from "../samples/pdf";

/** A text as it circulates: the collector’s date line, a headline, a dateline. */
export const ferry = `date 2024-05-11\n\nFerry between the islands stopped\n\nPORT ALDER — ${aStory("The ferry")}`;
const page1 = `<!doctype html><html lang="en"><head><title>Market moves to the harbour | Birch Weekly</title>
<link rel="canonical" href="https://birch.example/2024/05/market">
<meta property="og:site_name" content="Birch Weekly">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Market moves to the harbour","datePublished":"2024-05-12T08:00:00Z","author":{"@type":"Person","name":"A. Mora"},"publisher":{"@type":"Organization","name":"Birch Weekly"}}</script>
</head><body><nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>Market moves to the harbour</h1>
<p>${aStory("The market").replaceAll("\n\n", "</p><p>")}</p><p>${aStory("The harbour").replaceAll("\n\n", "</p><p>")}</p></article>
<footer>All rights reserved</footer></body></html>`;

/** A folder as it comes from a colleague: seven kinds of file, one of them twice, two that nobody can read. */
export const writeFolder = (at: string): string => {
  const folder = join(at, "From the desk");
  mkdirSync(join(folder, "saved/pages"), { recursive: true });
  writeFileSync(join(folder, "ferry.txt"), ferry);
  writeFileSync(join(folder, "saved/ferry again.txt"), ferry);
  writeFileSync(join(folder, "saved/pages/market.html"), page1);
  const docx = docxOf({
    body: [
      paragraph("School opens a year late", "Title"),
      ...aStory("The school")
        .split("\n\n")
        .map((text) => paragraph(text)),
    ].join(""),
  });
  writeFileSync(join(folder, "school.docx"), docx);
  writeFileSync(join(folder, "saved/cut short.docx"), docx.subarray(0, docx.length / 2));
  const text = wrap(`${aStory("The bridge")} ${aStory("The river")}`.replaceAll("\n\n", " "), 80);
  writeFileSync(
    join(folder, "bridge.pdf"),
    pdfOf([
      { content: `${line(60, 780, "Bridge closed for the summer", 20, "F2")}\n${lines(60, 740, text)}` },
    ]),
  );
  writeFileSync(
    join(folder, "locked.pdf"),
    pdfOf([{ content: line(60, 700, "Nobody reads this") }], { isEncrypted: true }),
  );
  writeFileSync(
    join(folder, "rows.csv"),
    aCsv([
      ["kolom 1", "kolom 2", "kolom 3"],
      ["Well runs dry", aStory("The well"), "2024-05-14"],
      ["Mill is sold", aStory("The mill"), "2024-05-15"],
    ]),
  );
  writeFileSync(join(folder, ".hidden"), "not for anybody");
  return folder;
};
