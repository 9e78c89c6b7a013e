import { parseHTML } from "linkedom";
import { pageOf } from "../../../../main/originals/page-of";

/** Media types as the importers write them. */
export const types = {
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  odt: "application/vnd.oasis.opendocument.text",
  epub: "application/epub+zip",
  rtf: "application/rtf",
  mhtml: "multipart/related",
} as const;

/** A page that was made, as markup and as a document. */
export const pageFrom = async (bytes: Uint8Array, mediaType: string, encoding: string | null = null) => {
  const page = await pageOf(bytes, { mediaType, encoding }, () => {});
  if (!page.ok) throw new Error(page.error.message);
  const { document } = parseHTML(page.value);
  return {
    html: page.value,
    document,
    /** The text of each element that a selector finds. */
    texts: (selector: string): string[] =>
      [...document.querySelectorAll(selector)].map((element) => element.textContent?.trim() ?? ""),
    note: document.querySelector(".note")?.textContent ?? "",
  };
};

/** The message of the failure; "" when a page was made. */
export const failureOf = async (bytes: Uint8Array, mediaType: string): Promise<string> => {
  const page = await pageOf(bytes, { mediaType, encoding: null }, () => {});
  return page.ok ? "" : page.error.message;
};

const tag = /<(?:!doctype\s[^<>]*|\/([a-z][\w.-]*)|([a-z][\w.-]*)((?:\s[a-z_][\w:.-]*="[^<>"]*")*))>/iy;
const attribute = /\s([a-z_][\w:.-]*)="([^<>"]*)"/gi;

/** Elements that no page holds; those of the shadow of an element and of forms are let alone. */
const isBanned =
  /^(?:script|iframe|frame|frameset|object|embed|base|applet|link|noscript|noembed|noframes|xmp|plaintext|portal|webview|set|animate\w*)$/i;

/** What is wrong with a tag, if it were one: nobody knows what a parser takes for text. */
const dangersInTag = (name: string, attributes: string): string[] => {
  const found = isBanned.test(name) ? [name] : [];
  for (const [, key = "", value = ""] of attributes.matchAll(attribute)) {
    const loads = /^(?:src|srcset|poster|background|data|action|formaction|srcdoc|http-equiv)$/i.test(key);
    if (/^on/i.test(key) || (loads && !/^data:image\//.test(value)) || /^\s*javascript:/i.test(value))
      found.push(`${name} ${key}=${value.slice(0, 40)}`);
    if (key === "style" && /url\((?!\s*&quot;(?:data:|#))/i.test(value)) found.push(`${name} style`);
  }
  return found;
};

/**
 * The same as `dangersIn`, by the characters alone: no text is "only text" here, wherever it stands. So what one parser
 * takes for the text of a style, and another for a tag, counts; and each "<" has to begin a tag as we write them.
 */
const dangersInText = (html: string): string[] => {
  const found: string[] = [];
  for (let at = html.indexOf("<"); at >= 0; at = html.indexOf("<", at + 1)) {
    tag.lastIndex = at;
    const [whole, , name, attributes = ""] = tag.exec(html) ?? [];
    if (whole === undefined) found.push(`no tag of ours: ${html.slice(at, at + 40)}`);
    else if (name !== undefined) found.push(...dangersInTag(name, attributes));
  }
  for (const [, css = ""] of html.matchAll(/<style(?:\s[^>]*)?>([^<]*)/gi))
    if (/@import|url\((?!\s*"(?:data:|#))/i.test(css)) found.push("style");
  return found;
};

/** What in a page could run, load or lead away, to one parser or to any; none of it may be there. */
export const dangersIn = (html: string): string[] => {
  const found = dangersInText(html);
  const { document } = parseHTML(html);
  for (const element of document.querySelectorAll("*")) {
    if (/^(?:script|iframe|frame|object|embed|base|applet|link|template|noscript)$/.test(element.localName))
      found.push(element.localName);
    if (element.localName === "meta" && element.getAttribute("http-equiv") !== null) found.push("meta");
    for (const name of element.getAttributeNames()) {
      const value = element.getAttribute(name) ?? "";
      const leads = /^\s*(?:javascript|vbscript|file|app):/i.test(value);
      const loads =
        /^(?:src|srcset|poster|background|data|action|formaction)$/.test(name) && !/^data:/.test(value);
      if (/^on/.test(name) || leads || loads)
        found.push(`${element.localName} ${name}=${value.slice(0, 40)}`);
    }
  }
  return found;
};
