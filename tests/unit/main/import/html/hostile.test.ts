import { describe, expect, test } from "vitest";
import { piecesOfHtml } from "../../../../../main/import/html/html-pieces";
import { readHtml } from "../../../../../main/import/html/read-html";
import { newsParagraphs } from "../../../../samples/html";

/*
 * The corpus of security.md 5.1 (row 23): whatever a page holds, reading it throws nothing, runs nothing, takes about no
 * time, and gives the words of the page and not its markup.
 */

const canary = "assayCanary";
const alarm = `globalThis.${canary}=1`;
const script = `<script>${alarm}</script>`;
const picture = `<img src=x onerror="${alarm}">`;

const body = newsParagraphs.map((text) => `<p>${text}</p>`);
const page = (hostile: string, head = ""): string =>
  `<!DOCTYPE html><html><head><title>News</title>${head}</head><body><article>${body.slice(0, 3).join("")}${hostile}${body.slice(3).join("")}</article></body></html>`;
const benign = newsParagraphs.join("\n\n");

const textOf = async (html: string): Promise<string> => {
  const result = await readHtml(Buffer.from(html), { fileName: "page.html" });
  if (!result.ok) return "";
  return result.value.kind === "articles" ? (result.value.articles[0]?.text ?? "") : "";
};

/** Everything that came of a page, asides and metadata included. */
const allOf = async (html: string): Promise<string> =>
  JSON.stringify(await readHtml(Buffer.from(html), { fileName: "page.html" }));

const hex = (text: string, before: string, after: string): string =>
  [...text].map((sign) => `${before}${sign.charCodeAt(0).toString(16)}${after}`).join("");

/** "javascript:alert(1)" as filters have been got round with. */
const schemes = [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  " javascript:alert(1)",
  "\u0001javascript:alert(1)",
  "java\tscript:alert(1)",
  "java\nscript:alert(1)",
  "java&#10;script:alert(1)",
  "javascript&colon;alert(1)",
  "javascript&#58;alert(1)",
  `${hex("javascript", "&#x", ";")}:alert(1)`,
  `${hex("javascript", "&#x0000", "")}:alert(1)`,
  "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
  "vbscript:msgbox(1)",
  "view-source:javascript:alert(1)",
];

