import type { ImportedArticle, Known } from "../../../../main/import/imported-article";
import { readText } from "../../../../main/import/text";
import type { AppError } from "../../../../shared/errors";

/** Bytes of a text in UTF-8. */
export const utf8 = (text: string): Uint8Array => Buffer.from(text, "utf8");

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === "string" ? utf8(content) : content;

/** The one article that plain text gives; throws where there is none. */
export const readPlain = async (
  content: string | Uint8Array,
  known: Partial<Known> = {},
): Promise<ImportedArticle> => {
  const result = await readText(bytesOf(content), { fileName: "report.txt", ...known });
  if (!result.ok) throw new Error(result.error.message);
  const article = result.value.kind === "articles" ? result.value.articles[0] : undefined;
  if (article === undefined) throw new Error("no article");
  return article;
};

/** The error that plain text gives; throws where it is read. */
export const refuses = async (content: string | Uint8Array): Promise<AppError> => {
  const result = await readText(bytesOf(content), { fileName: "report.txt" });
  if (result.ok) throw new Error("read");
  return result.error;
};

/** The values that an article proposes for a field, the best first. */
export const proposed = (article: ImportedArticle, field: string): string[] =>
  article.proposals.filter((proposal) => proposal.field === field).map(({ value }) => value);

/** Text and asides in the order in which they stood, without white space: nothing of the original may be missing. */
export const everything = ({ text, asides }: Pick<ImportedArticle, "text" | "asides">): string => {
  let all = "";
  let from = 0;
  for (const { at, text: aside } of asides) {
    all += text.slice(from, at) + aside;
    from = at;
  }
  return (all + text.slice(from)).replace(/\s+/g, "");
};
