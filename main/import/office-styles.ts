import type { Piece } from "./build-article";

/** What a paragraph is by the name of its style; word processors keep the English names of their own styles. */
export const pieceOfStyle = (styleName: string): Pick<Piece, "kind" | "level" | "aside"> => {
  const style = styleName.trim().toLowerCase();
  const level = /^heading ([1-6])(?!\d)/.exec(style)?.[1];
  if (level !== undefined) return { kind: "heading", level: Number(level) };
  if (style === "title") return { kind: "heading", level: 1 };
  if (style === "subtitle") return { kind: "heading", level: 2 };
  if (/^(?:toc|contents) (?:\d|heading)/.test(style)) return { kind: "paragraph", aside: "navigation" };
  if (/^(?:caption|illustration|figure|drawing)$/.test(style)) return { kind: "caption", aside: "caption" };
  if (/\bquot(?:e|ation)s?\b|^block text$/.test(style)) return { kind: "quote" };
  if (/^list (?:bullet|number)/.test(style)) return { kind: "list-item" };
  return { kind: "paragraph" };
};
