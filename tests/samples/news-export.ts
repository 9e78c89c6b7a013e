import { strToU8 } from "fflate";
import { docxOf, escapeXml, paragraph, table } from "./docx";
import { escapeRtf, rtfOf } from "./rtf";

/*
 * Exports of news databases in the layouts that their users' tools describe. Every word of the articles is made up.
 */

/** An article as a database has it. */
export type Story = {
  readonly title: string;
  readonly source: string;
  /** As the layout writes dates: "April 21, 2024 Sunday" or "21 April 2024". */
  readonly date: string;
  readonly byline?: string;
  readonly section?: string;
  readonly dateline?: string;
  readonly highlight?: string;
  readonly language?: string;
  readonly body: readonly string[];
};

/** Two reports, the second with less about it. */
export const stories: readonly [Story, Story] = [
  {
    title: "Ferry company admits second leak",
    source: "The Northern Gazette",
    date: "April 21, 2024 Sunday",
    byline: "By Ines Talbot and Per Aas",
    section: "NEWS; Pg. 4",
    dateline: "PORT MARROW, Norland",
    highlight: "Harbour master kept a diary of every sailing",
    language: "English",
    body: [
      "PORT MARROW — The company that runs the noon ferry admitted on Saturday that it knew of a second leak.",
      "The harbour master wrote: the pumps ran all night.",
      "Length: the ferry is 40 metres long.",
    ],
  },
  {
    title: "Council to vote on winter salt",
    source: "Holm Weekly",
    date: "May 2, 2024",
    body: [
      "The council votes on Monday.",
      "Salt has doubled in price, said one member, who asked not to be named.",
    ],
  },
];

/** The lines of one document in the layout of Nexis. */
export const nexisLines = (story: Story): string[] => [
  story.title,
  story.source,
  story.date,
  "Late Edition - Final",
  `Copyright 2024 ${story.source} All Rights Reserved`,
  ...(story.section === undefined ? [] : [`Section: ${story.section}`]),
  "Length: 812 words",
  ...(story.byline === undefined ? [] : [`Byline: ${story.byline}`]),
  ...(story.dateline === undefined ? [] : [`Dateline: ${story.dateline}`]),
  ...(story.highlight === undefined ? [] : [`Highlight: ${story.highlight}`]),
  "Body",
  ...story.body,
  ...(story.language === undefined
    ? []
    : [
        "Graphic",
        "The pumps, in a picture of the harbour office.",
        "Classification",
        `Language: ${story.language.toUpperCase()}`,
        "Publication-Type: Newspaper",
        "Subject: FERRIES (90%); HARBOURS (78%)",
      ]),
  "Load-Date: May 3, 2024",
  "End of Document",
];

/** The cover of an export: who made it, and the list of its documents. */
export const nexisCover = (titles: readonly string[], count = titles.length): string[] => [
  "User Name: A. Reader",
  "Date and Time: Wednesday, May 8, 2024 7:11:00 PM CEST",
  "Job Number: 79565034",
  `Documents (${count})`,
  ...titles.flatMap((title, at) => [
    `${at + 1}. ${title}`,
    "Client/Matter: -None-",
    "Search Terms: ferry AND leak",
    "Search Type: Terms and Connectors",
    "Narrowed by:",
    "Content Type | Narrowed by",
    "News | Sources: all",
  ]),
];

/** A Nexis export as DOCX, with a table on its cover as there is one in reality. */
export const nexisDocx = (list: readonly Story[], announced = list.length): Uint8Array =>
  docxOf({
    core: { title: "Document1", creator: "LexisNexis", created: "2024-05-08T19:11:00Z" },
    body: [
      ...nexisCover(
        list.map(({ title }) => title),
        announced,
      ).map((line) =>
        line.includes(" | ") ? table([line.split(" | ").map((cell) => paragraph(cell))]) : paragraph(line),
      ),
      ...list.flatMap((story) =>
        nexisLines(story).map((line, at) => paragraph(line, at === 0 ? "Heading1" : "")),
      ),
    ].join(""),
  });

/** The lines of one document in the older layout of LexisNexis. */
export const olderNexisLines = (story: Story, at: number, count: number): string[] => [
  `${at} of ${count} DOCUMENTS`,
  story.source,
  story.date,
  "Late Edition - Final",
  story.title,
  ...(story.byline === undefined ? [] : [`BYLINE: ${story.byline}`]),
  ...(story.section === undefined ? [] : [`SECTION: ${story.section}`]),
  "LENGTH: 812 words",
  ...(story.dateline === undefined ? [] : [`DATELINE: ${story.dateline}`]),
  ...story.body,
  "LOAD-DATE: May 3, 2024",
  `LANGUAGE: ${(story.language ?? "English").toUpperCase()}`,
  "PUBLICATION-TYPE: Newspaper",
  `Copyright 2024 ${story.source}`,
  "All Rights Reserved",
];

const rtfLines = (lines: readonly string[]): string =>
  lines.map((line) => `\\pard ${escapeRtf(line)}\\par\n`).join("");

/** A Nexis export as RTF, without a cover and without marked headings. */
export const nexisRtf = (list: readonly Story[]): Uint8Array => rtfOf(rtfLines(list.flatMap(nexisLines)));

const inDays = (date: string): string => date.replace(/^(\w+) (\d+), (\d+).*$/, "$2 $1 $3");

