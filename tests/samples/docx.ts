import { strToU8, type Zippable, zipSync } from "fflate";

/** Text as it stands in XML. */
export const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

const main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const math = "http://schemas.openxmlformats.org/officeDocument/2006/math";
const root = `xmlns:w="${main}" xmlns:r="${office}" xmlns:m="${math}"`;
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** A run of text. */
export const run = (text: string): string => `<w:r><w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r>`;

/** A paragraph of a style, of text or of XML. */
export const paragraph = (content: string, style = ""): string => {
  const properties = style === "" ? "" : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`;
  return `<w:p>${properties}${content.startsWith("<") ? content : run(content)}</w:p>`;
};

/** A table from its rows of cells, each the XML of its paragraphs. */
export const table = (rows: readonly (readonly string[])[]): string =>
  `<w:tbl>${rows
    .map((row) => `<w:tr>${row.map((cell) => `<w:tc>${cell}</w:tc>`).join("")}</w:tr>`)
    .join("")}</w:tbl>`;

const styles = [
  ["Heading1", "heading 1"],
  ["Heading2", "heading 2"],
  ["Title", "Title"],
  ["Quote", "Quote"],
  ["Caption", "caption"],
  ["TOC1", "toc 1"],
  ["ListBullet", "List Bullet"],
]
  .map(([id, name]) => `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/></w:style>`)
  .join("");

/** What a DOCX is made of. */
export type DocxParts = {
  /** XML inside the body. */
  readonly body: string;
  /** XML of the footnotes, from number 1 on. */
  readonly notes?: readonly string[];
  readonly core?: {
    readonly title?: string;
    readonly creator?: string;
    readonly created?: string;
    readonly modified?: string;
  };
  /** XML of relations of the document. */
  readonly relations?: string;
  /** Goes before the document's root. */
  readonly prolog?: string;
  /** Further parts, or others instead of the usual ones. */
  readonly others?: Zippable;
};

const coreOf = ({
  title = "",
  creator = "",
  created = "",
  modified = "",
}: NonNullable<DocxParts["core"]>): string =>
  `${declaration}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(title)}</dc:title><dc:creator>${escapeXml(creator)}</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${created}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${modified}</dcterms:modified></cp:coreProperties>`;

const notesOf = (notes: readonly string[]): string =>
  `${declaration}<w:footnotes ${root}>${notes
    .map((note, at) => `<w:footnote w:id="${at + 1}">${paragraph(note)}</w:footnote>`)
    .join("")}</w:footnotes>`;

const relation = (id: string, type: string, target: string, mode = ""): string =>
  `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"${mode}/>`;

const relations = (inner: string): string =>
  `${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`;

/** A relation to something outside the document. */
export const external = (id: string, type: string, target: string): string =>
  relation(id, type, escapeXml(target), ' TargetMode="External"');

/** A DOCX as Word would pack it. */
export const docxOf = ({
  body,
  notes = [],
  core = {},
  relations: more = "",
  prolog = "",
  others = {},
}: DocxParts): Uint8Array =>
  zipSync({
    "[Content_Types].xml": strToU8(
      `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    ),
    "_rels/.rels": strToU8(relations(relation("rId1", "officeDocument", "word/document.xml"))),
    "word/document.xml": strToU8(
      `${declaration}${prolog}<w:document ${root}><w:body>${body}<w:sectPr/></w:body></w:document>`,
    ),
    "word/_rels/document.xml.rels": strToU8(
      relations(
        relation("rIdStyles", "styles", "styles.xml") +
          relation("rIdNotes", "footnotes", "footnotes.xml") +
          more,
      ),
    ),
    "word/styles.xml": strToU8(`${declaration}<w:styles ${root}>${styles}</w:styles>`),
    "word/footnotes.xml": strToU8(notesOf(notes)),
    "docProps/core.xml": strToU8(coreOf(core)),
    ...others,
  });

/** Documents that Word could have written. */
export const samples: readonly { readonly name: string; readonly bytes: Uint8Array }[] = [
  {
    name: "report.docx",
    bytes: docxOf({
      core: {
        title: "The ferry that did not come back",
        creator: "Ada Quill",
        created: "2024-04-20T08:00:00Z",
      },
      notes: ["Timetable of the harbour office, page 12."],
      body: [
        paragraph("The ferry that did not come back", "Title"),
        paragraph(
          `${run("The noon ferry left Port Marrow with forty people aboard.")}<w:r><w:footnoteReference w:id="1"/></w:r>`,
        ),
        paragraph("What the harbour knew", "Heading1"),
        paragraph("“We saw the lights until one,” said the keeper.", "Quote"),
        paragraph("The keeper of the light, in April", "Caption"),
        paragraph("Two life rafts", "ListBullet"),
        paragraph("One radio", "ListBullet"),
        table([
          [paragraph("Boat"), paragraph("Places")],
          [paragraph("Marrow I"), paragraph("40")],
        ]),
        paragraph(`<w:hyperlink r:id="rId9">${run("The harbour’s own page")}</w:hyperlink>`),
      ].join(""),
      relations: external("rId9", "hyperlink", "https://harbour.example/ferry"),
    }),
  },
  {
    name: "tracked-and-right-to-left.docx",
    bytes: docxOf({
      body: [
        paragraph(
          `${run("The council ")}<w:ins w:id="1" w:author="x">${run("has ")}</w:ins><w:del w:id="2" w:author="x"><w:r><w:delText>had </w:delText></w:r></w:del>${run("agreed.")}`,
        ),
        `<w:p><w:pPr><w:bidi/></w:pPr><w:dir w:val="rtl">${run("وصلت السفينة صباح الأحد")}</w:dir></w:p>`,
      ].join(""),
    }),
  },
];
