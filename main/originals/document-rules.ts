import { type DomElement, isElement, isText } from "../import/html/dom";
import { type Attributes, readableAddress } from "./markup";
import { attributesOf, type Decision, dropped, unwrapped } from "./write-dom";

/** What differs between documents whose HTML is written with the same few elements. */
type DocumentRules = {
  /** Markup of the picture that an address in the document stands for. */
  readonly picture: (address: string, alt: string) => string;
  /** The place on the page that a link within the document leads to ("#note-1"); null for one that leads out of it. */
  readonly place: (href: string) => string | null;
  /** The id of an element on the page, from that in the document. */
  readonly idOf: (id: string) => string;
  /** Class names that a document may keep; those of its own styles mean nothing here. */
  readonly classes: ReadonlySet<string>;
  /** Called for what is left out. */
  readonly onLeftOut: (what: "drawing" | "media" | "script") => void;
};

const set = (names: string): ReadonlySet<string> => new Set(names.split(" "));

const blocks = set(
  "h1 h2 h3 h4 h5 h6 p div section article header footer main nav aside figure figcaption blockquote pre address " +
    "li dt dd th td caption",
);
const others = set(
  "ul ol dl table colgroup col thead tbody tfoot tr a span b strong i em u s del ins sub sup small mark code kbd samp " +
    "var q cite abbr dfn bdi bdo ruby rb rt rp rtc br wbr hr time " +
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mstyle",
);
const gone = set(
  "script style link meta base title iframe frame frameset noframes noembed applet template input button select option " +
    "textarea datalist annotation annotation-xml param source track",
);
const numbered = set("colspan rowspan span start value");
const kept = set("lang dir title type scope reversed");

const isHidden = (element: DomElement): boolean =>
  element.getAttribute("hidden") !== null ||
  /display\s*:\s*none/i.test(element.getAttribute("style")?.slice(0, 2000) ?? "");

const attributeOf = (name: string, value: string, rules: DocumentRules): Attributes => {
  if (name === "id" && value !== "") return [["id", rules.idOf(value)]];
  if (name === "xml:lang") return [["lang", value]];
  if (numbered.has(name) && /^-?\d{1,5}$/.test(value)) return [[name, value]];
  if (name === "class") {
    const classes = value.split(/\s+/).filter((part) => rules.classes.has(part));
    return classes.length > 0 ? [["class", classes.join(" ")]] : [];
  }
  return kept.has(name) ? [[name, value]] : [];
};

/** A link leads to its place on the page, or nowhere: then its address stands in its title. */
const linkOf = (element: DomElement, rules: DocumentRules): Attributes => {
  const href = element.getAttribute("href");
  if (href === null) return [];
  const place = rules.place(href);
  if (place !== null) return [["href", place]];
  const address = readableAddress(href);
  return address === null ? [] : [["title", address]];
};

const isBlock = (name: string): boolean =>
  blocks.has(name) || name === "ul" || name === "ol" || name === "dl" || name === "table";

/** Whether a block has words of its own, whose direction it takes; else those in it each have theirs. */
const hasWords = (element: DomElement): boolean => {
  let hasBlocks = false;
  for (let node = element.firstChild; node !== null; node = node.nextSibling) {
    if (isText(node) && /\S/.test(node.data)) return true;
    hasBlocks ||= isElement(node) && isBlock(node.localName);
  }
  return !hasBlocks;
};

const written = (element: DomElement, name: string, rules: DocumentRules): Decision => {
  const found = attributesOf(element).flatMap(([key, value]) => attributeOf(key, value, rules));
  const link = name === "a" ? linkOf(element, rules) : [];
  const own = new Map([...found, ...link]);
  if (blocks.has(name) && !own.has("dir") && hasWords(element)) own.set("dir", "auto");
  return { as: "element", name, attributes: [...own] };
};

/** Of a drawing only the pictures that it places are shown: that is how books make their covers. */
const pictureOf = (element: DomElement, rules: DocumentRules): Decision => {
  const address =
    element.getAttribute("src") ?? element.getAttribute("xlink:href") ?? element.getAttribute("href") ?? "";
  return { as: "instead", html: rules.picture(address, element.getAttribute("alt") ?? "") };
};

const checkbox = (element: DomElement): Decision =>
  element.getAttribute("type")?.toLowerCase() === "checkbox"
    ? { as: "instead", html: element.getAttribute("checked") === null ? "☐ " : "☒ " }
    : dropped;

/**
 * What becomes of each element of a document: a closed list of elements and attributes stays, all else goes. Nothing
 * that runs, loads, asks or leads away is in the list.
 */
export const documentDecisions = (rules: DocumentRules): ((element: DomElement) => Decision) => {
  // Labels and shapes of drawings would stand without them as stray words.
  const inDrawing = set("text tspan textpath desc defs symbol foreignobject");
  const shapes = set("path rect circle ellipse line polyline polygon");
  return (element) => {
    const name = element.localName.toLowerCase();
    if (isHidden(element)) return dropped;
    if (name === "input") return checkbox(element);
    if (name === "script") rules.onLeftOut("script");
    if (gone.has(name) || inDrawing.has(name)) return dropped;
    if (name === "img" || name === "image") return pictureOf(element, rules);
    if (shapes.has(name)) rules.onLeftOut("drawing");
    if (name === "audio" || name === "video") rules.onLeftOut("media");
    return blocks.has(name) || others.has(name) ? written(element, name, rules) : unwrapped;
  };
};