/** The fields of one article with Factiva's codes; the text of one field may be several paragraphs. */
export const factivaFields = (story: Story, number: string): [string, readonly string[]][] => [
  ...(story.section === undefined ? [] : ([["SE", [story.section]]] as [string, string[]][])),
  ["HD", [story.title]],
  ...(story.byline === undefined ? [] : ([["BY", [story.byline]]] as [string, string[]][])),
  ["WC", ["812 words"]],
  ["PD", [inDays(story.date)]],
  ["ET", ["15:32"]],
  ["SN", [story.source]],
  ["SC", ["NGAZ"]],
  ["PG", ["4"]],
  ["LA", [story.language ?? "English"]],
  ["CY", ["(c) 2024 Norland News Ltd."]],
  ["LP", story.body.slice(0, 1)],
  ["TD", story.body.slice(1)],
  ["NS", ["gcat : Political/General News | gtour : Travel"]],
  ["RE", ["norl : Norland"]],
  ["PUB", ["Norland News Ltd."]],
  ["AN", [`Document ${number}`]],
];

const number = (at: number): string => `NGAZ00002024042${at}ek4l0000${at}`;

/** A Factiva export with field codes as a web page. */
export const factivaHtml = (list: readonly Story[]): Uint8Array =>
  strToU8(
    `<!DOCTYPE html><html><head><meta charset="UTF-8"><title>Factiva</title></head><body><table><tr><td><h1>Factiva</h1></td><td><span>Dow Jones</span></td></tr></table><form><div id="contentWrapper">${list
      .map(
        (story, at) =>
          `<div class="article enArticle"><table>${factivaFields(story, number(at + 1))
            .map(([code, values]) => {
              const isText = code === "LP" || code === "TD";
              const value = values.map((text) =>
                isText
                  ? `<p class="articleParagraph enarticleParagraph">${escapeXml(text)}</p>\n`
                  : code === "HD"
                    ? `<b class='enHeadline'>${escapeXml(text)}</b>\n`
                    : escapeXml(text),
              );
              const label = isText ? `<p><b>${code}</b>&nbsp;</p>` : `<b>${code}</b>&nbsp;`;
              return `<tr><td align="right" valign="top" class="index">${label}</td><td>${value.join("")}</td></tr>`;
            })
            .join("")}</table><br/></div><br/>`,
      )
      .join("")}</div></form></body></html>`,
  );

/** The lines of one article in Factiva's layout for reading. */
export const factivaLines = (story: Story, id: string): string[] => [
  ...(story.section === undefined ? [] : [story.section]),
  story.title,
  ...(story.byline === undefined ? [] : [story.byline]),
  "1,812 words",
  inDays(story.date),
  "15:32",
  story.source,
  "NGAZ",
  "4",
  story.language ?? "English",
  "(c) 2024 Norland News Ltd.",
  ...story.body,
  "Norland News Ltd.",
  `Document ${id}`,
];

/** A Factiva export for reading as a web page. */
export const factivaReadingHtml = (list: readonly Story[]): Uint8Array =>
  strToU8(
    `<!DOCTYPE html><html><head><meta charset="UTF-8"><title>Factiva</title></head><body><form>${list
      .map(
        (story, at) =>
          `<div class="article enArticle">${factivaLines(story, number(at + 1))
            .map((line) =>
              line === story.title
                ? `<div id="hd"><span class='enHeadline'>${escapeXml(line)}</span></div>`
                : story.body.includes(line)
                  ? `<p class="articleParagraph enarticleParagraph">${escapeXml(line)}</p>`
                  : `<div>${escapeXml(line)}</div>`,
            )
            .join("")}</div>`,
      )
      .join("")}</form></body></html>`,
  );

/** An export of LexisNexis in its older layout as RTF. */
export const olderNexisRtf = (list: readonly Story[]): Uint8Array =>
  rtfOf(rtfLines(list.flatMap((story, at) => olderNexisLines(story, at + 1, list.length))));

/** A Factiva export with field codes as RTF: a table of two columns for each article. */
export const factivaRtf = (list: readonly Story[]): Uint8Array =>
  rtfOf(
    list
      .flatMap((story, at) => factivaFields(story, number(at + 1)))
      .map(
        ([code, values]) =>
          `{\\trowd\\pard\\intbl {\\b ${code}}\\cell ${values.map(escapeRtf).join("\\par\n")}\\cell\\row}\n`,
      )
      .join(""),
  );

/** A Factiva export for reading as RTF. */
export const factivaReadingRtf = (list: readonly Story[]): Uint8Array =>
  rtfOf(
    rtfLines([
      ...list.flatMap((story, at) => factivaLines(story, number(at + 1))),
      "Search Summary",
      "Text | ferry",
    ]),
  );

/** Exports as their databases could have made them. */
export const samples: readonly { readonly name: string; readonly bytes: Uint8Array }[] = [
  { name: "nexis.docx", bytes: nexisDocx(stories) },
  { name: "nexis.rtf", bytes: nexisRtf(stories) },
  { name: "older-nexis.rtf", bytes: olderNexisRtf(stories) },
  { name: "factiva.html", bytes: factivaHtml(stories) },
  { name: "factiva-reading.html", bytes: factivaReadingHtml(stories) },
  { name: "factiva.rtf", bytes: factivaRtf(stories) },
  { name: "factiva-reading.rtf", bytes: factivaReadingRtf(stories) },
];
