import { odfSpaces } from "../import/odt-pieces";
import { readXml, type Spaces, type XmlVisitor } from "../import/office-xml";

/** The namespaces of OpenDocument that matter to its looks. */
export const odtSpaces: Spaces = {
  ...odfSpaces,
  "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0": "fo",
  "http://www.w3.org/1999/xlink": "xlink",
};

/** What the styles of a document say, gathered from its parts. */
export type OdtStyles = {
  /** Elements that give a run of text the looks of a style, outermost first: "strong", "em". */
  readonly looks: (style: string) => readonly string[];
  /** The name of the style that a style is made from, or its own: "Heading 1". */
  readonly baseName: (style: string) => string;
  /** Whether the lists of a style are numbered at a level (from 1). */
  readonly isNumbered: (style: string, level: number) => boolean;
  readonly hasRunningHeads: () => boolean;
  /** Gathers from the styles that a reader of a part passes by. */
  readonly visit: Pick<XmlVisitor, "open" | "close">;
};

type Attribute = (name: string) => string | undefined;

const looksIn = (attribute: Attribute): string[] => {
  const underline = attribute("style:text-underline-style") ?? "none";
  const through = attribute("style:text-line-through-style") ?? "none";
  const position = attribute("style:text-position") ?? "";
  return [
    ...(/^(?:bold|[6-9]00)$/.test(attribute("fo:font-weight") ?? "") ? ["strong"] : []),
    ...(/^(?:italic|oblique)$/.test(attribute("fo:font-style") ?? "") ? ["em"] : []),
    ...(underline === "none" ? [] : ["u"]),
    ...(through === "none" ? [] : ["s"]),
    ...(/^(?:super|[1-9])/.test(position) ? ["sup"] : /^(?:sub|-)/.test(position) ? ["sub"] : []),
  ];
};

/** Styles that nothing has been gathered for yet. */
export const newOdtStyles = (): OdtStyles => {
  const looks = new Map<string, string[]>();
  const parents = new Map<string, string>();
  const numbered = new Set<string>();
  let style = "";
  let list = "";
  let hasRunningHeads = false;
  const open = (name: string, attribute: Attribute): void => {
    if (name === "style:style") {
      style = attribute("style:name") ?? "";
      parents.set(style, attribute("style:parent-style-name") ?? "");
    }
    if (name === "style:text-properties" && style !== "") looks.set(style, looksIn(attribute));
    if (name === "text:list-style") list = attribute("style:name") ?? "";
    // A level without a format of numbers is a list without marks.
    if (name === "text:list-level-style-number" && attribute("style:num-format") !== "")
      numbered.add(`${attribute("text:level") ?? "1"} ${list}`);
    hasRunningHeads ||= /^style:(?:header|footer)(?:-left|-first)?$/.test(name);
  };
  return {
    looks: (name) => looks.get(name) ?? looks.get(parents.get(name) ?? "") ?? [],
    baseName: (name) => (parents.get(name) || name).replaceAll("_20_", " "),
    isNumbered: (name, level) => numbered.has(`${level} ${name}`),
    hasRunningHeads: () => hasRunningHeads,
    visit: {
      open,
      close: (name) => {
        if (name === "style:style") style = "";
      },
    },
  };
};

/** Gathers what the part with a document's named styles says; a broken one says nothing. */
export const gatherNamedStyles = (bytes: Uint8Array, styles: OdtStyles): void => {
  readXml(bytes, "styles.xml", odtSpaces, { ...styles.visit, text: () => {} });
};
