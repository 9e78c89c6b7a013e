import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limitMarkup } from "../../../../../main/import/html/limit-markup";

describe("markup made safe to parse", () => {
  test("is left as it is where it is sane", () => {
    const html =
      "<html lang=en><p title='a > b'>a<br>b<p>c</p><!-- <p> --><script>'<div>'</script> 1 < 2 </html>";
    expect(limitMarkup(html)).toEqual({ html, steps: [] });
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/<!doctype/i.test(text));
        expect(limitMarkup(text).html).toBe(text);
      }),
    );
  });

  test("loses its document type without a word", () => {
    expect(limitMarkup('<!DOCTYPE html PUBLIC "a" "b"><p>a')).toEqual({ html: "<p>a", steps: [] });
  });

  test("loses elements beyond a sane depth with their ends, and keeps what stands in and after them", () => {
    const deep = `${"<span>".repeat(300)}in${"</span>".repeat(300)}`;
    const { html, steps } = limitMarkup(`<div>${deep}</div><p>after</p>`);
    expect(html).toBe(`<div>${"<span>".repeat(255)}in${"</span>".repeat(255)}</div><p>after</p>`);
    expect(steps).toEqual(["elements nested more than 256 deep were flattened"]);
  });

  test("does not take many paragraphs or items without ends for depth", () => {
    const html = `${"<p>a".repeat(1000)}<ul>${"<li>b".repeat(1000)}</ul><table>${"<tr><td>c<td>d".repeat(1000)}</table>`;
    expect(limitMarkup(html)).toEqual({ html, steps: [] });
  });

  test("loses attributes of a picture's size, and only those", () => {
    const picture = `<img alt="a" src="data:image/png;base64,${"A".repeat(20_000)}">`;
    const { html, steps } = limitMarkup(`<p class=a>b${picture}c</p>`);
    expect(html).toBe("<p class=a>b<img>c</p>");
    expect(steps).toHaveLength(1);
  });
});