describe("a hostile page", () => {
  test.each([
    ["script", script],
    ["script that writes", "<script>document.write('<p>written</p>')</script>"],
    ["img onerror", picture],
    ["svg onload", `<svg onload="${alarm}"><text>drawn</text></svg>`],
    ["svg use", '<svg><use href="data:image/svg+xml,<svg id=x onload=alert(1)>#x"/></svg>'],
    [
      "svg animate",
      "<svg><a><animate attributeName=href values=javascript:alert(1) /><text>drawn</text></a></svg>",
    ],
    ["noscript", `<noscript><p title="</noscript>${picture.replaceAll('"', "")}"></p></noscript>`],
    ["iframe srcdoc", `<iframe srcdoc="<p>framed</p>${script}"></iframe>`],
    ["iframe", "<iframe src=http://127.0.0.1:9/>framed</iframe>"],
    ["object", '<object data="data:text/html,<script>1</script>">object</object>'],
    ["embed", '<embed src="http://127.0.0.1:9/a.swf">'],
    [
      "links",
      "<link rel=stylesheet href=//x.example/a.css><link rel=preload href=//x.example/b as=script><link rel=dns-prefetch href=//x.example><link rel=preconnect href=//x.example><link rel=icon href=//x.example/i><link rel=manifest href=//x.example/m>",
    ],
    [
      "style @import",
      "<style>@import url(//x.example/a.css); p { background: url(//x.example/b) } p::after { content: 'styled' }</style>",
    ],
    ["base", "<base href=//x.example/>"],
    [
      "meta refresh",
      '<meta http-equiv=refresh content="0;url=//x.example"><meta http-equiv=set-cookie content="a=b"><meta http-equiv=Content-Security-Policy content="script-src *">',
    ],
    [
      "video poster",
      "<video poster=//x.example/p src=//x.example/v autoplay>video</video><audio src=//x.example/a>audio</audio>",
    ],
    [
      "srcset",
      '<img srcset="//x.example/1 1x, //x.example/2 2x"><picture><source srcset=//x.example/3></picture>',
    ],
    ["template", `<template><p>template</p>${script}</template>`],
    ["portal", "<portal src=//x.example>portal</portal>"],
    ["comments", `<!--><!--->${"<!-- <p>comment</p> -->"}<!-- --!><!-- a -- b -->`],
    ["conditional comments", `<!--[if IE]><p>old</p>${script}<![endif]--><![if !IE]><![endif]>`],
    ["speculation rules", '<script type=speculationrules>{"prerender":[{"urls":["//x.example"]}]}</script>'],
    ["import map", '<script type=importmap>{"imports":{"a":"//x.example"}}</script>'],
    ["processing instruction", "<?php echo 'php' ?><?xml-stylesheet href=//x.example?>"],
    ["input image", "<input type=image src=//x.example formaction=javascript:alert(1) value=input>"],
  ])("with %s has the text of the page without it", async (_, hostile) => {
    expect(await textOf(page(hostile))).toBe(benign);
  });

  test.each([
    ["mXSS by math", `<math><mtext></form><form><mglyph><style></math>${picture}`],
    ["mXSS by svg style", `<svg></p><style><a id="</style>${picture}">`],
    [
      "mXSS by table",
      `<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style>${picture}">`,
    ],
    ["CDATA", `<![CDATA[<p>data</p>]]><svg><![CDATA[${picture}]]></svg>`],
    [
      "a form",
      `<form action=//x.example id=attributes><input name=nodeType><input name=parentNode><button formaction=javascript:alert(1)>Send</button></form>`,
    ],
    [
      "background attributes",
      "<table background=//x.example/t><tr><td background=//x.example/c>Cell</td></tr></table><a ping=//x.example href=//x.example>pinged</a>",
    ],
    ["nested forms and tables", "<table><form><tr><table><form><td><select><option><table>"],
    ["a closed body", `</body></html>${script}<p>After</p>`],
    ["unclosed everything", "<div><span><b><i><a href='x'><table><tr><td><ul><li><select><svg><math><h2"],
    ["an unclosed attribute", `<p title="${picture.replaceAll('"', "")}`],
    ["an unclosed comment", "<!-- "],
    ["an unclosed script", "<script>"],
    ["plaintext", "<plaintext>"],
    ["a closing tag of everything", "</p></div></article></body></html></svg></math></table>"],
  ])("with %s throws nothing and shows no markup of it", async (_, hostile) => {
    const all = await allOf(page(hostile));
    expect(all).toContain("Nobody was hurt");
    expect(all).not.toMatch(/globalThis|formaction|<script/);
  });

  test("drawn with foreign objects shows the words that a browser shows", () => {
    const html =
      "<p>a</p><svg><title>t</title><text>no</text><foreignObject><p>b</p></foreignObject><desc>no</desc></svg><p>c</p>";
    expect(piecesOfHtml(html).map(({ text }) => text)).toEqual(["a", "b", "c"]);
  });

  test("does not lose its text in a drawing or a formula that is never closed", () => {
    for (const open of ["<svg>", "<svg><g><path>", "<math><mi>", "<button>", "<b><i><font>"])
      expect(piecesOfHtml(`<p>a</p>${open}<p>b</p><div>c</div>`).map(({ text }) => text)).toEqual([
        "a",
        "b",
        "c",
      ]);
  });

  test.each(schemes)("with a link to %j keeps the words and drops the address", async (address) => {
    const all = await allOf(
      page(
        `<p>Read <a href="${address}">the paper</a> and <area href="${address}"> more of it.</p>`,
        `<link rel=canonical href="${address}">`,
      ),
    );
    expect(all).toContain("Read the paper and more of it.");
    expect(all).not.toMatch(/alert\(1\)|PHNjcmlwdD5|msgbox/);
  });

  test("cannot clobber what reads it", async () => {
    const names = [
      "__proto__",
      "constructor",
      "attributes",
      "nodeType",
      "childNodes",
      "firstChild",
      "parentNode",
      "textContent",
      "getAttribute",
      "body",
      "documentElement",
      "hasOwnProperty",
      "toString",
    ];
    const hostile = names
      .map(
        (name) =>
          `<a id="${name}" name="${name}" class="${name}"></a><form name="${name}"><input id="${name}" name="${name}"></form><div role="${name}" ${name}="x" aria-level="${name}"></div>`,
      )
      .join("");
    const head = names.map((name) => `<meta name="${name}" property="${name}" content="${name}">`).join("");
    expect(await textOf(page(hostile, head))).toBe(benign);
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });

  test("in frames says so by its own words", async () => {
    const frames =
      "<html><frameset cols=50%><frame src=//x.example><noframes><p>This page needs frames.</p></noframes></frameset></html>";
    expect(await textOf(frames)).toBe("This page needs frames.");
  });

  test("cannot run anything", async () => {
    await readHtml(Buffer.from(page(`${script}${picture}<svg onload="${alarm}">`)), { fileName: "a.html" });
    expect(Object.hasOwn(globalThis, canary)).toBe(false);
  });
});

