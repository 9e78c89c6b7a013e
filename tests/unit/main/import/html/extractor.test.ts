import { Readability } from "@mozilla/readability";
import fc from "fast-check";
import { DOMParser } from "linkedom";
import { expect, test } from "vitest";
import { extract } from "../../../../../main/import/html/extractor";
import { parseHtml } from "../../../../../main/import/html/parse-html";
import { aNewsPage } from "../../../../samples/html";

const allRules = 7;
const words = (text: string | null | undefined): string => (text ?? "").replace(/\s+/g, " ").trim();

/** The extractor as its documentation uses it. */
const asDocumented = (html: string): string => {
  const document = new DOMParser().parseFromString(html, "text/html") as unknown as Document;
  return words(new Readability(document, { charThreshold: 1, disableJSONLD: true }).parse()?.textContent);
};
const shortened = (html: string): string => {
  const content = extract(parseHtml(html), allRules) as { textContent: string | null } | null;
  return words(content?.textContent);
};

const inserts = [
  '<div style="display:none">Not shown to anybody, whoever looks at this page.</div>',
  "<p hidden>Hidden from everybody, whoever looks at this page.</p>",
  '<span aria-hidden="true">Not read out, and not seen.</span>',
  "<noscript><img src=a.png></noscript>",
  "<table><tr><td>One cell with words in it, many of them.</td></tr></table>",
  "<font size=2>Words in another size, as they were once written.</font>",
  "<div>Words<br><br>and more of them, after two breaks</div>",
  "<template><p>Words that no browser shows.</p></template>",
  "<ul><li>One of a list</li><li><a href='/x'>Another of it</a></li></ul>",
  "<svg><title>Drawing</title><p>Words in a drawing</p></svg>",
];

test("The shorter way finds what Readability finds by itself, whatever stands in the page", () => {
  const page = aNewsPage();
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...inserts), fc.nat(40)), { maxLength: 6 }), (places) => {
      const parts = page.split("</p>");
      for (const [insert, at] of places) parts.splice(1 + (at % (parts.length - 1)), 0, insert);
      const html = parts.join("</p>");
      expect(shortened(html)).toBe(asDocumented(html));
      expect(shortened(html).length).toBeGreaterThan(300);
    }),
    { numRuns: 60 },
  );
});

test("A page without an article has none, and its body is not filled again", () => {
  const page = parseHtml("<nav><a href='/a'>A</a></nav>");
  const content = extract(page, allRules) as { textContent: string | null } | null;
  expect(words(content?.textContent)).toBe("");
});
