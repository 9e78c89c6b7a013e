import { describe, expect, test } from "vitest";
import { buildText } from "../../../../../main/import/build-article";
import { piecesOfHtml } from "../../../../../main/import/html/html-pieces";

const kinds = (html: string) => piecesOfHtml(html).map(({ kind, text }) => [kind, text]);
const textOf = (html: string) => buildText(piecesOfHtml(html)).text;

describe("the pieces of a fragment of HTML", () => {
  test("are its paragraphs, headings, quotes and list items in order", () => {
    const html =
      "<h2>What was found</h2><p>First.</p><blockquote><p>Said so.</p></blockquote><ul><li>One<li><p>Two</p></ul>";
    expect(piecesOfHtml(html)).toEqual([
      { kind: "heading", level: 2, text: "What was found" },
      { kind: "paragraph", text: "First." },
      { kind: "quote", text: "Said so." },
      { kind: "list-item", text: "One" },
      { kind: "list-item", text: "Two" },
    ]);
  });

  test("collapse white space as a browser does and keep no-break spaces", () => {
    expect(textOf("<p>\n  A  \t <b> bold </b> word,\n10&nbsp;km &nbsp; away\n</p>")).toBe(
      "A bold word, 10\u00a0km \u00a0 away",
    );
  });

  test("end a line at one <br> and a paragraph at two", () => {
    expect(kinds("<div>one<br>two<br><br>three<br> &nbsp; <br/>four<br></div>")).toEqual([
      ["paragraph", "one\ntwo"],
      ["paragraph", "three"],
      ["paragraph", "four"],
    ]);
  });

  test("keep the line breaks of preformatted text", () => {
    expect(kinds("<pre>\n a\n   b\n\nc</pre>")).toEqual([
      ["paragraph", "\n a\n   b"],
      ["paragraph", "c"],
    ]);
  });

  test("keep the words of a link and not its address", () => {
    expect(textOf('<p>See <a href="javascript:alert(1)">the report</a>.</p>')).toBe("See the report.");
  });

  test("make one row of text of a row of data, and leave a layout in its blocks", () => {
    const data = "<table><tr><th>Port<th>Ships<tr><td>Oran<td><td>3</table>";
    expect(kinds(data)).toEqual([
      ["table-row", "Port\tShips"],
      ["table-row", "Oran\t\t3"],
    ]);
    const layout = "<table><tr><td>Menu<td><p>One.</p><p>Two.</p><td><table><tr><td>a<td>b</table></table>";
    expect(kinds(layout)).toEqual([
      ["paragraph", "Menu"],
      ["paragraph", "One."],
      ["paragraph", "Two."],
      ["table-row", "a\tb"],
    ]);
  });

  test("set the caption of a picture aside and keep that of a table", () => {
    expect(piecesOfHtml("<figure><img><figcaption>A <i>boat</i>.</figcaption></figure>")).toEqual([
      { kind: "caption", text: "A boat.", aside: "caption" },
    ]);
    expect(kinds("<table><caption>Arrivals</caption><tr><td>1<td>2</table>")[0]).toEqual([
      "caption",
      "Arrivals",
    ]);
  });

  test("leave out what a browser would not show", () => {
    const hidden =
      '<p hidden>a</p><div style="color:red; DISPLAY : none">b</div><p>c<span class="sr-only">d</span></p>';
    expect(
      textOf(
        `${hidden}<script>e</script><style>f</style><template><p>g</p></template><noscript>h</noscript>`,
      ),
    ).toBe("c");
  });

  test("are the same whether elements are closed or not", () => {
    expect(kinds("<p>one<p>two<div>three<h3>four")).toEqual(
      kinds("<p>one</p><p>two</p><div>three</div><h3>four</h3>"),
    );
  });

  test("are none for nothing", () => {
    for (const html of ["", " \n", "<!--", "<p>", "<br><br>", "&nbsp;"])
      expect(piecesOfHtml(html)).toEqual([]);
  });
});