/** Seconds of the processor: far more than any of these takes, and less than the guest process has. */
const budget = 8;

const timed = async (html: string): Promise<string> => {
  const start = process.cpuUsage();
  const text = await textOf(html);
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1e6).toBeLessThan(budget);
  return text;
};

describe("a page made to be slow", { timeout: 120_000 }, () => {
  const many = 100_000;
  const fewer = 30_000;
  const tail = body.join("");

  test.each([
    ["nested div", "<div>".repeat(many)],
    ["nested inline elements", "<b><i><a>".repeat(many / 3)],
    ["nested tables", "<table><tr><td>".repeat(many / 3)],
    ["nested lists", "<ul><li>".repeat(many / 2)],
    ["nested custom elements", "<x-y>".repeat(many)],
    ["elements of many names", Array.from({ length: 50_000 }, (_, at) => `<x${at}>`).join("")],
    ["nesting that hides behind stray end tags", "<div></x><!--</div>--><p title='</div>'>".repeat(20_000)],
    ["nested drawings", "<svg><g>".repeat(many / 2)],
  ])("by %s is read with its text", async (_, opened) => {
    const text = await timed(`<html><body>${opened}${tail}</body></html>`);
    for (const paragraph of newsParagraphs) expect(text).toContain(paragraph);
  });

  test.each([
    ["an attribute of 10 MB", `<div title="${"x".repeat(10_000_000)}">`],
    ["a style of 10 MB", `<div style="${"a:b;".repeat(2_500_000)}">`],
    ["a class of 10 MB", `<div class="${"ad ".repeat(3_300_000)}">`],
    ["a data address of 10 MB", `<img src="data:image/png;base64,${"A".repeat(10_000_000)}">`],
    ["a comment of 10 MB", `<!--${"-".repeat(10_000_000)}-->`],
    ["a script of 10 MB", `<script type="application/ld+json">${"[".repeat(10_000_000)}</script>`],
    ["an element name of 10 MB", `<${"x".repeat(10_000_000)}>`],
    ["30,000 attributes", `<div ${Array.from({ length: fewer }, (_, at) => `a${at}=1`).join(" ")}>`],
    ["30,000 metas", Array.from({ length: fewer }, (_, at) => `<meta name=a${at} content=b>`).join("")],
  ])("by %s is read with its text", async (_, hostile) => {
    expect(await timed(`<html><body>${hostile}${tail}</body></html>`)).toContain(benign);
  });

  test.each([
    ["30,000 line breaks", "word<br>".repeat(fewer)],
    ["30,000 short paragraphs", "<p>a word".repeat(fewer)],
    ["30,000 inline elements in one paragraph", "<i>a</i> ".repeat(fewer)],
    ["30,000 opening brackets", "< ".repeat(fewer)],
    ["30,000 unclosed tags", "<a ".repeat(fewer)],
    ["30,000 unclosed comments", "<!-".repeat(fewer)],
    ["30,000 entities", "&amp;&#38;&notanentity;".repeat(fewer / 3)],
    ["30,000 cells in one row", `<table><tr>${"<td>a".repeat(fewer)}</table>`],
    ["one word of 5 MB", "x".repeat(5_000_000)],
    ["blanks of 5 MB", ` ${" \n".repeat(2_500_000)} `],
  ])("by %s is read in time", async (_, hostile) => {
    await timed(`<html><body><p>Words</p>${hostile}</body></html>`);
  });
});

test("A page over which Readability trips is read whole", async () => {
  const odd = `<!DOCTYPE html><html><head><title>News</title><div>${body.join("")}</div></head><body></body></html>`;
  expect(await textOf(odd)).toContain(newsParagraphs[0]);
});
