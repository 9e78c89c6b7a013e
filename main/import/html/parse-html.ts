import { DOMParser } from "linkedom";
import { type DomElement, type DomNode, isElement, isText } from "./dom";
import { limitMarkup } from "./limit-markup";

/** A parsed page and what was done to its markup first. Nothing in it has run or was loaded. */
export type Page = {
  readonly document: HtmlDocument;
  readonly steps: readonly string[];
};

/** A document whose parts can be moved. linkedom's own type cannot be named from outside. */
type HtmlDocument = DomNode & {
  readonly body: DomElement | null;
  readonly createElement: (name: string, options?: undefined) => DomElement & Movable;
  readonly append: (...nodes: DomNode[]) => void;
};

type Movable = {
  readonly append: (...nodes: DomNode[]) => void;
  readonly setAttribute: (name: string, value: string) => void;
};

const parseInert = (html: string): HtmlDocument => new DOMParser().parseFromString(html, "text/html");

const headElements = new Set(["title", "meta", "link", "base", "script", "style", "noscript", "template"]);

const childrenOf = (parent: DomNode): DomNode[] => {
  const children: DomNode[] = [];
  for (let child = parent.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
};

const isBlank = (node: DomNode): boolean => !isElement(node) && !(isText(node) && /\S/.test(node.data));
const isNamed = (node: DomNode, name: string): node is DomElement =>
  isElement(node) && node.localName === name;
const isStructure = (node: DomNode): boolean => ["html", "head", "body"].some((name) => isNamed(node, name));
const isHeadMatter = (node: DomNode): boolean =>
  isBlank(node) || (isElement(node) && headElements.has(node.localName));

const isWhole = (document: HtmlDocument): boolean => {
  const outer = childrenOf(document).filter((node) => !isBlank(node));
  const [root] = outer;
  if (outer.length !== 1 || root === undefined || !isNamed(root, "html")) return false;
  const inner = childrenOf(root).filter((node) => !isBlank(node));
  const [first, second] = inner;
  const body = inner.length === 1 ? first : second;
  if (inner.length > 2 || body === undefined || !isNamed(body, "body")) return false;
  return body === first || (first !== undefined && isNamed(first, "head"));
};

/**
 * The parser takes a page as it is written, where a browser would put `html`, `head` and `body` round it. Whatever
 * stands outside a body is moved into one, in its order, because extraction looks only there.
 */
const makeWhole = (document: HtmlDocument): void => {
  const html = document.createElement("html");
  const head = document.createElement("head");
  const body = document.createElement("body");
  let isInBody = false;
  const place = (node: DomNode): void => {
    isInBody ||= !isHeadMatter(node);
    (isInBody ? body : head).append(node);
  };
  for (const outer of childrenOf(document)) {
    const language = isNamed(outer, "html") ? outer.getAttribute("lang") : null;
    if (language !== null) html.setAttribute("lang", language);
    for (const middle of isStructure(outer) ? childrenOf(outer) : [outer])
      for (const inner of isStructure(middle) ? childrenOf(middle) : [middle]) place(inner);
    // What is left of it is empty, and would be taken for the document's root.
    if (isStructure(outer)) body.append(outer);
  }
  html.append(head, body);
  document.append(html);
};

/** Parses a page or a fragment of one, however broken it is, to a document with one `html`, `head` and `body`. */
export const parseHtml = (source: string): Page => {
  const { html, steps } = limitMarkup(source);
  const document = parseInert(html === "" ? " " : html);
  if (!isWhole(document)) makeWhole(document);
  return { document, steps };
};
