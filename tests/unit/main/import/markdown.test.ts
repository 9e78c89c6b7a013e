import { describe, expect, it } from "vitest";
import type { ImportedArticle } from "../../../../main/import/imported-article";
import { looksLikeMarkdown, readMarkdown } from "../../../../main/import/markdown";
import { samples } from "../../../samples/markdown";
import { samples as plain } from "../../../samples/text";
import { proposed, utf8 } from "./read-sample";

const read = async (text: string): Promise<ImportedArticle> => {
  const result = await readMarkdown(utf8(text), { fileName: "x.md" });
  if (!result.ok) throw new Error(result.error.message);
  const article = result.value.kind === "articles" ? result.value.articles[0] : undefined;
  if (article === undefined) throw new Error("no article");
  return article;
};

const kinds = ({ text, blocks }: ImportedArticle) =>
  blocks.map(({ kind, start, end, level }) => [
    level === undefined ? kind : `${kind} ${level}`,
    text.slice(start, end),
  ]);

describe("reading Markdown", () => {
  it("gives blocks without the marks", async () => {
    const article = await read(
      "# Ferry line to close\n\nThe **ferry** line will\nclose *its* [northern route](https://x.example) `now` \\* &amp; ~~soon~~ for good.\n\n## Why\n\n> He said  \n> so.\n\n- one\n- two\n  - three\n\n3. third\n4. fourth\n\n| a | b |\n|---|---|\n| 1 | **2** |\n\n```js\nlet x = 1;\n\ny();\n```\n\n---\n\nEnd.",
    );
    expect(kinds(article)).toEqual([
      ["heading 1", "Ferry line to close"],
      ["paragraph", "The ferry line will close its northern route now * & soon for good."],
      ["heading 2", "Why"],
      ["quote", "He said\nso."],
      ["list-item", "one"],
      ["list-item", "two"],
      ["list-item", "three"],
      ["list-item", "3. third"],
      ["list-item", "4. fourth"],
      ["table-row", "a | b"],
      ["table-row", "1 | 2"],
      ["paragraph", "let x = 1;\n\ny();"],
      ["paragraph", "End."],
    ]);
    expect(article).toMatchObject({ mediaType: "text/markdown", importer: "markdown 1" });
    expect(proposed(article, "title")).toEqual(["Ferry line to close"]);
  });

  it("sets pictures' captions and footnotes of links aside", async () => {
    const article = await read(
      "# A title\n\nSome words. ![A pier at night](pier.jpg) More words.\n\n![](x.png)\n\n[^1]: https://x.example",
    );
    expect(article.text).toBe("A title\n\nSome words.  More words.");
    expect(article.asides.map(({ reason, text }) => [reason, text])).toEqual([
      ["caption", "A pier at night"],
      ["footnote", "[^1]: https://x.example"],
    ]);
  });

  it("takes what the front matter states", async () => {
    const article = await read(
      '---\ntitle: "Ferry: the end" \nauthors:\n  - Jane Doe\n  - name: John Roe\ndate: 2024-05-11T08:00:00Z\nlastmod: May 12, 2024\nsource: https://paper.example/x\npublisher: The Alder Times # the local one\nlang: en_GB\ntags: [a, b]\n---\n\nThe text.',
    );
    expect(
      article.proposals
        .filter(({ strength }) => strength === "stated")
        .map(({ field, value }) => [field, value]),
    ).toEqual([
      ["title", "Ferry: the end"],
      ["byline", "Jane Doe, John Roe"],
      ["publishedOn", "2024-05-11"],
      ["modifiedOn", "2024-05-12"],
      ["url", "https://paper.example/x"],
      ["source", "The Alder Times"],
      ["language", "en-GB"],
    ]);
    expect(article.text).toBe("The text.");
    expect(article.asides[0]?.text).toContain("tags: [a, b]");
    expect(article.steps).toContain("front matter taken out of the text");
  });

  it.each([
    ["TOML", '+++\ntitle = "Ferry"\ndate = 2024-05-11\n+++\nThe text.'],
    ["a folded title", "---\ntitle: >\n  Ferry\n---\nThe text."],
    ["single quotes", "---\ntitle: 'Ferry'\n...\nThe text."],
  ])("reads front matter in %s", async (_, text) => {
    const article = await read(text);
    expect(proposed(article, "title")[0]).toBe("Ferry");
    expect(article.text).toBe("The text.");
  });

  it.each(["---\n\nThe text.\n\n---\n\nMore.", "---\nThe text, and more", "--- title\nx\n---"])(
    "takes a rule for a rule: %j",
    async (text) => {
      expect((await read(text)).asides).toEqual([]);
      expect((await read(text)).text).toMatch(/The text|title/);
    },
  );

  it("takes HTML for what it shows, and its scripts for nothing", async () => {
    const article = await read(
      "# T t t\n\n<div>seen <b>too</b></div>\n\n<script>alert(1)</script>\n\na<br>b <i>c</i> <!-- no -->",
    );
    expect(article.text).toBe("T t t\n\nseen too\n\na\nb c");
  });

  it.each([
    ["quotation marks", ">".repeat(100_000)],
    ["brackets", "[".repeat(100_000)],
    ["emphasis", "a*b_".repeat(50_000)],
    ["links", "[a](".repeat(50_000)],
    ["lists", `${"- ".repeat(2000)}x`],
    ["tables", `${"|a".repeat(5000)}\n${"|-".repeat(5000)}`],
    ["a large text", `# T\n\n${"Some words. ".repeat(20)}\n\n`.repeat(9_900)],
  ])("is not held up by %s", async (_, text) => {
    const began = performance.now();
    expect((await read(`# A title\n\n${text}\n\nThe end.`)).text).toContain("The end.");
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe("Markdown", () => {
  it.each(samples.map(({ name, bytes }) => [name, bytes] as const))("is recognised: %s", (_, bytes) =>
    expect(looksLikeMarkdown(Buffer.from(bytes).toString())).toBe(true),
  );

  it.each([
    ["two headings", "# One\n\nwords\n\n## Two\n\nwords"],
    ["front matter", "---\r\ntitle: x\r\n---\r\nwords"],
    ["a heading and a link", "# One\n\nwords [here](https://x.example) and on"],
  ])("is recognised by %s", (_, text) => expect(looksLikeMarkdown(text)).toBe(true));

  it.each([
    ["prose", "The ferry line will close. It is #1 on the list.\n\n* * *\n\nMore [sic] of it (see below)."],
    ["a hashtag", "#ferry is gone\n\n#harbour too"],
    ["a list", "- one\n- two\n- three"],
    ["dashes", "---\n\nwords\n\n---"],
    ["a quoted mail", "> He said\n> so\n\nI agree."],
    ["one comment sign", "# one line\n\nwords"],
  ])("is not seen in %s", (_, text) => expect(looksLikeMarkdown(text)).toBe(false));

  it("is not seen in the samples of plain text", () => {
    for (const { bytes } of plain) expect(looksLikeMarkdown(Buffer.from(bytes).toString())).toBe(false);
  });
});
