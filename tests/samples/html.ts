/** What a made-up news page is made of; everything can be replaced. */
export type NewsPage = {
  readonly title: string;
  readonly head: string;
  readonly paragraphs: readonly string[];
  /** Markup put between the paragraphs, by the number of paragraphs before it. */
  readonly inserts: Readonly<Record<number, string>>;
  readonly lang: string;
};

/** Six paragraphs of invented news. */
export const newsParagraphs: readonly string[] = [
  "The harbour of Lindholm will stay closed to large ships until Thursday, the port authority said on Monday, after a crane fell across the main basin during the storm and took two lamp posts with it.",
  "Nobody was hurt, but 14 vessels are waiting outside the breakwater, among them three that carry grain for the mills of the region, which hold stocks for about nine days.",
  "“We lost the crane, not the harbour,” said Ingrid Sollander, who has run the port for eleven years. She expects divers to begin their work as soon as the swell drops below a metre.",
  "The mills confirmed that they have no shortage yet. Their spokesman, Per Aldous, called the figure of nine days “a cautious one”, and said that two barges could still come in by the canal.",
  "An earlier closure, in the winter of 2011, lasted for six days and cost the city some four million crowns in fees, according to its own report, which was published a year later.",
  "The council meets on Wednesday to decide whether the remaining cranes, which are of the same age and make, may be used before they have been examined from top to bottom.",
];

/** Parts of a page round an article, as sites have them. */
export const furniture = {
  navigation:
    '<header class="site-header"><a href="/">The Lindholm Courier</a><nav><ul><li><a href="/n">News</a></li><li><a href="/s">Sport</a></li><li><a href="/w">Weather</a></li></ul></nav></header>',
  related:
    '<aside class="related-articles"><h3>Related stories</h3><ul><li><a href="/1">Storm takes roof off school</a></li><li><a href="/2">Ferry cancelled</a></li></ul></aside>',
  advertisement: '<div class="ad-slot"><span>Advertisement</span><p>Buy one sofa, get a cushion.</p></div>',
  figure:
    '<figure><img src="crane.jpg" alt=""><figcaption>The crane on Monday morning. Photo: A. Berg</figcaption></figure>',
  comments:
    '<section id="comments" class="comments-area"><h2>Leave a Reply</h2><div class="comment-list"><p>First! Great article, thanks.</p></div><form class="comment-form"><label>Name</label><input name="n"></form></section>',
  cookies:
    '<div id="cookie-banner" role="dialog"><p>We use cookies to make this site better.</p><button>Accept all</button></div>',
  footer: '<footer class="site-footer"><p>© The Lindholm Courier. All rights reserved.</p></footer>',
};

/** Metadata of every kind, which agree. */
const newsHead = (title: string): string => `<title>${title} | The Lindholm Courier</title>
<link rel="canonical" href="https://courier.example/2024/05/20/harbour">
<meta property="og:title" content="${title} | The Lindholm Courier"><meta property="og:site_name" content="The Lindholm Courier">
<meta property="article:published_time" content="2024-05-20T22:15:00-04:00">
<script type="application/ld+json">${JSON.stringify({
  "@context": "https://schema.org",
  "@graph": [
    { "@type": "WebPage", "@id": "https://courier.example/2024/05/20/harbour", name: "A page" },
    { "@type": "Person", "@id": "#mika", name: "Mika Lund" },
    {
      "@type": "NewsArticle",
      headline: title,
      author: [{ "@id": "#mika" }, { "@type": "Person", name: "Jo Farr" }],
      publisher: { "@type": "Organization", name: "The Lindholm Courier" },
      datePublished: "2024-05-20T22:15:00-04:00",
      dateModified: "2024-05-21T09:00:00-04:00",
      inLanguage: "en-GB",
      mainEntityOfPage: { "@id": "https://courier.example/2024/05/20/harbour" },
    },
  ],
})}</script>`;

const title = "Storm closes harbour of Lindholm";

/** A news page with everything round the article that news pages have. */
export const aNewsPage = (given: Partial<NewsPage> = {}): string => {
  const page: NewsPage = {
    title,
    head: newsHead(given.title ?? title),
    paragraphs: newsParagraphs,
    inserts: { 1: furniture.figure, 2: furniture.advertisement, 4: furniture.related },
    lang: "en",
    ...given,
  };
  const body = page.paragraphs.map((text, at) => `${page.inserts[at] ?? ""}\n<p>${text}</p>`).join("\n");
  return `<!DOCTYPE html>
<html lang="${page.lang}"><head><meta charset="utf-8">${page.head}</head>
<body class="single comments-open">${furniture.cookies}${furniture.navigation}
<main><article class="post"><h1>${page.title}</h1><p class="byline">By Mika Lund and Jo Farr</p>
<div class="entry-content">${body}</div></article>${furniture.comments}</main>${furniture.footer}</body></html>`;
};

const utf16 = (text: string): Uint8Array =>
  Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);

/** Valid pages, for tests that change them. */
export const samples: readonly { name: string; bytes: Uint8Array }[] = [
  { name: "page.html", bytes: Buffer.from(aNewsPage()) },
  {
    name: "saved.html",
    bytes: Buffer.from(
      `<!-- saved from url=(0043)https://courier.example/2024/05/20/harbour -->\n${aNewsPage({ head: "<title>Saved</title>" })}`,
    ),
  },
  {
    name: "old.html",
    bytes: Buffer.from(
      `<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=iso-8859-1"><TITLE>Caf\xe9</TITLE><BODY><TABLE><TR><TD>Menu<TD><FONT>${newsParagraphs.join("<BR><BR>")}</FONT><TABLE><TR><TH>Port<TH>Ships<TR><TD>Lindholm<TD>14</TABLE></TABLE>`,
      "latin1",
    ),
  },
  { name: "utf-16.html", bytes: utf16(aNewsPage({ lang: "sv" })) },
  {
    name: "odd.html",
    bytes: Buffer.from(
      "<p>One<svg><text>No</text><foreignObject><p>Two</p></foreignObject></svg><math><mi>x</mi></math><pre>a\n b</pre><ol><li>1<li>2</ol><blockquote>Q</blockquote><template>t</template><!-- c --><![CDATA[d]]><?php e ?><plaintext>f",
    ),
  },
];
