import { type DomElement, isElement } from "../import/html/dom";
import { type Attributes, readableAddress } from "./markup";
import type { Archive } from "./saved-parts";
import { inlinedStyle, type StyleReferences, styleElement } from "./saved-styles";
import { attributesOf, type Decision, dropped } from "./write-dom";

const set = (names: string): ReadonlySet<string> => new Set(names.split(" "));

/** What runs, loads, redirects, embeds, or is there for those who cannot run scripts (a browser saves none of it). */
const gone = set(
  "script noscript base meta title iframe frame frameset noframes noembed object embed applet param portal track " +
    "plaintext webview fencedframe controlledframe animate set animatemotion animatetransform",
);
/** Attributes that lead somewhere, run something, or hold a whole page. */
const goneAttributes = set(
  "action formaction srcdoc ping target manifest integrity crossorigin referrerpolicy nonce loading fetchpriority http-equiv " +
    "code codebase classid archive data longdesc cite profile usemap attributionsrc autofocus autoplay xmlns",
);
/** Attributes with the address of a picture. */
const pictured = set("src poster background");

/** Attributes of drawings whose values are styles, and may name an address. */
const styled = set(
  "style fill stroke filter mask clip-path cursor marker marker-start marker-mid marker-end",
);

/** Characters of held pictures that are written in all: a page may show one of them again and again. */
const mostHeld = 75_000_000;

/** What the references in a page become. */
type Saved = StyleReferences & { readonly address: string };

const pictureAt = (address: string, { archive, held, address: from }: Saved): string | null =>
  held(address) ?? (/^data:image\//i.test(address.trim()) ? address : archive.inline(address, from));

const candidate = /([^\s,][^\s]*[^\s,])(?:\s+(\d{1,6}(?:\.\d{1,4})?[wx]))?\s*(?:,|$)/g;

/** Of the sizes that a page offers, those that the archive holds. */
const sizesOf = (value: string, saved: Saved): string =>
  [...value.slice(0, 4000).matchAll(candidate)]
    .flatMap(([, address = "", size]) => {
      const found = pictureAt(address, saved);
      return found === null ? [] : [size === undefined ? found : `${found} ${size}`];
    })
    .join(", ");

const linkOf = (value: string): Attributes =>
  value.startsWith("#") ? [["href", value]] : [["href", readableAddress(value) ?? "#"]];

const attributeOf = (name: string, value: string, element: string, saved: Saved): Attributes => {
  if (!/^[a-z_][\w:.-]*$/.test(name) || name.startsWith("on") || goneAttributes.has(name)) return [];
  if (styled.has(name)) return [[name, inlinedStyle(value, saved.address, saved)]];
  if (name === "srcset" || name === "imagesrcset") {
    const sizes = sizesOf(value, saved);
    return sizes === "" ? [] : [["srcset", sizes]];
  }
  if (pictured.has(name)) {
    const found = pictureAt(value, saved);
    return found === null ? [] : [[name, found]];
  }
  if (name !== "href" && name !== "xlink:href") return [[name, value]];
  if (element === "a" || element === "area") return linkOf(value);
  if (value.startsWith("#")) return [[name, value]];
  const found = element === "image" || element === "feimage" ? pictureAt(value, saved) : null;
  return found === null ? [] : [["href", found]];
};

const sheetOf = (element: DomElement, saved: Saved): Decision => {
  const relation = (element.getAttribute("rel") ?? "").toLowerCase().split(/\s+/);
  if (!relation.includes("stylesheet") || relation.includes("alternate")) return dropped;
  const found = saved.archive.style(element.getAttribute("href") ?? "", saved.address);
  if (found === null) return dropped;
  const css = inlinedStyle(found.text, found.address, saved);
  return { as: "instead", html: styleElement(css, element.getAttribute("media") ?? "") };
};

/** The inner side of an element that a page made for itself; a browser saves it, and no script has to build it again. */
const shadowOf = (element: DomElement): Decision => {
  const mode = element.getAttribute("shadowrootmode") ?? element.getAttribute("shadowmode");
  if (mode !== "open" && mode !== "closed") return dropped;
  return { as: "element", name: "template", attributes: [["shadowrootmode", mode]] };
};

const hasHead = (html: DomElement): boolean => {
  for (let node = html.firstChild; node !== null; node = node.nextSibling)
    if (isElement(node) && node.localName === "head") return true;
  return false;
};

/** A page says how it is encoded, which is no longer what it was; where there is no head, the browser makes one. */
const charsetIn = (element: DomElement, name: string): { readonly first?: string } =>
  name === "head" || (name === "html" && !hasHead(element)) ? { first: '<meta charset="utf-8">' } : {};

/**
 * What becomes of each element of a saved page: it keeps its own looks, with what the archive holds put into it. Scripts,
 * frames, redirections, and all that leads to the network or runs is let go. `data` holds by their names the pictures
 * that were taken out before it was parsed.
 */
export const savedDecisions = (
  archive: Archive,
  data: ReadonlyMap<string, string>,
): ((element: DomElement) => Decision) => {
  let used = 0;
  const held = (reference: string): string | null => {
    const address = data.get(reference.trim());
    used += address?.length ?? 0;
    return address === undefined || used > mostHeld ? null : address;
  };
  const saved: Saved = { archive, held, address: archive.address };
  return (element) => {
    const name = element.localName.toLowerCase();
    if (name === "template") return shadowOf(element);
    if (gone.has(name) || !/^[a-z][\w.-]*$/.test(name)) return dropped;
    if (name === "link") return sheetOf(element, saved);
    if (name === "style") {
      const css = inlinedStyle(element.textContent ?? "", saved.address, saved);
      return { as: "instead", html: styleElement(css, element.getAttribute("media") ?? "") };
    }
    const attributes = attributesOf(element).flatMap(([key, value]) => attributeOf(key, value, name, saved));
    // What is in these is text to one parser and markup to another; all others of that kind are gone but `style`, in whose
    // text no parser finds a tag, and `textarea`, whose text is escaped as anywhere.
    const shown = name === "xmp" || name === "listing" ? "pre" : name;
    return { as: "element", name: shown, attributes, ...charsetIn(element, name) };
  };
};
