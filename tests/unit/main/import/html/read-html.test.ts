import { describe, expect, test } from "vitest";
import { readHtml } from "../../../../../main/import/html/read-html";
import type { ImportedArticle } from "../../../../../main/import/imported-article";
import { aNewsPage, furniture, newsParagraphs } from "../../../../samples/html";

const read = async (page: string | Uint8Array, fileName = "page.html"): Promise<ImportedArticle> => {
  const result = await readHtml(Buffer.from(page), { fileName });
  const article = result.ok && result.value.kind === "articles" ? result.value.articles[0] : undefined;
  if (article === undefined) throw new Error(JSON.stringify(result));
  return article;
};

const firstOf = ({ proposals }: ImportedArticle, field: string) => {
  const found = proposals.find((proposal) => proposal.field === field);
  return found === undefined ? undefined : [found.value, found.from, found.strength];
};

const reasonOf = ({ asides }: ImportedArticle, words: string) =>
  asides.find(({ text }) => text.includes(words))?.reason;

describe("the text of a news page", () => {
  test("is its headline and every paragraph, and nothing else", async () => {
    const article = await read(aNewsPage());
    expect(article.text).toBe(["Storm closes harbour of Lindholm", ...newsParagraphs].join("\n\n"));
    expect(article.blocks[0]).toEqual({ kind: "heading", level: 1, start: 0, end: 32 });
    expect(article.doubts).toEqual([]);
    expect(article.steps).toContain("main text found by Readability 0.6.0");
  });

  test("leaves what stands round and in it aside, with its reason, at its place", async () => {
    const article = await read(aNewsPage());
    expect(reasonOf(article, "We use cookies")).toBe("cookie-notice");
    expect(reasonOf(article, "Weather")).toBe("navigation");
    expect(reasonOf(article, "Photo: A. Berg")).toBe("caption");
    expect(reasonOf(article, "Buy one sofa")).toBe("advertisement");
    expect(reasonOf(article, "Ferry cancelled")).toBe("see-also");
    expect(reasonOf(article, "Great article")).toBe("comments");
    expect(reasonOf(article, "All rights reserved")).toBe("navigation");
    const caption = article.asides.find(({ reason }) => reason === "caption");
    expect(article.text.slice(caption?.at).startsWith(newsParagraphs[1] ?? "-")).toBe(true);
  });

  test("keeps short answers and subheadings between its paragraphs", async () => {
    const inserts = { 2: "<h2>What now?</h2><p>No.</p>", 3: "<blockquote>Said a diver.</blockquote>" };
    const { text, blocks } = await read(aNewsPage({ inserts }));
    expect(text).toContain("What now?\n\nNo.\n\n“We lost");
    const quote = blocks.find(({ kind }) => kind === "quote");
    expect(text.slice(quote?.start, quote?.end)).toBe("Said a diver.");
  });

  test("is not set aside because a site calls its wrapper related or comments", async () => {
    const body = newsParagraphs.map((text) => `<p>${text}</p>`).join("");
    for (const name of ["related-content", "comment-section", "ad-container"]) {
      const { text } = await read(`<html><body><div class="${name}"><div>${body}</div></div></body></html>`);
      for (const paragraph of newsParagraphs) expect(text).toContain(paragraph);
    }
  });

  test("loses what only points elsewhere, and no prose that begins like it", async () => {
    const inserts = {
      2: '<p>See also: <a href="/x">Crane falls in Sandvik</a></p><p><a href="/t">Tweet</a></p>',
      3: "<p>See also the report of 2011, which says the same in more words than this one does.</p>",
      5: '<p>Read more:</p><p><a href="/y">Nine days of grain</a></p><ul><li><a href="/z">Barges by canal</a></li></ul>',
    };
    const article = await read(aNewsPage({ inserts }));
    for (const words of ["Crane falls", "Read more:", "Nine days of grain", "Barges"])
      expect(reasonOf(article, words)).toBe("see-also");
    expect(reasonOf(article, "Tweet")).toBe("other");
    expect(article.text).toContain("See also the report of 2011");
    for (const paragraph of newsParagraphs) expect(article.text).toContain(paragraph);
  });

  test("is the whole page, flagged, where no main text is found", async () => {
    const links = Array.from(
      { length: 40 },
      (_, at) => `<li><a href="/${at}">Link number ${at} of this page</a></li>`,
    );
    const article = await read(`<html><body><nav>Menu</nav><ul>${links.join("")}</ul></body></html>`);
    expect(article.doubts).toContain("text");
    expect(article.text).toContain("Link number 0 of this page\nLink number 1 of this page");
    expect(reasonOf(article, "Menu")).toBe("navigation");
  });

  test("of a short notice is that notice", async () => {
    const notice = "The ferry to Sandvik is cancelled today because of high waves, the operator said.";
    const page = `<html><body>${furniture.navigation}<article><h1>Ferry cancelled</h1><p>${notice}</p></article>${furniture.footer}</body></html>`;
    expect((await read(page)).text).toContain(notice);
  });

  test("is read although the page hides it until a script runs", async () => {
    const page = `<html><body><p>Loading</p><div style="display:none">${newsParagraphs.map((text) => `<p>${text}</p>`).join("")}</div></body></html>`;
    const article = await read(page);
    expect(article.text).toContain(newsParagraphs[5]);
    expect(article.doubts).toContain("text");
  });

  test("holds all that somebody pasted", async () => {
    const pasted =
      "<meta charset='utf-8'><!--StartFragment--><p>One line.</p><ul><li><a href='/x'>A link</a></li></ul>";
    const article = await read(pasted, "");
    expect(article.text).toBe("One line.\n\nA link");
    expect(article.doubts).not.toContain("text");
  });

  test("is that of each article of a news database's export", async () => {
    const item = (at: number) =>
      `<div class="article enArticle"><table><tr><td>HD</td><td>Headline ${at}</td></tr><tr><td>SN</td><td>Courier</td></tr><tr><td>PD</td><td>20 May 2024</td></tr><tr><td>TD</td><td><p>${newsParagraphs[at]}</p></td></tr><tr><td>AN</td><td>Document X${at}</td></tr></table></div>`;
    const result = await readHtml(Buffer.from(`<html><body>${item(1)}${item(2)}</body></html>`), {
      fileName: "f.html",
    });
    expect(result.ok && result.value.kind === "articles" && result.value.articles.length).toBe(2);
  });

  test("cannot come from a page without any", async () => {
    const result = await readHtml(Buffer.from("<html><body><img src=x></body></html>"), {
      fileName: "a.html",
    });
    expect(result).toMatchObject({ ok: false, error: { kind: "invalid-input" } });
  });
});

