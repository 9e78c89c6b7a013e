import type { Piece } from "./build-article";
import type { Draft } from "./finish-article";
import { factivaCodesOf } from "./news-export/factiva-codes";
import { factivaLabelsOf } from "./news-export/factiva-labels";
import { nexisExportOf } from "./news-export/nexis";
import { olderNexisExportOf } from "./news-export/nexis-older";

/** A file as its reader found it, before it was known whether it holds one article or many. */
export type WholeFile = Omit<Draft, "part" | "proposals">;

/**
 * Whether a web page is worth reading whole for the sake of `newsExportOf`: main-text extraction would keep one article
 * of an export and drop the others. Cheap; sure only to say no.
 */
export const mayBeNewsExport = (html: string): boolean =>
  /\bclass\s*=\s*["']?article \w\wArticle\b|articleParagraph \w\warticleParagraph|>\s*End of Document\s*</.test(
    html,
  );

/** Fields that follow each other are one aside: nobody wants to fold away ten lines one by one. */
const joinAsides = (pieces: readonly Piece[]): Piece[] => {
  const joined: { last: Piece; lines: string[] }[] = [];
  for (const piece of pieces) {
    const before = joined.at(-1);
    if (piece.aside !== undefined && before?.last.aside === piece.aside) before.lines.push(piece.text.trim());
    else joined.push({ last: piece, lines: [piece.text] });
  }
  return joined.map(({ last, lines }) => (lines.length === 1 ? last : { ...last, text: lines.join("\n") }));
};

/**
 * The articles of a news database's export (Nexis and Factiva layouts), each with its fields proposed as stated and set
 * aside from its text; null when the file is no such export. Every article is finished like one of a file of its own.
 */
export const newsExportOf = (file: WholeFile): Draft[] | null => {
  const pieces = file.pieces.filter(({ text }) => text.trim() !== "");
  const found =
    nexisExportOf(pieces) ?? olderNexisExportOf(pieces) ?? factivaCodesOf(pieces) ?? factivaLabelsOf(pieces);
  if (found === null) return null;
  const { layout, articles, announced } = found;
  const count = articles.length;
  const mismatch =
    announced === null || announced === count
      ? []
      : [
          `the file's own list counts ${announced} articles, but ${count} ${count === 1 ? "was" : "were"} found`,
        ];
  return articles.map(({ pieces: own, proposals, doubts }, at) => ({
    ...file,
    part: count === 1 ? "" : `article ${at + 1} of ${count}`,
    pieces: joinAsides(own),
    proposals,
    doubts: [...(file.doubts ?? []), ...doubts],
    steps: [...file.steps, `taken from a ${layout} export, its fields set aside`],
    remarks: [...(at === 0 ? (file.remarks ?? []) : []), ...(at === 0 ? mismatch : [])],
  }));
};
