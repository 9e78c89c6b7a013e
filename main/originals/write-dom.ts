import { type DomElement, type DomNode, isText, walk } from "../import/html/dom";
import { type Attributes, beginTag, escapeHtml, type Sink } from "./markup";

/**
 * What becomes of an element. Markup that stands for one ("instead") is ours, and no parser finds a tag in it that we did
 * not write: its texts are escaped already, each as its element needs it.
 */
export type Decision =
  | { readonly as: "dropped" }
  | { readonly as: "unwrapped" }
  | { readonly as: "instead"; readonly html: string }
  | {
      readonly as: "element";
      readonly name: string;
      readonly attributes: Attributes;
      /** Markup of ours that goes before what is in it. */
      readonly first?: string;
    };

/** Goes with everything in it. */
export const dropped: Decision = { as: "dropped" };
/** Goes, and what is in it stays. */
export const unwrapped: Decision = { as: "unwrapped" };

const empty = new Set("area br col embed hr img input link meta source track wbr".split(" "));

/** The names of an element's attributes, and their values as they were written. */
export const attributesOf = (element: DomElement): Attributes =>
  // linkedom has it; the little of a DOM that the importer names does not.
  (element as DomElement & { getAttributeNames(): string[] })
    .getAttributeNames()
    .map((name) => [name.toLowerCase(), element.getAttribute(name) ?? ""]);

/**
 * Writes what is below a node as HTML, each element as `decide` says. Comments and all else that is neither element nor
 * text is let go, and text is escaped, so that no parser can find in it what another has not. That holds as long as
 * `decide` keeps no element whose text parsers take as it is (`style`, `xmp`, `noscript`, ...): it drops or replaces them.
 */
export const writeDom = (root: DomNode, sink: Sink, decide: (element: DomElement) => Decision): void => {
  const ends: string[] = [];
  walk(root, {
    enter: (element) => {
      const decision = decide(element);
      if (decision.as === "dropped") return false;
      if (decision.as === "instead") {
        sink.push(decision.html);
        return false;
      }
      if (decision.as === "unwrapped") {
        ends.push("");
        return true;
      }
      sink.push(`${beginTag(decision.name, decision.attributes)}${decision.first ?? ""}`);
      if (empty.has(decision.name)) return false;
      ends.push(`</${decision.name}>`);
      return true;
    },
    leave: () => {
      const end = ends.pop();
      if (end !== undefined && end !== "") sink.push(end);
    },
    leaf: (node) => {
      if (isText(node)) sink.push(escapeHtml(node.data));
    },
  });
};
