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

/** What in a page could run, load or lead away; none of it may be there. */
export const dangersIn = (html: string): string[] => {
  const { document } = parseHTML(html);
  const found: string[] = [];
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
