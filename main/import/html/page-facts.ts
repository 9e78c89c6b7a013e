import { attribute, type DomElement, type DomNode, isComment, isElement } from "./dom";

/** What a page says of itself, as it stands there; nothing is believed or cleaned yet. */
export type PageFacts = {
  /** Contents of `meta` by lower-case name, property, itemprop or http-equiv; the first of each. */
  readonly metas: ReadonlyMap<string, string>;
  readonly canonical: string;
  /** Texts of JSON-LD scripts. */
  readonly jsonLd: readonly string[];
  readonly title: string;
  readonly language: string;
  readonly times: readonly Time[];
  readonly saved: SavedPage | null;
};

type Time = { readonly datetime: string; readonly isPublished: boolean; readonly isModified: boolean };

/** What the program that saved a page wrote into it. */
type SavedPage = { readonly url: string; readonly date: string; readonly by: string };

/** Enough for any page that is not made to be slow. */
const mostMetas = 500;
const mostTimes = 50;
const longestValue = 5000;
const longestScript = 2_000_000;

const metaNames = ["property", "name", "itemprop", "http-equiv"];

const timeOf = (element: DomElement): Time => {
  const marks = `${attribute(element, "itemprop")} ${attribute(element, "class")}`;
  return {
    datetime: (element.getAttribute("datetime") ?? "").slice(0, 100),
    isPublished:
      element.getAttribute("pubdate") !== null ||
      /\bdatepublished\b|\bdt-published\b|\bpublished\b/.test(marks),
    isModified: /\bdatemodified\b|\bdt-updated\b|\bupdated\b|\bmodified\b/.test(marks),
  };
};

const savedPage = (comment: string): SavedPage | null => {
  // Internet Explorer, Chromium and others: the number is the length of the address.
  const from = /saved from url=\(\d+\)\s*(\S+)/.exec(comment)?.[1];
  if (from !== undefined) return { url: from, date: "", by: "saved-from comment" };
  if (!/Page saved with SingleFile/.test(comment)) return null;
  return {
    url: /^\s*url:\s*(\S+)/m.exec(comment)?.[1] ?? "",
    date: /^\s*saved date:\s*(.+)$/m.exec(comment)?.[1] ?? "",
    by: "SingleFile comment",
  };
};

/** Collects facts while somebody else walks the page: `onElement` for each element, `onNode` for each other node. */
export const factCollector = () => {
  const metas = new Map<string, string>();
  const jsonLd: string[] = [];
  const times: Time[] = [];
  let canonical = "";
  let title = "";
  let language = "";
  let saved: SavedPage | null = null;

  const readMeta = (element: DomElement): void => {
    if (metas.size >= mostMetas) return;
    const content = (element.getAttribute("content") ?? "").slice(0, longestValue).trim();
    if (content === "") return;
    for (const kind of metaNames)
      for (const key of attribute(element, kind).split(/\s+/, 5))
        if (key !== "" && !metas.has(key)) metas.set(key, content);
  };

  return {
    onElement: (element: DomElement): void => {
      switch (element.localName) {
        case "html":
          language ||= (element.getAttribute("lang") ?? element.getAttribute("xml:lang") ?? "").slice(0, 100);
          break;
        case "meta":
          readMeta(element);
          break;
        case "link":
          if (canonical === "" && attribute(element, "rel").split(/\s+/).includes("canonical"))
            canonical = (element.getAttribute("href") ?? "").slice(0, longestValue);
          break;
        case "script":
          if (attribute(element, "type").startsWith("application/ld+json")) {
            const text = element.textContent ?? "";
            if (text.length <= longestScript && jsonLd.length < 50) jsonLd.push(text);
          }
          break;
        case "title":
          // The first is the page's; others belong to drawings.
          title ||= (element.textContent ?? "").slice(0, longestValue).trim();
          break;
        case "time":
          if (times.length < mostTimes && element.getAttribute("datetime") !== null)
            times.push(timeOf(element));
          break;
      }
    },
    onNode: (node: DomNode): void => {
      if (saved === null && isComment(node) && !isElement(node))
        saved = savedPage(node.data.slice(0, longestValue));
    },
    facts: (): PageFacts => ({ metas, canonical, jsonLd, title, language, times, saved }),
  };
};
