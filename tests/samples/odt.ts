import { strToU8, type Zippable, zipSync } from "fflate";
import { escapeXml } from "./docx";

const spaces = [
  ["office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"],
  ["text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"],
  ["table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"],
  ["style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"],
  ["draw", "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"],
  ["svg", "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"],
  ["meta", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"],
  ["dc", "http://purl.org/dc/elements/1.1/"],
]
  .map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`)
  .join(" ");

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A paragraph of a style, of text or of XML. */
export const odtParagraph = (content: string, style = "Standard"): string =>
  `<text:p text:style-name="${style}">${content.startsWith("<") ? content : escapeXml(content)}</text:p>`;

/** What an ODT is made of. */
export type OdtParts = {
  /** XML inside the text. */
  readonly body: string;
  /** Automatic styles by name with the name of their parent. */
  readonly styles?: Readonly<Record<string, string>>;
  /** XML of the metadata. */
  readonly meta?: string;
  readonly prolog?: string;
  readonly others?: Zippable;
};

/** An ODT as LibreOffice would pack it. */
export const odtOf = ({ body, styles = {}, meta = "", prolog = "", others = {} }: OdtParts): Uint8Array =>
  zipSync({
    mimetype: [strToU8("application/vnd.oasis.opendocument.text"), { level: 0 }],
    "META-INF/manifest.xml": strToU8(
      `${declaration}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`,
    ),
    "content.xml": strToU8(
      `${declaration}${prolog}<office:document-content ${spaces}><office:automatic-styles>${Object.entries(
        styles,
      )
        .map(([name, parent]) => `<style:style style:name="${name}" style:parent-style-name="${parent}"/>`)
        .join(
          "",
        )}</office:automatic-styles><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
    ),
    "meta.xml": strToU8(
      `${declaration}<office:document-meta ${spaces}><office:meta>${meta}</office:meta></office:document-meta>`,
    ),
    ...others,
  });

/** Documents that LibreOffice could have written. */
export const samples: readonly { readonly name: string; readonly bytes: Uint8Array }[] = [
  {
    name: "report.odt",
    bytes: odtOf({
      meta: "<dc:title>Salt on the road</dc:title><meta:initial-creator>Bo Lund</meta:initial-creator><meta:creation-date>2024-05-02T09:30:00</meta:creation-date>",
      styles: { P1: "Quotations", P2: "Heading_20_2" },
      body: [
        '<text:h text:outline-level="1">Salt on the road</text:h>',
        odtParagraph(
          '<text:span>The depot opened</text:span><text:s text:c="2"/>at four.<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>By the depot’s own clock.</text:p></text:note-body></text:note><text:tab/>Nobody came.',
        ),
        odtParagraph("“It was the wrong salt,” the driver said.", "P1"),
        "<text:list><text:list-item><text:p>Forty tonnes</text:p></text:list-item><text:list-item><text:p>Two lorries</text:p></text:list-item></text:list>",
        "<table:table><table:table-row><table:table-cell><text:p>Day</text:p></table:table-cell><table:table-cell><text:p>Tonnes</text:p></table:table-cell></table:table-row></table:table>",
      ].join(""),
    }),
  },
];
