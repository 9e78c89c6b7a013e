import type { Proposal } from "../../shared/domain/article";
import { ok, type Result } from "../../shared/result";
import type { Piece } from "./build-article";
import { dayOf } from "./dates";
import { canonicalText, decodeUnknown } from "./decode-text";
import { finishArticle } from "./finish-article";
import type { FileContent, Known } from "./imported-article";
import { piecesOfText } from "./text-pieces";

/**
 * A collector's own first line, " date 2024-04-21 ". It is not a part of the report, so it is set aside.
 */
const dateLine = /^\s*date[ \t]*:?[ \t]+(\d{4}-\d{2}-\d{2})[^\S\n]*(?:\n\s*|$)/i;

/** Reads the bytes of a plain text. */
export const readText = async (bytes: Uint8Array, known: Known): Promise<Result<FileContent>> => {
  const decoded = await decodeUnknown(bytes, { chosen: known.encoding });
  const { text, steps, remarks } = canonicalText(decoded.text);
  const line = dateLine.exec(text);
  const date = dayOf(line?.[1] ?? "");
  const end = date === null ? 0 : (line?.[0].trimEnd().length ?? 0);
  const rest = text.slice(end);
  const body = piecesOfText(rest);
  const pieces: Piece[] = [
    { kind: "paragraph", text: text.slice(0, end), aside: "date-line" },
    ...body.pieces,
  ];
  const proposals: Proposal[] =
    date === null ? [] : [{ field: "publishedOn", value: date, from: "date line", strength: "stated" }];
  const article = finishArticle(
    {
      mediaType: "text/plain",
      importer: "plain text 3",
      pieces,
      proposals,
      encoding: decoded.encoding,
      steps: [...decoded.steps, ...steps, ...body.steps],
      remarks: [...decoded.remarks, ...remarks],
    },
    known,
  );
  return article.ok ? ok({ kind: "articles", articles: [article.value], unread: [] }) : article;
};
