import { newsParagraphs } from "./html";

const escapeXml = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? sign);

const markup = newsParagraphs.map((text) => `<p>${text}</p>`).join("\n");

/** An RSS 2.0 feed round these items. */
export const anRssFeed = (items: string, prolog = ""): string => `<?xml version="1.0" encoding="UTF-8"?>
${prolog}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><image><title>A picture</title></image><title>The Lindholm Courier</title><link>https://courier.example/</link><atom:link href="https://courier.example/feed" rel="self"/><language>en-gb</language>
${items}
</channel></rss>`;

/** An item with its whole text, and one with only a beginning. */
export const rssItems = `<item><title>Storm closes harbour &amp;amp; market</title><link>https://courier.example/harbour</link><dc:creator><![CDATA[Mika Lund]]></dc:creator><pubDate>Mon, 20 May 2024 23:30:00 -0400</pubDate><description>Short.</description><content:encoded><![CDATA[${markup}<p>The post Storm closes harbour appeared first on The Lindholm Courier.</p>]]></content:encoded></item>
<item><title>Ferry cancelled</title><guid isPermaLink="true">https://courier.example/ferry</guid><author>jo@courier.example (Jo Farr)</author><pubDate>21 May 2024 08:00:00 GMT</pubDate><description>${escapeXml("<p>The ferry to Sandvik is cancelled …</p>")}</description></item>`;

/** An Atom feed with its text as escaped HTML and as XHTML. */
export const anAtomFeed = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Courier notes</title><link href="https://courier.example/notes"/><author><name>The desk</name></author>
<entry xml:lang="sv"><title type="html">Harbour &amp;amp; &lt;b&gt;crane&lt;/b&gt;</title><link rel="enclosure" href="x.mp3"/><link href="/notes/1"/><published>2024-05-20T22:15:00-04:00</published><updated>2024-05-21T10:00:00Z</updated><content type="html">${escapeXml(markup)}</content></entry>
<entry><title>Plain &lt;3</title><link rel="alternate" href="https://courier.example/notes/2"/><author><name>Mika Lund</name></author><updated>2024-05-22T10:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>${newsParagraphs[0]}<br/>5 &lt; 6</p><ul><li>One</li><li>Two</li></ul></div></content></entry>
</feed>`;

/** An RSS 1.0 feed. */
export const anRdfFeed = `<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://courier.example/"><title>Courier</title><link>https://courier.example/</link></channel>
<item rdf:about="https://courier.example/a"><title>A note</title><link>https://courier.example/a</link><dc:date>2024-05-20T23:00:00+02:00</dc:date><description>${newsParagraphs[1]}</description></item>
</rdf:RDF>`;

/** Valid feeds, for tests that change them. */
export const samples: readonly { name: string; bytes: Uint8Array }[] = [
  { name: "feed.rss", bytes: Buffer.from(anRssFeed(rssItems)) },
  { name: "feed.atom", bytes: Buffer.from(anAtomFeed) },
  { name: "feed.rdf", bytes: Buffer.from(anRdfFeed) },
];
