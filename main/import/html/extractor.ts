import { Readability } from "@mozilla/readability";
import { type DomElement, type DomNode, isElement, walk } from "./dom";
import type { Page } from "./parse-html";

/*
 * Readability 0.6.0 (pinned) without the work whose results nobody here looks at: the page written out as markup for an
 * attempt that is made in another way (see `attempts` in main-text.ts), absolute addresses, nested elements made simple.
 * And two of its steps are taken on a shorter way, with the same results. Together that was about a third of its time.
 */

/** The parts of Readability that are used; its own types want a browser's document. `_flags` says which rules are on. */
type Reader = {
  _flags: number;
  _metadata: unknown;
  _articleTitle: string;
  _getAllNodesWithTag: (node: DomNode, names: readonly string[]) => DomNode[];
  _isProbablyVisible: (element: DomElement) => boolean;
  readonly _unwrapNoscriptImages: (document: DomNode) => void;
  readonly _removeScripts: (document: DomNode) => void;
  readonly _prepDocument: () => void;
  readonly _getArticleMetadata: (jsonLd: object) => { readonly title: string };
  readonly _grabArticle: () => DomNode | null;
};

/** Elements of these names below a node, in document order, as `querySelectorAll` finds them: it compiles its selector each time. */
const elementsNamed = (root: DomNode, names: readonly string[]): DomNode[] => {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const found: DomNode[] = [];
  walk(root, {
    enter: (element) => {
      const name = element.localName.toLowerCase();
      if (wanted.has(name)) found.push(element);
      return name !== "template";
    },
    leave: () => undefined,
    leaf: () => undefined,
  });
  return found;
};

/**
 * Readability writes the body out before it begins, and parses that when it has found nothing, to try again with fewer
 * rules. An empty body ends that soon; nodes that are parsed again could not be told any more.
 */
const withoutMarkup = (body: DomElement): void => {
  const empty = () => {
    for (let child = body.firstChild; child !== null; child = body.firstChild)
      if (isElement(child) || "remove" in child) (child as DomNode & { remove: () => void }).remove();
  };
  Object.defineProperty(body, "innerHTML", { get: () => "", set: empty });
};

const attributesAllow = (element: DomElement): boolean =>
  element.getAttribute("hidden") === null &&
  (element.getAttribute("aria-hidden") !== "true" ||
    (element.getAttribute("class") ?? "").includes("fallback-image"));

const readerOf = ({ document }: Page, flags: number): Reader => {
  const reader: Reader = Reflect.construct(Readability, [
    document,
    { charThreshold: 1, keepClasses: true },
  ] as readonly unknown[]);
  reader._flags = flags;
  reader._getAllNodesWithTag = elementsNamed;
  const isVisible = reader._isProbablyVisible.bind(reader);
  // The style of an element is an object with all properties there are, made for this question alone.
  reader._isProbablyVisible = (element) =>
    element.getAttribute("style") === null ? attributesAllow(element) : isVisible(element);
  return reader;
};

/**
 * What Readability takes for the article of a page, with the rules that `flags` names; null when it finds none. It
 * changes the document. Throws on a page that lacks what it takes for granted.
 */
export const extract = (page: Page, flags: number): DomNode | null => {
  const { document } = page;
  const reader = readerOf(page, flags);
  if (document.body !== null) withoutMarkup(document.body);
  // As its `parse` does it.
  reader._unwrapNoscriptImages(document);
  reader._removeScripts(document);
  reader._prepDocument();
  const metadata = reader._getArticleMetadata({});
  reader._metadata = metadata;
  reader._articleTitle = metadata.title;
  return reader._grabArticle();
};
