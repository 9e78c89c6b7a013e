import { describe, expect, test } from "vitest";
import { readFeed } from "../../../../main/import/feed";
import type { ImportedArticle } from "../../../../main/import/imported-article";
import { anAtomFeed, anRdfFeed, anRssFeed, rssItems } from "../../../samples/feed";
import { newsParagraphs } from "../../../samples/html";

const readAll = async (feed: string | Uint8Array): Promise<ImportedArticle[]> => {
  const result = await readFeed(Buffer.from(feed), { fileName: "feed.xml" });
  if (!result.ok || result.value.kind !== "articles") throw new Error(JSON.stringify(result));
  return result.value.articles;
};

const factsOf = ({ proposals }: ImportedArticle) =>
  Object.fromEntries([...proposals].reverse().map(({ field, value }) => [field, value]));

const refusal = async (feed: string): Promise<string> => {
  const result = await readFeed(Buffer.from(feed), { fileName: "feed.xml" });
  return result.ok ? "" : result.error.message;
};

describe("an RSS feed", () => {
  test("has an article for each item, with what the item says", async () => {
    const [whole, teaser] = await readAll(anRssFeed(rssItems));
    if (whole === undefined || teaser === undefined) throw new Error("an item is missing");
    expect(whole.part).toBe("item 1 of 2");
    expect(whole.text).toBe(newsParagraphs.join("\n\n"));
    expect(whole.doubts).toEqual([]);
    expect(whole.asides.map(({ text }) => text)).toEqual([
      "The post Storm closes harbour appeared first on The Lindholm Courier.",
    ]);
    expect(factsOf(whole)).toMatchObject({
      title: "Storm closes harbour & market",
      byline: "Mika Lund",
      publishedOn: "2024-05-20",
      url: "https://courier.example/harbour",
      source: "The Lindholm Courier",
      language: "en-GB",
    });
    expect(factsOf(teaser)).toMatchObject({
      title: "Ferry cancelled",
      byline: "Jo Farr",
      publishedOn: "2024-05-21",
      url: "https://courier.example/ferry",
    });
  });

  test("flags an item of which it has only the beginning", async () => {
    const [, teaser] = await readAll(anRssFeed(rssItems));
    expect(teaser?.doubts).toContain("text");
    expect(teaser?.remarks).toContain("the feed holds only the beginning of it");
  });

  test("names the source of an item that it took over", async () => {
    const item = `<item><title>A</title><source url="x">The Mill Post</source><description>${newsParagraphs.join(" ")}</description></item>`;
    expect(factsOf((await readAll(anRssFeed(item)))[0] as ImportedArticle)["source"]).toBe("The Mill Post");
  });

  test("goes on after an item without text and tells of it", async () => {
    const result = await readFeed(Buffer.from(anRssFeed(`<item><title>Nothing</title></item>${rssItems}`)), {
      fileName: "f.xml",
    });
    expect(result).toMatchObject({ ok: true, value: { unread: [{ part: "item 1 of 3" }] } });
  });

  test("with broken XML and entities of HTML gives what can be read", async () => {
    const item =
      "<item><title>Caf&eacute; & bar</title><description>It is &nbsp;closed &hellip; &unknown; </description></item>";
    const [article] = await readAll(anRssFeed(item).replace("</channel>", ""));
    expect(article?.text).toBe("It is \u00a0closed … &unknown;");
    expect(factsOf(article as ImportedArticle)["title"]).toBe("Café & bar");
    expect(article?.remarks.join()).toContain("broken in places");
  });
});

describe("an Atom feed", () => {
  test("has its texts whether they are escaped or stand there as elements", async () => {
    const [escaped, elements] = await readAll(anAtomFeed);
    expect(escaped?.text).toBe(newsParagraphs.join("\n\n"));
    expect(elements?.text).toBe(`${newsParagraphs[0]}\n5 < 6\n\nOne\nTwo`);
  });

  test("has what its entries say, else what the feed says", async () => {
    const [first, second] = await readAll(anAtomFeed);
    expect(factsOf(first as ImportedArticle)).toMatchObject({
      title: "Harbour & crane",
      byline: "The desk",
      publishedOn: "2024-05-20",
      modifiedOn: "2024-05-21",
      url: "https://courier.example/notes/1",
      language: "sv",
      source: "Courier notes",
    });
    expect(factsOf(second as ImportedArticle)).toMatchObject({
      title: "Plain <3",
      byline: "Mika Lund",
      publishedOn: "2024-05-22",
      language: "en",
    });
  });
});

test("an RDF feed has an article for each item", async () => {
  const [article] = await readAll(anRdfFeed);
  expect(article?.part).toBe("");
  expect(article?.mediaType).toBe("application/rdf+xml");
  expect(factsOf(article as ImportedArticle)).toMatchObject({
    title: "A note",
    publishedOn: "2024-05-20",
    source: "Courier",
  });
});

describe("a hostile feed", () => {
  test("that declares entities is refused before any is expanded", async () => {
    const bomb = `<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY file SYSTEM "file:///etc/passwd">]>`;
    const item = "<item><title>&b;</title><description>&file;</description></item>";
    expect(await refusal(anRssFeed(item, bomb))).toContain("declares entities of its own");
  });

  test("with a plain document type is read", async () => {
    const type =
      '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd">';
    expect(await readAll(anRssFeed(rssItems, type))).toHaveLength(2);
  });

  test("nested as deep as it likes is refused", async () => {
    expect(await refusal(anRssFeed(`<item>${"<a>".repeat(100_000)}`))).toContain("nested");
  });

  test("without items, or without XML, is refused with a reason", async () => {
    for (const feed of ["", "<rss/>", anRssFeed(""), "<html></html>", "{}", "<rss><channel><item"])
      expect(await refusal(feed)).not.toBe("");
  });

  test("shows no markup of what its items hold", async () => {
    const item = `<item><title><![CDATA[<img src=x onerror=alert(1)>Title<script>x</script>]]></title><link>javascript:alert(1)</link><description><![CDATA[<p>Words <a href="javascript:alert(1)">here</a><script>alert(1)</script></p>]]></description></item>`;
    const [article] = await readAll(anRssFeed(item));
    expect(article?.text).toBe("Words here");
    expect(JSON.stringify(article)).not.toContain("alert");
    expect(factsOf(article as ImportedArticle)["title"]).toBe("Title");
  });

  test("cannot clobber what reads it", async () => {
    const item = `<item><__proto__>x</__proto__><constructor>y</constructor><title>T</title><description>Words of it.</description></item>`;
    expect((await readAll(anRssFeed(item)))[0]?.text).toBe("Words of it.");
    expect(({} as Record<string, unknown>)["value"]).toBeUndefined();
  });
});
