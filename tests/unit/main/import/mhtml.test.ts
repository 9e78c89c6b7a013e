import { describe, expect, test } from "vitest";
import type { ImportedArticle } from "../../../../main/import/imported-article";
import { readMhtml } from "../../../../main/import/mhtml";
import { aNewsPage, newsParagraphs } from "../../../samples/html";
import { aWebArchive } from "../../../samples/mhtml";

const read = async (bytes: Uint8Array): Promise<ImportedArticle> => {
  const result = await readMhtml(bytes, { fileName: "page.mhtml" });
  const article = result.ok && result.value.kind === "articles" ? result.value.articles[0] : undefined;
  if (article === undefined) throw new Error(JSON.stringify(result));
  return article;
};

const valuesOf = ({ proposals }: ImportedArticle, field: string) =>
  proposals.filter((proposal) => proposal.field === field).map(({ value, from }) => [value, from]);

describe("a page saved as MHTML", () => {
  test.each(["quoted-printable", "base64", "8bit"] as const)(
    "in %s has the text of its root page",
    async (encoding) => {
      const article = await read(aWebArchive({ encoding }));
      expect(article.text).toBe(["Storm closes harbour of Lindholm", ...newsParagraphs].join("\n\n"));
      expect(article.mediaType).toBe("multipart/related");
      expect(article.steps).toContain("saved on 2024-05-21 according to the archive");
    },
  );

  test("gives its address and subject after what the page says of itself", async () => {
    const article = await read(aWebArchive());
    expect(valuesOf(article, "url")).toEqual([
      ["https://courier.example/2024/05/20/harbour", "link rel=canonical"],
      ["https://courier.example/2024/05/20/harbour?from=archive", "MHTML Snapshot-Content-Location"],
    ]);
    const bare = await read(aWebArchive({ html: aNewsPage({ head: "" }), headers: "" }));
    expect(valuesOf(bare, "url")).toEqual([
      ["https://courier.example/2024/05/20/harbour", "MHTML Content-Location"],
    ]);
    expect(valuesOf(bare, "title")[0]?.[0]).toBe("Storm closes harbour of Lindholm");
  });

  test("does not take the day on which it was saved for that of its publication", async () => {
    const article = await read(aWebArchive({ html: aNewsPage({ head: "" }), headers: "" }));
    expect(valuesOf(article, "publishedOn").map(([value]) => value)).not.toContain("2024-05-21");
  });

  test("is decoded as its part says", async () => {
    const html = Buffer.from(
      aNewsPage({ head: "" })
        .replace('<meta charset="utf-8">', "")
        .replaceAll("“", "\x93")
        .replaceAll("”", "\x94")
        .replaceAll("©", "\xa9"),
      "latin1",
    );
    const article = await read(aWebArchive({ html, charset: "windows-1252", encoding: "base64" }));
    expect(article.text).toContain("“We lost the crane, not the harbour,”");
    expect(article.encoding?.name).toBe("windows-1252");
  });

  test("without a page is refused with a reason", async () => {
    for (const text of [
      "",
      "Content-Type: multipart/related; boundary=a\r\n\r\n--a\r\nContent-Type: image/png\r\n\r\nx\r\n--a--",
      "no mail at all",
    ])
      expect(await readMhtml(Buffer.from(text), { fileName: "a.mht" })).toMatchObject({
        ok: false,
        error: { message: expect.stringContaining("holds no page") },
      });
  });

  test("cut off anywhere is read as far as it goes, or refused", async () => {
    const bytes = aWebArchive();
    for (let end = 0; end < bytes.length; end += 97)
      await readMhtml(bytes.subarray(0, end), { fileName: "a.mht" });
    const article = await read(bytes.subarray(0, bytes.length - 300));
    expect(article.text).toContain(newsParagraphs[5]);
  });
});
