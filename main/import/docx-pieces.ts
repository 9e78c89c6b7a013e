import type { Piece } from "./build-article";
import { pieceOfStyle } from "./office-styles";
import { piecesOfRow } from "./table-pieces";

/** A node of the document that mammoth reads a DOCX into; which fields it has depends on its type. */
export type DocxNode = {
  readonly type: string;
  readonly children?: readonly DocxNode[];
  readonly value?: string;
  readonly styleName?: string | null;
  readonly numbering?: object | null;
  readonly breakType?: string;
  readonly checked?: boolean;
  readonly noteType?: string;
  readonly noteId?: string;
};

/** The whole of it, with the notes that are referred to. */
export type DocxDocument = DocxNode & {
  readonly notes: {
    readonly resolve: (reference: DocxNode) => { readonly body: readonly DocxNode[] } | undefined;
  };
};

const textOfLeaf = (node: DocxNode): string => {
  switch (node.type) {
    case "text":
      return node.value ?? "";
    case "tab":
      return "\t";
    case "break":
      return "\n";
    case "checkbox":
      return node.checked === true ? "☒" : "☐";
    default:
      return "";
  }
};

const textOf = (node: DocxNode): string =>
  node.children === undefined ? textOfLeaf(node) : node.children.map(textOf).join("");

const ofType = (node: DocxNode, type: string): DocxNode[] =>
  node.type === type ? [node] : (node.children ?? []).flatMap((child) => ofType(child, type));

const pieceOf = (paragraph: DocxNode): Piece => {
  const found = pieceOfStyle(paragraph.styleName ?? "");
  const isListed = found.kind === "paragraph" && found.aside === undefined && paragraph.numbering != null;
  return { ...found, ...(isListed ? { kind: "list-item" } : {}), text: textOf(paragraph) };
};

/**
 * Pieces of a document in reading order. Footnotes and endnotes are set aside after the paragraph that refers to them,
 * pictures and the targets of links are left out.
 */
export const piecesOfDocx = (document: DocxDocument): Piece[] => {
  const notesOf = (paragraph: DocxNode): Piece[] =>
    ofType(paragraph, "noteReference").flatMap((reference) =>
      (document.notes.resolve(reference)?.body ?? []).map((part) => ({
        kind: "paragraph" as const,
        text: textOf(part),
        aside: "footnote" as const,
      })),
    );
  const piecesOf = (node: DocxNode): Piece[] => {
    if (node.type === "paragraph") return [pieceOf(node), ...notesOf(node)];
    const children = node.children ?? [];
    return node.type === "tableRow" ? piecesOfRow(children.map(piecesOf)) : children.flatMap(piecesOf);
  };
  return piecesOf(document);
};
