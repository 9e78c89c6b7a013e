import { type JSONContent, Node } from "@tiptap/core";
import type { Block } from "../../shared/domain/article";

/*
 * The article as a ProseMirror document: one flat text block for each block of the canonical text, no marks.
 * It is built from text and blocks and never the other way round; highlights are decorations over it.
 */

const block = (name: string, tag: string, attributes: Record<string, string> = {}) =>
  Node.create({
    name,
    group: "block",
    content: "text*",
    marks: "",
    parseHTML: () => [],
    renderHTML: () => [tag, attributes, 0],
  });

const Heading = Node.create({
  name: "heading",
  group: "block",
  content: "text*",
  marks: "",
  addAttributes: () => ({ level: { default: 2 } }),
  parseHTML: () => [],
  // Level 0 is the headline, the pane's h1; the article's own headings begin one level below.
  renderHTML: ({ node }) => [`h${Math.min(6, Number(node.attrs.level) + 1)}`, {}, 0],
});

export const extensions = [
  Node.create({ name: "doc", topNode: true, content: "block+" }),
  Node.create({ name: "text", group: "inline" }),
  block("paragraph", "p"),
  Heading,
  block("quote", "blockquote"),
  block("list-item", "p", { "data-kind": "list-item" }),
  block("caption", "p", { "data-kind": "caption" }),
  block("table-row", "p", { "data-kind": "table-row" }),
];

/** True when the text begins with its own headline: then it is shown as one, and no title is put above it. */
export const hasHeadline = (text: string, blocks: readonly Block[], title: string): boolean => {
  const [first] = blocks;
  return first !== undefined && text.slice(first.start, first.end).trim() === title.trim();
};

/** "DAKAR, Senegal — ", "CNN- ", "WASHINGTON ": what agencies put before the first sentence. */
const dateline = "(?:\\S.{0,60}?[—–-]|\\p{Lu}{3,}(?:[ ,]+\\p{L}+){0,3})\\s*";

/**
 * True when the title is no headline but the beginning of a sentence, cut by the import for want of one: the text
 * goes on where the ellipsis stands. A caption or a dateline may precede it.
 */
export const isMadeTitle = (title: string, text: string): boolean => {
  const words = title.trim();
  if (!words.endsWith("…")) return false;
  const beginning = words
    .slice(0, -1)
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"))
    .join("\\s+");
  return beginning !== "" && new RegExp(`^\\s*(?:${dateline})?${beginning}`, "mu").test(text);
};

/** The Tiptap document of an article. An article without blocks shows one empty paragraph. */
export const buildDocument = (text: string, blocks: readonly Block[], title: string): JSONContent => {
  const isHeadlined = hasHeadline(text, blocks, title);
  return {
    type: "doc",
    content:
      blocks.length === 0
        ? [{ type: "paragraph" }]
        : blocks.map((item, at) => {
            const level = at === 0 && isHeadlined ? 0 : item.kind === "heading" ? (item.level ?? 2) : null;
            return {
              type: level === null ? item.kind : "heading",
              ...(level === null ? {} : { attrs: { level } }),
              content: [{ type: "text", text: text.slice(item.start, item.end) }],
            };
          }),
  };
};
