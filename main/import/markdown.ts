import type { Token, Tokens } from "marked";
import { ok, type Result } from "../../shared/result";
import type { Piece } from "./build-article";
import { canonicalText, decodeUnknown } from "./decode-text";
import { finishArticle } from "./finish-article";
import { takeFrontMatter } from "./front-matter";
import type { FileContent, Known } from "./imported-article";
import { piecesOfRow } from "./table-pieces";
import { piecesOfText } from "./text-pieces";

/** UTF-16 units that are looked at to tell Markdown from plain text. */
const sampleLength = 65_536;
/** A longer text, or a longer paragraph, is no article that somebody wrote in Markdown. */
const longestMarkdown = 500_000;
/** The lexer takes time in proportion to the square of a paragraph with many open brackets or stars. */
const longestParagraph = 12_000;

const hasLongParagraph = (text: string): boolean =>
  text.split(/\n[ \t]*\n/).some((paragraph) => paragraph.length > longestParagraph);

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/**
 * Whether a text is written in Markdown, judged by marks that plain text hardly ever has. One such mark may be
 * chance, so that two are asked for, or a front matter with a title.
 */
export const looksLikeMarkdown = (text: string): boolean => {
  const sample = text.slice(0, sampleLength).replace(/\r\n?/g, "\n");
  const { proposals } = takeFrontMatter(sample);
  if (proposals.length > 0) return true;
  const headings = count(sample, /^#{1,6} [^\n#]{2,200}$/gm);
  const links = count(
    sample,
    /\[[^\]\n]{1,300}\]\((?:https?:\/\/|mailto:|\/|#)[^)\s]{0,2000}(?: "[^"\n]{0,300}")?\)/g,
  );
  const emphasis = count(sample, /(?<![*\w])\*\*[^*\s][^*\n]{0,300}\*\*(?![*\w])/g);
  const fences = count(sample, /^```[\w-]*$/gm);
  const quotes = count(sample, /^> \S/gm);
  const tables = count(sample, /^\|?(?: *:?-{3,}:? *\|)+ *(?::?-{3,}:? *)?$/gm);
  const kinds = [headings, links, emphasis, fences >= 2 ? 1 : 0, quotes >= 2 ? 1 : 0, tables].filter(
    (found) => found > 0,
  );
  return headings >= 2 || links >= 3 || kinds.length >= 2;
};

const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
};

const unescapeEntities = (text: string): string =>
  text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return named[name] ?? whole;
      const point = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
      return point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)
        ? String.fromCodePoint(point)
        : whole;
    },
  );

const isBreak = (raw: string): boolean => /^<br\s*\/?>/i.test(raw);

/** A token of one of marked's own kinds; the others come from extensions, and there are none. */
const known = (token: Token): Tokens.Generic => token;

/** The words of inline tokens; captions of pictures go to `captions`. */
const wordsOf = (tokens: readonly Token[] | undefined, captions: string[]): string =>
  (tokens ?? [])
    .map((token) => {
      const { type, raw, text, tokens: inner } = known(token);
      if (type === "image") {
        captions.push(String(text));
        return "";
      }
      if (type === "br" || (type === "html" && isBreak(raw))) return "\n";
      if (type === "html" || type === "checkbox") return "";
      if (type === "codespan" || type === "escape") return unescapeEntities(String(text));
      if (inner !== undefined) return wordsOf(inner, captions);
      // A line end in a paragraph's source is a blank on the page.
      return unescapeEntities(String(text ?? "")).replace(/ *\n */g, " ");
    })
    .join("");

const withCaptions = (make: (captions: string[]) => Piece): Piece[] => {
  const captions: string[] = [];
  const piece = make(captions);
  return [piece, ...captions.map((text): Piece => ({ kind: "caption", text, aside: "caption" }))];
};

/** The text of a block of HTML without its marks. Scripts and styles say nothing to a reader. */
const textOfHtml = (html: string): string =>
  unescapeEntities(
    html
      .replace(/<!--[\s\S]*?(?:-->|$)/g, "")
      .replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, "")
      .replace(/<br\s*\/?>/gi, "\n")
      .replace(/<\/?[a-z][^<>]*>/gi, ""),
  );

const piecesOfItems = ({ items, ordered, start }: Tokens.List): Piece[] =>
  items.flatMap((item, at) => {
    const number = ordered ? `${Number(start || 1) + at}. ` : "";
    const [first, ...others] = item.tokens.flatMap((token) => piecesOfToken(token, "list-item"));
    return first === undefined ? [] : [{ ...first, text: `${number}${first.text}` }, ...others];
  });

/** The pieces of a block; running text in a quote or a list is of that kind. */
const piecesOfToken = (token: Token, kind: Piece["kind"]): Piece[] => {
  switch (token.type) {
    case "heading": {
      const { depth, tokens } = token as Tokens.Heading;
      return withCaptions((captions) => ({ kind: "heading", level: depth, text: wordsOf(tokens, captions) }));
    }
    case "paragraph":
    case "text": {
      const { tokens, text } = token as Tokens.Text;
      return withCaptions((captions) => ({
        kind,
        text: tokens === undefined ? unescapeEntities(text) : wordsOf(tokens, captions),
      }));
    }
    case "blockquote":
      return ((token as Tokens.Blockquote).tokens ?? []).flatMap((inner) => piecesOfToken(inner, "quote"));
    case "list":
      return piecesOfItems(token as Tokens.List);
    case "table": {
      const { header, rows } = token as Tokens.Table;
      return [header, ...rows].flatMap((row) =>
        piecesOfRow(
          row.map(({ tokens }) =>
            withCaptions((captions) => ({ kind: "paragraph", text: wordsOf(tokens, captions) })),
          ),
        ),
      );
    }
    case "code":
      return [{ kind, text: (token as Tokens.Code).text }];
    case "html":
      return [{ kind, text: textOfHtml(token.raw) }];
    case "def":
      return token.raw.startsWith("[^") ? [{ kind: "paragraph", text: token.raw, aside: "footnote" }] : [];
    default:
      return [];
  }
};

/** The pieces of a text in Markdown; null when it is too long or nested too deeply to be read as such. */
const piecesOfMarkdown = async (text: string): Promise<Piece[] | null> => {
  if (text.length > longestMarkdown || hasLongParagraph(text)) return null;
  const { Lexer } = await import("marked");
  try {
    return new Lexer({ gfm: true }).lex(text).flatMap((token) => piecesOfToken(token, "paragraph"));
  } catch (error) {
    // The lexer is recursive, and a thousand signs of quotation in a row exhaust the stack.
    if (error instanceof RangeError) return null;
    throw error;
  }
};

/** Reads the bytes of a text in Markdown: its words without the marks, and what its front matter states. */
export const readMarkdown = async (bytes: Uint8Array, known: Known): Promise<Result<FileContent>> => {
  const decoded = await decodeUnknown(bytes, { chosen: known.encoding });
  const { text, steps, remarks } = canonicalText(decoded.text);
  const { block, rest, proposals } = takeFrontMatter(text);
  const marked = await piecesOfMarkdown(rest);
  const plain = marked === null ? piecesOfText(rest) : null;
  const article = finishArticle(
    {
      mediaType: "text/markdown",
      importer: "markdown 1",
      pieces: [{ kind: "paragraph", text: block, aside: "other" }, ...(marked ?? plain?.pieces ?? [])],
      proposals,
      encoding: decoded.encoding,
      steps: [
        ...decoded.steps,
        ...steps,
        ...(block === "" ? [] : ["front matter taken out of the text"]),
        ...(plain === null
          ? ["Markdown marks taken out"]
          : ["read as plain text, marks kept", ...plain.steps]),
      ],
      remarks: [...decoded.remarks, ...remarks],
    },
    known,
  );
  return article.ok ? ok({ kind: "articles", articles: [article.value], unread: [] }) : article;
};
