import { describe, expect, test } from "vitest";
import { readEml } from "../../../../main/import/eml";
import type { ImportedArticle } from "../../../../main/import/imported-article";
import { aMail, aNewsletter, samples } from "../../../samples/eml";
import { newsParagraphs } from "../../../samples/html";

const read = async (bytes: Uint8Array): Promise<ImportedArticle> => {
  const result = await readEml(bytes, { fileName: "mail.eml" });
  const article = result.ok && result.value.kind === "articles" ? result.value.articles[0] : undefined;
  if (article === undefined) throw new Error(JSON.stringify(result));
  return article;
};

const firstOf = ({ proposals }: ImportedArticle, field: string) => {
  const found = proposals.find((proposal) => proposal.field === field);
  return found === undefined ? undefined : [found.value, found.from];
};

const blocksOf = ({ text, blocks }: ImportedArticle) =>
  blocks.map(({ kind, start, end }) => [kind, text.slice(start, end)]);

const plain = (...lines: readonly string[]) =>
  read(aMail("Content-Type: text/plain; charset=utf-8", "", ...lines));

describe("a mail", () => {
  test("gives its sender, subject and date, the date as it was where it was sent", async () => {
    const article = await read(aNewsletter());
    expect(firstOf(article, "title")).toEqual(["Harbour closed – what we know", "mail Subject"]);
    expect(firstOf(article, "byline")).toEqual(["Lindholm Courier Briefing", "mail From"]);
    expect(firstOf(article, "publishedOn")).toEqual(["2024-05-20", "mail Date"]);
  });

  test("is read from its markup, and its furniture is set aside", async () => {
    const article = await read(aNewsletter());
    expect(article.text).toBe(["Harbour closed", ...newsParagraphs].join("\n\n"));
    expect(article.asides.map(({ text }) => text)).toEqual([
      "You received this email because you signed up. Unsubscribe",
    ]);
  });

  test("is read from its plain text where the markup is only a shell", async () => {
    const markup = "<html><body><img src=//x.example/open.gif><p>View online</p></body></html>";
    expect((await read(aNewsletter({ markup }))).text).toBe(newsParagraphs.join("\n\n"));
  });

  test("names its attachments and does not read them", async () => {
    expect((await read(aNewsletter())).remarks).toContain("attachments were not read: réport.pdf");
  });

  test("has what it quotes as quotes, and its signature aside", async () => {
    const article = await plain(
      "Jo wrote:",
      "> It is closed.",
      "> > Why?",
      ">",
      "> Nobody knows.",
      "",
      "I see.",
      "-- ",
      "Mika",
    );
    expect(blocksOf(article)).toEqual([
      ["paragraph", "Jo wrote:"],
      ["quote", "It is closed.\nWhy?"],
      ["quote", "Nobody knows."],
      ["paragraph", "I see."],
    ]);
    expect(article.asides.map(({ text }) => text)).toEqual(["Mika"]);
  });

  test("has the lines of its paragraphs joined where it says that they are wrapped", async () => {
    const lines = [
      "Here is what \r\nthe port says.",
      "> It is \r\n> closed.\r\n>> Is it \r\n>> true?",
      " > not quoted",
    ];
    const flowed = (more: string) =>
      read(aMail(`Content-Type: text/plain; charset=utf-8; format=flowed${more}`, "", ...lines));
    expect(blocksOf(await flowed("")).map(([, text]) => text)).toEqual([
      "Here is what the port says.",
      "It is closed.\nIs it true?",
      "> not quoted",
    ]);
    expect((await flowed("; delsp=yes")).text).toContain("Here is whatthe port says.");
  });

  test("is decoded as its parts say", async () => {
    const bytes = samples.find(({ name }) => name === "latin-1.eml")?.bytes ?? new Uint8Array();
    const article = await read(bytes);
    expect(article.text).toContain("Le café est fermé.");
    expect(article.encoding?.name).toBe("windows-1252");
    expect(firstOf(article, "title")?.[0]).toBe("Café");
  });

  test("of several texts has them in their order", async () => {
    const parts = ["One.", "Two."].flatMap((text) => ["--b", "Content-Type: text/plain", "", text]);
    const article = await read(aMail("Content-Type: multipart/mixed; boundary=b", "", ...parts, "--b--"));
    expect(article.text).toBe("One.\n\nTwo.");
  });

  test("that is no mail, or holds no text, is refused", async () => {
    for (const bytes of [
      Buffer.from(""),
      aMail("Content-Type: image/png", "", "x"),
      aMail("Content-Type: multipart/mixed; boundary=b", "", "--b--"),
    ])
      expect((await readEml(bytes, { fileName: "a.eml" })).ok).toBe(false);
  });

  test("nested as deep as it likes costs nothing", async () => {
    let body = "Content-Type: text/plain\n\ndeep";
    for (let depth = 0; depth < 500; depth += 1)
      body = `Content-Type: multipart/mixed; boundary=b${depth}\n\n--b${depth}\n${body}\n--b${depth}--`;
    const start = process.cpuUsage().user;
    await readEml(Buffer.from(body), { fileName: "a.eml" });
    expect(process.cpuUsage().user - start).toBeLessThan(3e6);
  });

  test("cut off anywhere is read as far as it goes, or refused", async () => {
    const bytes = aNewsletter();
    for (let end = 0; end < bytes.length; end += 53)
      await readEml(bytes.subarray(0, end), { fileName: "a.eml" });
  });
});
