/*
 * The little of a DOM that the importer reads. linkedom's own types are those of a browser, which main does not have.
 * Nothing here runs, loads or resolves anything: the nodes are plain data.
 */

/** A node of a parsed page. */
export type DomNode = {
  readonly nodeType: number;
  readonly firstChild: DomNode | null;
  readonly nextSibling: DomNode | null;
};

/** A stretch of characters in a page. */
export type DomText = DomNode & { readonly data: string };

/** An element of a page. */
export type DomElement = DomNode & {
  readonly localName: string;
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
};

const textNode = 3;
const cdataNode = 4;
const commentNode = 8;

/** Whether a node is an element. */
export const isElement = (node: DomNode): node is DomElement => node.nodeType === 1;

/** Whether a node holds characters of the page. */
export const isText = (node: DomNode): node is DomText =>
  node.nodeType === textNode || node.nodeType === cdataNode;

/** Whether a node is a comment. */
export const isComment = (node: DomNode): node is DomText => node.nodeType === commentNode;

/** An attribute in lower case, "" when it is absent. */
export const attribute = (element: DomElement, name: string): string =>
  element.getAttribute(name)?.toLowerCase() ?? "";

/** What `visit` can ask for: not to go into the element it was given. */
export type Visit = {
  /** Called before the children; false leaves them and `leave` out. */
  readonly enter: (element: DomElement) => boolean;
  readonly leave: (element: DomElement) => void;
  readonly leaf: (node: DomNode) => void;
};

/** Goes through everything below a node in document order, without recursion: pages nest as deep as they like. */
export const walk = (root: DomNode, { enter, leave, leaf }: Visit): void => {
  const open: DomElement[] = [];
  let node: DomNode | null = root.firstChild;
  while (true) {
    while (node === null) {
      const element = open.pop();
      if (element === undefined) return;
      leave(element);
      node = element.nextSibling;
    }
    if (!isElement(node)) {
      leaf(node);
      node = node.nextSibling;
    } else if (enter(node)) {
      open.push(node);
      node = node.firstChild;
    } else node = node.nextSibling;
  }
};
