import { describe, expect, it } from "vitest";
import { furnitureOf, linksIn, markFurniture } from "../../../../main/import/furniture";
import { readPlain } from "./read-sample";

const body =
  "The ferry line will close its northern route at the end of the month, three people briefed on the plan said on Tuesday. Crews were told a day later.";

describe("furniture", () => {
  it.each([
    ["See also\u00a0 Harbour news - Latest: the pier is open", "see-also"],
    ["ALSO READ-Ferry line breaks off talks", "see-also"],
    ["Read more: What the harbour office said", "see-also"],
    ["Lire aussi : Le bac ne passera plus", "see-also"],
    ["Читайте также: паром остановлен", "see-also"],
    ["Advertisements", "advertisement"],
    ["- Advertisement -", "advertisement"],
    ["Story continues below advertisement", "advertisement"],
    ["Anzeige", "advertisement"],
    ['[soliloquy id="4711"]', "shortcode"],
    ["[gallery ids='1,2' size=large]", "shortcode"],
    ['[caption id="a" width="3"][/caption]', "shortcode"],
    ["Tagged:", "navigation"],
    ["Filed under: Ferries, Harbours", "navigation"],
    ["Share this:", "navigation"],
    ["Like this: Like Loading...", "navigation"],
    ["Leave a Reply", "comments"],
    ["Leave a Reply Cancel reply", "comments"],
    ["Your e-mail will not be shared. Required fields are marked *", "comments"],
    ["Save my name, email, and website in this browser for the next time I comment.", "comments"],
    ["Comment *", "comments"],
    ["We use cookies to give you the best experience. By clicking Accept you agree.", "cookie-notice"],
    ["This website uses cookies.", "cookie-notice"],
    ["By continuing to use this site, you agree to the use of cookies.", "cookie-notice"],
    ["Accept all cookies", "cookie-notice"],
    ["Sources 1/ https://Search.example/ 2/ https://paper.example/2024/05/10/x.html", "sources"],
    ["Source: https://paper.example/a", "sources"],
    ["Sources:\n- https://a.example\n- https://b.example/x", "sources"],
    ["switch captionJane Doe/AP", "credit"],
    ["toggle caption", "credit"],
    ["Jane Doe/AP", "credit"],
    ["Jean-Luc O’Brien / AFP via Getty Images", "credit"],
    ["Photo: Jane Doe", "credit"],
    ["REUTERS/Jane Doe", "credit"],
    ["A crowd waits at the northern pier. (AP Photo/Jane Doe)", "caption"],
    ["A crowd waits at the northern pier on Tuesday. Jane Doe/Getty Images", "caption"],
    ["Image caption, A crowd waits at the northern pier", "caption"],
    ["© 2024 The Morning Paper. All rights reserved.", "other"],
    ["Copyright 2024 by the Harbour Press", "other"],
  ])("is %j", (block, reason) => expect(furnitureOf(block)).toBe(reason));

  it.each([
    body,
    "See also the annex to the report.",
    "See also how others did.",
    "See also\n--------\nThe annex",
    "Read more books, she said",
    "Related questions were not answered.",
    "Advertisements were taken down all over the city.",
    "[sic]",
    "[Applause]",
    "[He laughs.]",
    "Tagged whales were seen near the pier: two of them.",
    "Leave a reply, he told her, and go.",
    "Comments are welcome.",
    "Cookies were sold at the pier.",
    "We use biscuits and cookies were never mentioned.",
    "Sources said that https://paper.example was down.",
    "Sources close to the plan said so.",
    "Source: Reuters",
    "Jane Doe/AP said the pier was closed.",
    "The officials met in Rome/Paris",
    "DAKAR/Anadolu",
    "Credit was refused.",
    "The pier (photo: it was dark) stayed closed.",
    "Copyright law was changed in 2024.",
    "Share this burden with us, he said.",
    "___ Jane Doe reported from the pier.",
    "— Reuters",
    "***",
  ])("is not %j", (block) => expect(furnitureOf(block)).toBeNull());

  it("takes the sentence over a caption's button for the caption, and no other", () => {
    const pieces = ["A crowd waits.", "toggle caption", body, "Jane Doe/AP", body].map((text) => ({
      kind: "paragraph" as const,
      text,
    }));
    expect(markFurniture(pieces).map(({ aside }) => aside)).toEqual([
      "caption",
      "credit",
      undefined,
      "credit",
      undefined,
    ]);
  });

  it("follows a list of sources over its lines, and ends with it", () => {
    const pieces = [
      "Sources:",
      "1/ https://a.example/x",
      "https://b.example",
      "And a last sentence.",
      "https://c.example",
    ];
    const marked = markFurniture(pieces.map((text) => ({ kind: "paragraph" as const, text })));
    expect(marked.map(({ aside }) => aside)).toEqual(["sources", "sources", "sources", undefined, undefined]);
  });

  it("leaves quotations, captions and what a reader set aside as they are", () => {
    const pieces = [
      { kind: "quote", text: "Leave a Reply" },
      { kind: "table-row", text: "Advertisement" },
      { kind: "paragraph", text: body, aside: "navigation" },
    ] as const;
    expect(markFurniture(pieces)).toEqual(pieces);
  });

  it("finds furniture among the lines of a block", async () => {
    const article = await readPlain(
      `${body}\n\nAdvertisements\n[soliloquy id="3"]\nAdvertisements\nTagged:\n\n${body}`,
    );
    expect(article.text).toBe(`${body}\n\n${body}`);
    expect(article.asides.map(({ reason }) => reason)).toEqual([
      "advertisement",
      "shortcode",
      "advertisement",
      "navigation",
    ]);
  });

  it("gives the links of a footer without their marks", () => {
    expect(linksIn("Sources 1/ https://a.example/x, 2/ (https://b.example/y?z=1).")).toEqual([
      "https://a.example/x",
      "https://b.example/y?z=1",
    ]);
  });

  it.each([
    ["links", `Sources ${"https://a".repeat(200_000)} x`],
    ["blanks", `See also:${" ".repeat(500_000)}.`],
    ["brackets", `[${"a ".repeat(300_000)}`],
    ["names", "Jane ".repeat(100_000)],
  ])("is told in no time even of a block of %s", (_, block) => {
    const began = performance.now();
    furnitureOf(block);
    expect(performance.now() - began).toBeLessThan(500);
  });
});
