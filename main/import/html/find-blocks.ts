import type { Block } from "../../../shared/domain/article";
import { blockCollector, type FoundBlock, type Frame } from "./block-collector";
import { attribute, type DomElement, type DomNode, isText, walk } from "./dom";
import { placeOf } from "./furniture";

/** The blocks of a page in document order. */
export type FoundBlocks = {
  readonly blocks: readonly FoundBlock[];
  /** Characters that a browser would not show and that are not among the blocks. */
  readonly hidden: number;
  /** How many elements there are below the node, and how deep they nest. */
  readonly elements: number;
  readonly depth: number;
};

const set = (names: string): ReadonlySet<string> => new Set(names.split(" "));

/** Their content is no text of the page, or is shown only where something else cannot be. */
const skipped = set(
  "script style template noscript noembed iframe object embed audio video canvas select datalist textarea " +
    "input meta link base title annotation annotation-xml progress meter map portal",
);
const blockElements = set(
  "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption " +
    "figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav noframes ol p " +
    "plaintext pre search section summary table tbody td tfoot th thead tr ul xmp",
);
const listItems = set("li dt dd");
const preformatted = set("pre listing xmp plaintext");
const cells = set("td th");
const isNotShown = (element: DomElement): boolean => {
  if (element.getAttribute("hidden") !== null) return true;
  if (element.localName === "dialog" && element.getAttribute("open") === null) return true;
  const style = element.getAttribute("style");
  if (style !== null && /(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style)) return true;
  const name = element.getAttribute("class");
  // Text for screen readers ("Image caption", "Opens in a new window") and what SingleFile found hidden.
  return (
    name !== null && /(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text|sf-hidden)(?:\s|$)/.test(name)
  );
};

const kindOf = ({ localName }: DomElement, outer: Block["kind"]): Block["kind"] => {
  if (localName === "figcaption" || localName === "caption") return "caption";
  if (outer === "caption" || outer === "list-item") return outer;
  if (localName === "blockquote") return "quote";
  return listItems.has(localName) ? "list-item" : outer === "heading" ? "paragraph" : outer;
};

const levelOf = (element: DomElement): number | undefined => {
  const tag = /^h([1-6])$/.exec(element.localName)?.[1];
  if (tag !== undefined) return Number(tag);
  if (attribute(element, "role") !== "heading") return undefined;
  const level = Number(element.getAttribute("aria-level") ?? 2);
  return Number.isInteger(level) && level >= 1 && level <= 6 ? level : 2;
};

const frameOf = (element: DomElement, outer: Frame, isHiddenKept: boolean): Frame => {
  const { localName } = element;
  const isBlock = blockElements.has(localName);
  const isHidden =
    outer.isHidden || (!isHiddenKept && localName !== "html" && localName !== "body" && isNotShown(element));
  const isDrawing = localName === "svg";
  // What begins with a block of HTML inside a drawing is HTML again, as in a browser.
  const isMuted = isHidden || isDrawing || (outer.isMuted && !isBlock);
  const isLink = outer.isLink || localName === "a";
  const isPre = outer.isPre || preformatted.has(localName);
  if (!isBlock) return { ...outer, element, isMuted, isHidden, isLink, isPre, isBlock };
  const level = outer.kind === "caption" ? undefined : levelOf(element);
  const place = outer.place?.isCertain ? outer.place : (placeOf(element) ?? outer.place);
  return {
    element,
    container: outer.element,
    kind: level === undefined ? kindOf(element, outer.kind) : "heading",
    level,
    isPre,
    isMuted,
    isHidden,
    isLink,
    isBlock,
    place,
    placeOwner: place === outer.place ? outer.placeOwner : element,
  };
};

const outermost = (root: DomNode): Frame => ({
  element: root,
  container: root,
  kind: "paragraph",
  level: undefined,
  isPre: false,
  isMuted: false,
  isHidden: false,
  isLink: false,
  isBlock: true,
  place: undefined,
  placeOwner: undefined,
});

/** Called for every node, shown or not, before it is looked at: whoever wants more of a page need not walk it again. */
type Options = {
  readonly onElement?: (element: DomElement) => void;
  readonly onNode?: (node: DomNode) => void;
  readonly isHiddenKept?: boolean;
};

/**
 * Finds the blocks below a node: what a browser would show, with white space collapsed as it does, no-break spaces kept,
 * links as their words. With `isHiddenKept` what the page hides is shown, too.
 */
export const findBlocks = (
  root: DomNode,
  { onElement, onNode, isHiddenKept = false }: Options = {},
): FoundBlocks => {
  const collected = blockCollector();
  const frames: Frame[] = [];
  let frame = outermost(root);
  let hidden = 0;
  let elements = 0;
  let depth = 0;
  walk(root, {
    enter: (element) => {
      onElement?.(element);
      elements += 1;
      depth = Math.max(depth, frames.length);
      const { localName } = element;
      if (skipped.has(localName)) return false;
      if (localName === "br") {
        if (!frame.isMuted) collected.breakLine(frame);
        return false;
      }
      frames.push(frame);
      const inner = frameOf(element, frame, isHiddenKept);
      if (inner.isBlock) {
        collected.endBlock(frame);
        if (localName === "tr") collected.beginRow();
        else if (cells.has(localName)) collected.beginCell();
      }
      frame = inner;
      return true;
    },
    leave: (element) => {
      if (frame.isBlock && frame.element === element) {
        collected.endBlock(frame);
        if (element.localName === "tr") collected.endRow(frame);
      }
      frame = frames.pop() ?? frame;
    },
    leaf: (node) => {
      onNode?.(node);
      if (!isText(node)) return;
      if (!frame.isMuted) collected.add(node, frame);
      else if (frame.isHidden) hidden += node.data.trim().length;
    },
  });
  collected.endBlock(frame);
  return { blocks: collected.blocks, hidden, elements, depth };
};