describe("the metadata of a news page", () => {
  test("offer both readings of a date that has two, unless another place states the day", async () => {
    const withHead = (meta: string) => read(aNewsPage({ head: `<title>Storm</title>${meta}` }));
    const numbers = '<meta property="article:published_time" content="04/05/2024">';
    const dates = ({ proposals }: Awaited<ReturnType<typeof read>>) =>
      proposals
        .filter(({ field, strength }) => field === "publishedOn" && strength !== "guessed")
        .map(({ value, from, strength }) => [value, from, strength]);
    const both = await withHead(numbers);
    expect(dates(both)).toEqual([
      ["2024-05-04", "meta article:published_time, day first", "either"],
      ["2024-04-05", "meta article:published_time, month first", "either"],
    ]);
    const sure = await withHead(`${numbers}<meta name="date" content="2024-05-04">`);
    expect(dates(sure)).toEqual([["2024-05-04", "meta date", "stated"]]);
  });

  test("come from JSON-LD first, each with its place", async () => {
    const article = await read(aNewsPage());
    expect(firstOf(article, "title")).toEqual([
      "Storm closes harbour of Lindholm",
      "JSON-LD headline",
      "stated",
    ]);
    expect(firstOf(article, "source")).toEqual(["The Lindholm Courier", "JSON-LD publisher", "stated"]);
    expect(firstOf(article, "byline")).toEqual(["Mika Lund, Jo Farr", "JSON-LD author", "stated"]);
    expect(firstOf(article, "publishedOn")).toEqual(["2024-05-20", "JSON-LD datePublished", "stated"]);
    expect(firstOf(article, "modifiedOn")).toEqual(["2024-05-21", "JSON-LD dateModified", "stated"]);
    expect(firstOf(article, "url")).toEqual([
      "https://courier.example/2024/05/20/harbour",
      "link rel=canonical",
      "stated",
    ]);
    expect(firstOf(article, "language")?.[0]).toBe("en");
  });

  test.each([
    ["<meta property='og:title' content='Harbour &amp; crane'>", "title", "Harbour & crane", "meta og:title"],
    ["<meta name=DC.title content='By Dublin'>", "title", "By Dublin", "meta dc.title"],
    [
      "<title>Harbour - The Courier</title><meta property=og:site_name content='The Courier'>",
      "title",
      "Harbour",
      "title element",
    ],
    ["<meta name=author content='By Mika Lund'>", "byline", "Mika Lund", "meta author"],
    ["<meta name=dc.creator content='Lund, Mika'>", "byline", "Lund, Mika", "meta dc.creator"],
    [
      "<meta name=pubdate content='Mon, 20 May 2024 23:00:00 -0400'>",
      "publishedOn",
      "2024-05-20",
      "meta pubdate",
    ],
    [
      "<meta itemprop=dateModified content='20240521T0100Z'>",
      "modifiedOn",
      "2024-05-21",
      "meta datemodified",
    ],
    [
      "<time pubdate datetime='2024-05-20T23:59:59-11:00'>May</time>",
      "publishedOn",
      "2024-05-20",
      "time element",
    ],
    [
      "<meta property=og:url content='https://courier.example/a'>",
      "url",
      "https://courier.example/a",
      "meta og:url",
    ],
    ["<meta property=og:locale content='sv_SE'>", "language", "sv-SE", "meta og:locale"],
  ])("are taken from %s", async (head, field, value, from) => {
    const article = await read(aNewsPage({ head, lang: "" }));
    expect(firstOf(article, field)).toEqual([value, from, "stated"]);
  });

  test("are not believed when they are impossible", async () => {
    const head = `<meta name=author content="https://courier.example/mika"><meta name=date content="2024-02-30"><meta name=pubdate content="0001-01-01T00:00:00">
      <link rel=canonical href="javascript:alert(1)"><meta property=og:url content="file:///etc/passwd"><meta property="article:published_time" content="yesterday">`;
    const article = await read(aNewsPage({ head }));
    for (const field of ["publishedOn", "url"]) expect(firstOf(article, field)).toBeUndefined();
    expect(
      article.proposals.filter(({ field, strength }) => field === "byline" && strength === "stated"),
    ).toEqual([]);
  });

  test("tell the article from the related ones that JSON-LD lists beside it", async () => {
    const ld = (headline: string, url: string) => ({
      "@type": "NewsArticle",
      headline,
      url,
      datePublished: "2020-01-01",
    });
    const list = [
      ld("Another", "https://courier.example/b"),
      { ...ld("This one", "https://courier.example/a"), datePublished: "2024-05-20" },
    ];
    const head = `<link rel=canonical href="https://courier.example/a"><script type="application/ld+json">${JSON.stringify(list)}</script>`;
    const article = await read(aNewsPage({ head }));
    expect(firstOf(article, "title")?.[0]).toBe("This one");
    expect(firstOf(article, "publishedOn")?.[0]).toBe("2024-05-20");
  });

  test("survive JSON-LD that is broken, deep or clobbers", async () => {
    const scripts = [
      "{",
      "null",
      '{"__proto__":{"headline":"x"},"@type":"NewsArticle"}',
      `${"[".repeat(50_000)}${"]".repeat(50_000)}`,
      '{"@type":"NewsArticle","headline":"Line\nend",}',
      '<!-- {"@type":"NewsArticle","headline":"In a\tcomment"} -->',
    ];
    const head = scripts.map((script) => `<script type="application/ld+json">${script}</script>`).join("");
    const article = await read(aNewsPage({ head }));
    expect(firstOf(article, "title")?.[0]).toBe("In a comment");
  });

  test("include the address that a browser wrote into the page it saved", async () => {
    const from = await read(
      `<!DOCTYPE html>\n<!-- saved from url=(0025)https://courier.example/a -->\n${aNewsPage({ head: "" })}`,
    );
    expect(firstOf(from, "url")).toEqual(["https://courier.example/a", "saved-from comment", "stated"]);
    const single = await read(
      `<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://courier.example/b \n saved date: Tue May 21 2024 08:00:00 GMT+0200\n-->${aNewsPage({ head: "" }).slice(40)}`,
    );
    expect(firstOf(single, "url")).toEqual(["https://courier.example/b", "SingleFile comment", "stated"]);
    expect(single.steps).toContain("page saved Tue May 21 2024 08:00:00 GMT+0200");
  });

  test("guess a date from a time that does not say what it is of", async () => {
    const article = await read(aNewsPage({ head: "<time datetime='2024-05-18'>Saturday</time>" }));
    expect(firstOf(article, "publishedOn")).toEqual(["2024-05-18", "first time element", "guessed"]);
    expect(article.doubts).toContain("date");
  });
});

describe("the characters of a page", () => {
  const word = "Café “Måsen” – dörrar";
  const page = (meta: string) =>
    aNewsPage({ head: meta, paragraphs: [...newsParagraphs, `${word}. The end of it all.`] }).replace(
      '<meta charset="utf-8">',
      "",
    );

  test.each([
    ["UTF-8 without a declaration", Buffer.from(page("")), "utf-8"],
    [
      "a byte order mark against a wrong declaration",
      Buffer.from(`\ufeff${page("<meta charset=koi8-r>")}`),
      "utf-8",
    ],
    [
      "UTF-16 with a mark",
      Buffer.concat([Buffer.from([255, 254]), Buffer.from(page("<meta charset=utf-8>"), "utf16le")]),
      "utf-16le",
    ],
    [
      "windows-1252 as http-equiv declares",
      Buffer.from(
        page('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">')
          .replaceAll("“", "\x93")
          .replaceAll("”", "\x94")
          .replaceAll("–", "\x96"),
        "latin1",
      ),
      "windows-1252",
    ],
  ])("are right in %s", async (_, bytes, encoding) => {
    const article = await read(bytes);
    expect(article.text).toContain(word);
    expect(article.encoding?.name).toBe(encoding);
  });
});
