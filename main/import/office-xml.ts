import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from "saxes";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";

/** What is told of an XML part while it is read. Names are written with the short names of `Spaces`, as "text:p". */
export type XmlVisitor = {
  readonly open: (name: string, attribute: (name: string) => string | undefined) => void;
  readonly close: (name: string) => void;
  readonly text: (text: string) => void;
};

/** Short names for the namespaces of a format by their address, so that documents may choose prefixes of their own. */
export type Spaces = Readonly<Record<string, string>>;

const largestPart = 64 * 1024 * 1024;
/** A word processor nests tables in tables, but never like this; readers that call themselves would break. */
const deepest = 500;

/** The characters of a part: UTF-8, or UTF-16 with a byte order mark; null when they are neither. */
export const decodeXml = (bytes: Uint8Array): string | null => {
  const mark =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? "utf-16le"
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? "utf-16be"
        : "utf-8";
  try {
    return new TextDecoder(mark, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

const shortName = (spaces: Spaces, uri: string, local: string): string =>
  uri === "" ? local : `${Object.hasOwn(spaces, uri) ? spaces[uri] : "?"}:${local}`;

/** Ends a parse from inside: the parser knows no other way to be stopped. */
const stopped = (reason: string): Error => new Error(reason, { cause: "stopped" });

const reasonOf = (error: unknown): string =>
  error instanceof Error && error.cause === "stopped" ? error.message : "its XML is broken";

const parse = (xml: string, spaces: Spaces, visitor: XmlVisitor, doctype: (text: string) => void): void => {
  const parser = new SaxesParser({ xmlns: true, position: false });
  let depth = 0;
  parser.on("doctype", doctype);
  parser.on("opentag", (tag: SaxesTagNS) => {
    depth += 1;
    if (depth > deepest) throw stopped(`its parts are nested more than ${deepest} deep`);
    const attributes: readonly SaxesAttributeNS[] = Object.values(tag.attributes);
    visitor.open(
      shortName(spaces, tag.uri, tag.local),
      (name) => attributes.find(({ uri, local }) => shortName(spaces, uri, local) === name)?.value,
    );
  });
  parser.on("closetag", (tag: SaxesTagNS) => {
    depth -= 1;
    visitor.close(shortName(spaces, tag.uri, tag.local));
  });
  parser.on("text", visitor.text);
  parser.on("cdata", visitor.text);
  parser.write(xml).close();
};

/**
 * Reads an XML part of an office document. A document type is refused unless it is harmless (`doctype: "plain"` lets one
 * without declarations of its own pass): entities are a way to make a small file huge or to reach for other files.
 */
export const readXml = (
  bytes: Uint8Array,
  name: string,
  spaces: Spaces,
  visitor: XmlVisitor,
  doctype: "none" | "plain" = "none",
): Result<null> => {
  const damaged = (reason: string) =>
    fail(
      "damaged",
      `The document cannot be read: ${reason} (${name})`,
      "Open it in the program that made it and save it again, or import its text.",
    );
  if (bytes.length > largestPart) return damaged("its text is larger than 64 MB");
  const xml = decodeXml(bytes);
  if (xml === null) return damaged("its characters are not UTF-8 as they should be");
  try {
    parse(xml, spaces, visitor, (type) => {
      if (doctype === "none" || type.includes("["))
        throw stopped("it declares a document type, which no such document needs");
    });
    return ok(null);
  } catch (error) {
    return damaged(reasonOf(error));
  }
};

/** The text of every element that holds text of its own, by its name, in order. For small parts: metadata. */
export const textsOf = (
  bytes: Uint8Array,
  name: string,
  spaces: Spaces,
): Result<ReadonlyMap<string, readonly string[]>> => {
  const found = new Map<string, string[]>();
  const open: { name: string; text: string }[] = [];
  const read = readXml(
    bytes,
    name,
    spaces,
    {
      open: (element) => open.push({ name: element, text: "" }),
      close: () => {
        const element = open.pop();
        const text = element?.text.trim() ?? "";
        if (element !== undefined && text !== "")
          found.set(element.name, [...(found.get(element.name) ?? []), text]);
      },
      text: (text) => {
        const element = open.at(-1);
        if (element !== undefined) element.text += text;
      },
    },
    "plain",
  );
  return read.ok ? ok(found) : read;
};
