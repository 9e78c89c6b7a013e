import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { readXml, type Spaces, textsOf, type XmlVisitor } from "./office-xml";
import type { OfficeZip } from "./office-zip";

/** What the package of a book says. Paths are those of the parts in the package. */
export type Package = {
  /** Its parts in reading order. */
  readonly spine: readonly string[];
  /** The parts that are contents or cover. */
  readonly navigation: ReadonlySet<string>;
  readonly facts: {
    readonly title: string | undefined;
    readonly creators: readonly string[];
    readonly publisher: string | undefined;
    readonly date: string | undefined;
    readonly modified: string | undefined;
    readonly language: string | undefined;
    readonly source: string | undefined;
  };
};

const spaces: Spaces = {
  "urn:oasis:names:tc:opendocument:xmlns:container": "ocf",
  "http://www.idpf.org/2007/opf": "opf",
  "http://openebook.org/namespaces/oeb-package/1.0/": "opf",
  "http://purl.org/dc/elements/1.1/": "dc",
};

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

/** The path of a part that another part in `folder` ("" or ending in "/") refers to. */
export const pathFrom = (folder: string, reference: string): string => {
  const parts: string[] = [];
  for (const part of `${folder}${decoded(reference.replace(/[#?].*$/s, ""))}`.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
};

const notABook = () =>
  fail(
    "damaged",
    "The book cannot be read: its table of parts is missing",
    "Get another copy, or turn it into another format and import that.",
  );

const findPackage = (zip: OfficeZip): Result<string> => {
  const name = "META-INF/container.xml";
  const bytes = zip.read(name);
  if (!bytes.ok) return bytes;
  let path: string | undefined;
  const read = readXml(
    bytes.value,
    name,
    spaces,
    {
      open: (element, attribute) => {
        if (element === "ocf:rootfile") path ??= attribute("full-path");
      },
      close: () => {},
      text: () => {},
    },
    "plain",
  );
  if (!read.ok) return read;
  return path === undefined ? notABook() : ok(pathFrom("", path));
};

type Item = { readonly path: string; readonly type: string };

/** A place within a part says nothing about the whole of it. */
const isPlace = (reference: string | undefined): boolean => reference?.includes("#") ?? false;

/** What the guide of a book of the older kind calls its furniture. */
const furniture = /^(?:cover|toc|title-page|copyright-page|index)$/i;

const isPage = ({ type, path }: Item): boolean =>
  /^(?:application\/xhtml\+xml|text\/html|text\/x-oeb1-document)$/i.test(type) ||
  (type === "" && /\.x?html?$/i.test(path));

type Listed = {
  readonly items: Map<string, Item>;
  readonly order: string[];
  readonly navigation: Set<string>;
  modified: string;
};

/** Lists what the package document says; `folder` is where it lies, and what its references start from. */
const listing = (folder: string): { listed: Listed; visitor: XmlVisitor } => {
  const listed: Listed = { items: new Map(), order: [], navigation: new Set(), modified: "" };
  let property: string | undefined;
  const open: XmlVisitor["open"] = (element, attribute) => {
    const path = (): string => pathFrom(folder, attribute("href") ?? "");
    const type = attribute("media-type") ?? "";
    if (element === "opf:item") {
      listed.items.set(attribute("id") ?? "", { path: path(), type });
      if (/\bnav\b/.test(attribute("properties") ?? "")) listed.navigation.add(path());
    }
    if (element === "opf:itemref") listed.order.push(attribute("idref") ?? "");
    if (element === "opf:reference" && furniture.test(attribute("type") ?? "") && !isPlace(attribute("href")))
      listed.navigation.add(path());
    if (element === "opf:meta") property = attribute("property");
  };
  const visitor: XmlVisitor = {
    open,
    close: () => {
      property = undefined;
    },
    text: (text) => {
      if (property === "dcterms:modified") listed.modified += text;
    },
  };
  return { listed, visitor };
};

/** Reads the package document: what the book says of itself, and its parts in reading order. */
export const readPackage = (zip: OfficeZip): Result<Package> => {
  const name = findPackage(zip);
  if (!name.ok) return name;
  const bytes = zip.read(name.value);
  if (!bytes.ok) return bytes;
  const { listed, visitor } = listing(name.value.slice(0, name.value.lastIndexOf("/") + 1));
  const read = readXml(bytes.value, name.value, spaces, visitor, "plain");
  if (!read.ok) return read;
  const texts = textsOf(bytes.value, name.value, spaces);
  if (!texts.ok) return texts;
  const first = (element: string): string | undefined => texts.value.get(element)?.[0];
  const pages = listed.order
    .map((id) => listed.items.get(id))
    .filter((item) => item !== undefined && isPage(item));
  const spine = new Set(pages.map((item) => item?.path ?? ""));
  if (spine.size === 0) return notABook();
  return ok({
    spine: [...spine],
    navigation: listed.navigation,
    facts: {
      title: first("dc:title"),
      creators: texts.value.get("dc:creator") ?? [],
      publisher: first("dc:publisher"),
      date: first("dc:date"),
      modified: listed.modified.trim() || undefined,
      language: first("dc:language"),
      source: first("dc:source"),
    },
  });
};
