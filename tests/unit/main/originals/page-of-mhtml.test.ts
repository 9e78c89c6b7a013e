import { describe, expect, it } from "vitest";
import { aPng, aSavedPage, dataUri } from "./originals";
import { dangersIn, failureOf, pageFrom, types } from "./read-page";

const png = (tint: number) => aPng(4, 4, tint);
const [first, second] = [png(1), png(2)];
const site = "https://courier.example";

const of = (html: string, parts: Parameters<typeof aSavedPage>[1] = []) =>
  pageFrom(aSavedPage(html, parts), types.mhtml);

describe("the page of a web archive", () => {
  it("is the saved page with its own styles, by the archive’s addresses, and nothing of ours", async () => {
    const { html, document, texts } = await of(
      `<!DOCTYPE html><html lang="de" class="night"><head><title>x</title><link rel="stylesheet" href="cid:css-1@mhtml.blink" media="screen"><link rel="alternate stylesheet" href="cid:css-1@mhtml.blink"></head><body class="home" style="color:#123"><h1 id="a">Über</h1></body></html>`,
      [
        {
          type: "text/css; charset=iso-8859-1",
          at: "cid:css-1@mhtml.blink",
          bytes: Buffer.from("h1::after{content:'ß'}", "latin1"),
        },
      ],
    );
    expect(html.startsWith('<!DOCTYPE html><html lang="de" class="night"><head><meta charset="utf-8">')).toBe(
      true,
    );
    expect(document.documentElement.className).toBe("night");
    expect(document.body.getAttribute("style")).toBe("color:#123");
    expect(texts("h1")).toEqual(["Über"]);
    expect(html).toContain(`<style media="screen">h1::after{content:'ß'}</style>`);
    expect(html.split("<style").length).toBe(2);
    expect(html).not.toMatch(/<title|class="note"/);
  });

  it("keeps the rules by which an old page is laid out", async () => {
    expect((await of("<html><body><p>x</p></body></html>")).html).toMatch(
      /^<html><meta charset="utf-8"><body>/,
    );
  });

  it("shows pictures by their very bytes, wherever the page names them", async () => {
    const { document, html } = await of(
      `<html><head><base href="${site}/2024/x/"></head><body background="/a.png"><img src="../a.png"><img src="cid:pic@x"><img src="none.png" srcset="../a.png 1x, none2.png 2x, cid:pic@x 3x"><svg><image href="/a.png"></image><use href="#s"/></svg><input type="image" src="/a.png"></body></html>`,
      [
        { type: "image/png", at: `${site}/a.png`, bytes: first },
        { type: "image/png", at: `${site}/2024/a.png`, bytes: second },
        { type: "image/png", at: "cid:pic@x", bytes: first },
      ],
    );
    const [one, two] = [dataUri("image/png", first), dataUri("image/png", second)];
    const images = [...document.querySelectorAll("img")];
    expect(images.map((image) => image.getAttribute("src"))).toEqual([two, one, null]);
    expect(images[2]?.getAttribute("srcset")).toBe(`${two} 1x, ${one} 3x`);
    expect(document.body.getAttribute("background")).toBe(one);
    expect(document.querySelector("image")?.getAttribute("href")).toBe(one);
    expect(document.querySelector("input")?.getAttribute("src")).toBe(one);
    expect(dangersIn(html)).toEqual([]);
  });

  it("puts what styles refer to into them, also from sheets that they ask for", async () => {
    const { html } = await of(
      `<style>/* @import is old; url(x.png) */ @import "s/more.css" print; .a{background:url( 'a.png' )}.b{background:url(https://spy.example/p.png)}</style><p style="background:url(&quot;a.png&quot;)">x</p>`,
      [
        {
          type: "text/css",
          at: `${site}/2024/s/more.css`,
          bytes: '@import url(more.css);.c{background:url("../a.png")}',
        },
        { type: "image/png", at: `${site}/2024/a.png`, bytes: first },
      ],
    );
    const one = dataUri("image/png", first);
    expect(html).toMatch(/@media print\{[^}]*\.c\{background:url\("data:image\/png/);
    expect(html).toContain(`.a{background:url( "${one}" )}`);
    expect(html).toContain(`style="background:url(&quot;${one}&quot;)"`);
    expect(html).toContain('.b{background:url("data:,")}');
    expect(html).not.toMatch(/spy\.example|@import|x\.png/);
  });

  it("puts fonts into its styles", async () => {
    const font = Buffer.concat([Buffer.from("wOF2"), Buffer.alloc(20)]);
    const { html } = await of(
      `<style>@font-face{font-family:a;src:url(a.woff2) format("woff2")}</style><p>x</p>`,
      [{ type: "application/octet-stream", at: `${site}/2024/a.woff2`, bytes: font }],
    );
    expect(html).toContain(`src:url("${dataUri("font/woff2", font)}") format("woff2")`);
  });

  it("keeps large pictures that the page holds itself, as many as there is room for", async () => {
    const large = dataUri("image/png", Buffer.concat([first, Buffer.alloc(30_000, 7)]));
    const { document, html } = await of(
      `<style>p{background:url(${large})}</style><p><img src="${large}" alt="x"></p>`,
    );
    expect(document.querySelector("img")?.getAttribute("src")).toBe(large);
    expect(html).toContain(`p{background:url("${large}")}`);
    const huge = dataUri("image/png", Buffer.concat([first, Buffer.alloc(9_000_000)]));
    const many = await of(`<p><img src="${huge}" alt="x">${'<img src="held:1">'.repeat(20)}</p>`);
    expect(many.html.split('src="data:').length - 1).toBe(6);
  });

  it("lets nothing run, load or lead away", async () => {
    const { html, document, texts } = await of(
      `<head><meta http-equiv="refresh" content="0;url=https://spy.example/"><meta charset="utf-7"><base href="https://spy.example/"><link rel="preload" href="https://spy.example/a"><link rel="stylesheet" href="https://spy.example/a.css"><script>alert(1)</script></head><body onload="alert(1)"><img src="https://spy.example/a.png" onerror="alert(1)" lowsrc="x"><iframe srcdoc="<script>alert(1)</script>" src="https://spy.example/"></iframe><form action="https://spy.example/"><button formaction="https://spy.example/">Go</button></form><a href="javascript:alert(1)" ping="https://spy.example/">trap</a><a href=" https://news.example/x">news</a><a href="#here">here</a><svg><script>alert(1)</script><a xlink:href="javascript:alert(1)"><text>t</text></a><animate attributeName="href" to="javascript:alert(1)"/></svg><object data="https://spy.example/"></object><embed src="https://spy.example/"><video src="https://spy.example/v" poster="https://spy.example/p"><source src="https://spy.example/v"></video><noscript><img src="https://spy.example/n"></noscript><template><p>t</p></template><xmp><img src=x onerror=alert(1)></xmp><p title="&quot; onclick=&quot;alert(1)">&lt;script&gt;</p><math><mtext><style><img src=x onerror=alert(1)></style></mtext></math><!-- <script>alert(1)</script> --></body>`,
    );
    expect(dangersIn(html)).toEqual([]);
    expect(html).not.toMatch(/spy\.example|<script|javascript:|<!--|srcdoc|<xmp/i);
    expect([...document.querySelectorAll("a")].map((link) => link.getAttribute("href"))).toEqual([
      "#",
      "https://news.example/x",
      "#here",
      "#",
    ]);
    expect(texts("p")).toContain("<script>");
    expect(texts("button")).toEqual(["Go"]);
  });

  it("shows what elements of the page’s own hold, as a browser saves it", async () => {
    const { html } = await of(
      '<html><body><x-card><template shadowmode="open"><b onclick="alert(1)">In the shadow</b><script>alert(1)</script></template></x-card></body></html>',
    );
    expect(html).toContain(
      '<x-card><template shadowrootmode="open"><b>In the shadow</b></template></x-card>',
    );
  });

  it("resolves what the page’s own styles refer to from the page, as a browser saves them", async () => {
    const { html } = await of('<link rel="stylesheet" href="cid:css-1@mhtml.blink"><p>x</p>', [
      {
        type: "text/css\r\nContent-Location: cid:css-1@mhtml.blink",
        at: "",
        bytes: "p{background:url(b.png)}",
      },
      { type: "image/png", at: `${site}/2024/b.png`, bytes: second },
    ]);
    expect(html).toContain(`p{background:url("${dataUri("image/png", second)}")}`);
  });

  it("lets no style end its element", async () => {
    const { html, document } = await of(`<link rel="stylesheet" href="cid:a">`, [
      { type: "text/css", at: "cid:a", bytes: 'p::after{content:"</style><img src=x onerror=alert(1)>"}' },
    ]);
    expect(html).not.toContain("</style><img");
    expect(document.querySelectorAll("img").length).toBe(0);
  });

  it.each(["svg", "math"])("writes no tag into a style in %s, where browsers read markup", async (outer) => {
    const inside = `a{}<img src=x onerror=alert(1)><iframe src="https://spy.example/"></iframe><!--`;
    const page = `<${outer}><style>${inside}</style><style media="print">b{color:red}</style></${outer}>`;
    // The check itself sees what the parser of the writer does not.
    expect(dangersIn(page).length).toBeGreaterThan(2);
    const { html } = await of(page);
    expect(dangersIn(html)).toEqual([]);
    expect(html).toMatch(/<style>a\{\}\\3c img src=x/);
    expect(html).toContain('<style media="print">b{color:red}</style>');
    const linked = await of(`<${outer}><link rel="stylesheet" href="cid:a"></${outer}>`, [
      { type: "text/css", at: "cid:a", bytes: inside },
    ]);
    expect(dangersIn(linked.html)).toEqual([]);
  });

  it.each(["title", "textarea", "noscript", "xmp", "plaintext", "noembed", "noframes", "iframe", "listing"])(
    "writes no tag that is only text in %s",
    async (name) => {
      const trap = `<${name}><img src=x onerror=alert(1)><a title="</${name}><script>alert(1)</script>">x</a></${name}>`;
      for (const page of [trap, `<svg>${trap}</svg>`, `<math><mtext>${trap}</mtext></math>`])
        expect(dangersIn((await of(page)).html), page).toEqual([]);
    },
  );

  it.each([
    'a{background:image-set("https://spy.example/a" 1x, url(https://spy.example/b) 2x)}',
    'a{background:-webkit-image-set(linear-gradient(rgb(0 0 0), red) 1x, "https://spy.example/a" 2x)}',
    "a{background:image\\2d set('https://spy.example/a' 1x)}",
    'a{background:src("https://spy.example/a")}',
    'a{background:url("https://spy.example/a" crossorigin(anonymous))}',
    "a{background:u\\72l(https://spy.example/a)}",
    "a{background:\\75 \\r\\l('https://spy.example/a')}",
    "a{background:url(https://spy.example/a",
    "a{background:url('https://spy.example/a",
    `a{background:url('data:image/png,");b:url(https://spy.example/a)')}`,
    'a{background:url("data:image/png,\\");b:url(https://spy.example/a)")}',
    'a\\"{background:url(https://spy.example/a)}b\\"{}',
    'a{b:"\\\r\n";c:url(https://spy.example/a);d:""}',
    '@import"https://spy.example/a";',
    "@import/**/url(https://spy.example/a) print;",
    '@\\69mport "https://spy.example/a";',
    '@import url( "https://spy.example/a',
    "@import foo url(https://spy.example/a);",
  ])("lets go of the address in %s", async (css) => {
    const { html } = await of(`<style>${css}</style><p style="x">x</p>`);
    const plain = html.replace(/url\(\s*"data:[^"\n]*"/g, "url(");
    expect(plain).not.toMatch(/spy\.example|@import/);
  });

  it("lets go of addresses in the looks of drawings", async () => {
    const { html } = await of(
      `<svg><rect fill="url(#a)" filter="url(https://spy.example/f)" mask="u\\72l('https://spy.example/m')"/></svg>`,
    );
    expect(html).toContain('fill="url(&quot;#a&quot;)"');
    expect(html).not.toContain("spy.example");
  });

  it("leaves the other words of styles as they are", async () => {
    const svg = `data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg"%3E`;
    const css = `.a::before{content:"\\f101"}.b::after{content:"it's url(x) /* y */ ("}.md\\:c>d{width:calc((1px + 2px) * 3)}.e{background:image-set("a.png" type("image/png") 2x)}`;
    const { html } = await of(`<style>${css}.f{background:url('${svg}')}</style><p>x</p>`, [
      { type: "image/png", at: `${site}/2024/a.png`, bytes: first },
    ]);
    expect(html).toContain(
      `<style>${css.replace("f101", "f101 ").replace("a.png", dataUri("image/png", first))}.f{background:url("${svg.replaceAll('"', "%22")}")}</style>`,
    );
  });

  it("lets no sheet that is asked for go on in the one that asks", async () => {
    for (const open of ['b{content:"', "b{content:'x\\", "b{} /* ", "b{x:url(y"]) {
      const { html } = await of(
        `<style>@import "more.css" print, "; c{d:"; e:url(https://spy.example/a); f:"}</style>`,
        [{ type: "text/css", at: `${site}/2024/more.css`, bytes: open }],
      );
      const css = /<style>([^<]*)</.exec(html)?.[1] ?? "";
      // The line ends what was open, and so does the condition: what stands in a text after them is only words.
      expect(css, open).toMatch(
        /^@media print,\{b[\s\S]*\n\} c\{d:"; e:url\(https:\/\/spy\.example\/a\); f:"/,
      );
      expect(css.split("\n")[0], open).not.toMatch(/\\$/);
    }
  });

  it("takes of the condition of a sheet what would hide its beginning", async () => {
    for (const condition of ["url(x", '/"*', "//* */*", "print, '"]) {
      const { html } = await of(`<style>@import "more.css" ${condition};</style>`, [
        { type: "text/css", at: `${site}/2024/more.css`, bytes: "a{b:c}" },
      ]);
      expect(html, condition).toMatch(/@media [\s/*x]*(?:print,)?\{a\{b:c\}\n\}/);
      expect(html, condition).not.toMatch(/url\(|\/\*/);
    }
  });

  it("takes large sheets", async () => {
    const data = `data:image/png;base64,${"A".repeat(6_000_000)}`;
    const { html } = await of('<link rel="stylesheet" href="cid:a">', [
      {
        type: "text/css",
        at: "cid:a",
        bytes: `a{b:url(${data});c:url('${data}');d:"${'\\"'.repeat(1_000_000)}"}`,
      },
    ]);
    expect(html.split(`url("${data}")`).length).toBe(3);
  });

  it("counts every use of a part, so that a small file makes no huge page", async () => {
    const picture = Buffer.concat([first, Buffer.alloc(6_000_000, 1)]);
    const { html } = await of('<p><img src="a.png"></p>'.repeat(40), [
      { type: "image/png", at: `${site}/2024/a.png`, bytes: picture },
    ]);
    expect(html.split('src="data:').length - 1).toBe(8);
    const sheet = ".a{color:red}".repeat(100_000);
    const styled = await of('<link rel="stylesheet" href="a.css">'.repeat(100), [
      { type: "text/css", at: `${site}/2024/a.css`, bytes: sheet },
    ]);
    expect(styled.html.length).toBeLessThan(21_000_000);
  });

  it("takes styles that are made to be slow in a short time", async () => {
    for (const part of [
      ...["url(", "url( ", "/*", "/**/", "@import ", "@import url(", "@import /**/", "@import /*", "url('"],
      ...["(", "data:image/", "image-set(", 'image-set("', "\\", '"\\', '@import url("a', "@import url('\n"],
    ]) {
      const start = process.cpuUsage();
      await of(`<style>${part.repeat(200_000)}</style>`);
      const { user } = process.cpuUsage(start);
      expect(user / 1000, part).toBeLessThan(5000);
    }
  });

  it("is decoded as the archive says, or as the page itself does", async () => {
    const latin = (declared: string) =>
      Buffer.from(
        `MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html${declared}\r\n\r\n<meta charset="windows-1251"><p>\xcf\xf0\xe8\xe2\xe5\xf2</p>\r\n--b--\r\n`,
        "latin1",
      );
    expect((await pageFrom(latin(""), types.mhtml)).texts("p")).toEqual(["Привет"]);
    expect((await pageFrom(latin("; charset=windows-1252"), types.mhtml)).texts("p")).toEqual(["Ïðèâåò"]);
    // What a person chose when it came in goes before what the file says.
    const chosen = await pageFrom(latin("; charset=windows-1252"), types.mhtml, "windows-1251");
    expect(chosen.texts("p")).toEqual(["Привет"]);
  });

  it("fails in words when there is no page in it", async () => {
    expect(await failureOf(Buffer.from("no archive"), types.mhtml)).toBe(
      "The web archive (MHTML) holds no page",
    );
  });
});
