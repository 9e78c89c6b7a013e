import { ok, type Result } from "../../shared/result";
import { pathFrom } from "../import/epub-package";
import { pieceOfStyle } from "../import/office-styles";
import { readXml } from "../import/office-xml";
import { type Attributes, beginTag, escapeHtml, readableAddress } from "./markup";
import { odtSpaces } from "./odt-styles";
import { newOdtWriting, type OdtTools, type OdtWriting } from "./odt-writing";

type Attribute = (name: string) => string | undefined;
/** Begins what an element is on the page, and gives what ends it. */
type Begin = (attribute: Attribute) => () => void;

const skipped = new Set([
  "text:tracked-changes",
  "text:note-citation",
  "text:script",
  "text:sequence-decls",
  "text:variable-decls",
  "text:user-field-decls",
  "office:scripts",
  "office:forms",
  "office:event-listeners",
  "table:covered-table-cell",
  // What is shown of it is the picture beside it.
  "draw:object",
]);
const isSkipped = (name: string): boolean => skipped.has(name) || name.endsWith("-source");

const nothing = (): void => {};

/** Spans and repeats are counted in the file; HTML takes no more than this. */
const mostSpans = 1000;
/** Nobody writes more spaces in a row. */
const mostSpaces = 1000;

const numberOf = (value: string | undefined, most: number): number =>
  Math.min(most, Math.max(1, Math.trunc(Number(value ?? 1)) || 1));

const auto: Attributes = [["dir", "auto"]];

const paragraphMarkup = (style: string): readonly [before: string, after: string, isHeading: boolean] => {
  const { kind, level, aside } = pieceOfStyle(style);
  if (kind === "heading") return [beginTag(`h${level ?? 1}`, auto), `</h${level ?? 1}>`, true];
  if (kind === "quote") return [`<blockquote>${beginTag("p", auto)}`, "</p></blockquote>", false];
  return [beginTag("p", aside === "caption" ? [...auto, ["class", "caption"]] : auto), "</p>", false];
};

const tagsOf = (looks: readonly string[]): readonly [string, string] => [
  looks.map((name) => `<${name}>`).join(""),
  looks
    .toReversed()
    .map((name) => `</${name}>`)
    .join(""),
];

const textElements = (now: OdtWriting, { styles }: OdtTools): Readonly<Record<string, Begin>> => ({
  "text:p": (attribute) => {
    const style = attribute("text:style-name") ?? "";
    const [before, after, isHeading] = paragraphMarkup(styles.baseName(style));
    const [begin, end] = tagsOf(isHeading ? [] : styles.looks(style));
    return now.block(`${before}${begin}`, `${end}${after}`);
  },
  "text:h": (attribute) => {
    const level = numberOf(attribute("text:outline-level"), 6);
    return now.block(beginTag(`h${level}`, auto), `</h${level}>`);
  },
  "text:span": (attribute) => {
    const [begin, end] = tagsOf(styles.looks(attribute("text:style-name") ?? ""));
    now.put(begin);
    return () => now.put(end);
  },
  "text:a": (attribute) => {
    const address = readableAddress(attribute("xlink:href") ?? "");
    return now.around("a", address === null ? [] : [["title", address]]);
  },
  "text:s": (attribute) => {
    now.text(" ".repeat(numberOf(attribute("text:c"), mostSpaces)));
    return nothing;
  },
  "text:tab": () => {
    now.text("\t");
    return nothing;
  },
  "text:line-break": () => {
    if (now.isInParagraph()) now.put("<br>");
    return nothing;
  },
  "text:ruby": () => now.around("ruby"),
  "text:ruby-text": () => now.around("rt"),
  "text:list": (attribute) =>
    now.list(
      attribute("text:style-name"),
      attribute("text:continue-numbering") === "true" || attribute("text:continue-list") !== undefined,
      styles.isNumbered,
    ),
  "text:list-item": (attribute) => {
    const start = attribute("text:start-value");
    const value = start === undefined || !/^\d{1,5}$/.test(start) ? null : Number(start);
    now.item(value);
    return now.around("li", value === null ? [] : [["value", String(value)]]);
  },
  "text:list-header": () => now.around("li", [["style", "list-style:none"]]),
});

/** Notes stand at the end under numbers of the page's own; comments after their paragraph. */
const asideElements = (now: OdtWriting): Readonly<Record<string, Begin>> => {
  const open: number[] = [];
  let by = "";
  return {
    "text:note": () => {
      const number = now.notes.push("");
      open.push(number);
      now.put(`<sup><a id="note-ref-${number}" href="#note-${number}">[${number}]</a></sup>`);
      return () => open.pop();
    },
    "text:note-body": () =>
      now.apart(false, (html) => {
        const number = open.at(-1);
        if (number === undefined) now.placeBlock(html);
        else now.notes[number - 1] += html;
      }),
    "office:annotation": () => {
      by = "";
      return now.apart(false, (html) => {
        const who = by.trim() === "" ? "Comment" : `Comment by ${escapeHtml(by.trim())}`;
        now.placeBlock(`<aside class="comment"><p class="by">${who}</p>${html}</aside>`);
      });
    },
    "dc:creator": () =>
      now.capturing((text) => {
        by += text;
      }),
    "dc:date": () => now.capturing(nothing),
  };
};

/** A size on the page, in a unit that CSS has as well. */
const sizeOf = (value: string | undefined): string | undefined =>
  value !== undefined && /^\d{1,4}(?:\.\d{1,6})?(?:cm|mm|in|pt|px)$/.test(value) ? value : undefined;

/** Whether cells, or the cells of a row, hold nothing but paragraphs without words. */
const isBlank = (html: string): boolean => !/<(?!\/?(?:td|th|p)[ >])|(?:^|>)[^<]/.test(html);

const cellTag = (name: string, columns: number, rows: number): string =>
  beginTag(name, [
    ...(columns > 1 ? [["colspan", String(Math.min(columns, mostSpans))] as const] : []),
    ...(rows > 1 ? [["rowspan", String(rows)] as const] : []),
  ]);

const tableElements = (now: OdtWriting): Readonly<Record<string, Begin>> => {
  let isHead = false;
  return {
    "table:table": () => now.around("table"),
    "table:table-header-rows": () => {
      const end = now.around("thead");
      isHead = true;
      return () => {
        isHead = false;
        end();
      };
    },
    "table:table-row": (attribute) => {
      const repeated = numberOf(attribute("table:number-rows-repeated"), mostSpans);
      if (repeated === 1) return now.around("tr");
      return now.apart(false, (html) => now.repeat(`<tr>${html}</tr>`, isBlank(html) ? 1 : repeated));
    },
    "table:table-cell": (attribute) => {
      const columns = numberOf(attribute("table:number-columns-spanned"), mostSpans);
      const repeated = numberOf(attribute("table:number-columns-repeated"), mostSpans);
      const rows = numberOf(attribute("table:number-rows-spanned"), mostSpans);
      const name = isHead ? "th" : "td";
      return now.apart(false, (html) => {
        const end = `</${name}>`;
        // Repeated cells are cells of their own; those without words may as well be one.
        if (isBlank(html)) return now.put(`${cellTag(name, columns * repeated, rows)}${html}${end}`);
        const rest = repeated - now.repeat(`${cellTag(name, columns, rows)}${html}${end}`, repeated);
        if (rest > 0) now.put(`${cellTag(name, columns * rest, rows)}${end}`);
      });
    },
  };
};

const objectElements = (now: OdtWriting): Readonly<Record<string, Begin>> => {
  const alt: Begin = () => now.capturing(now.addAlt);
  return {
    "draw:frame": (attribute) => now.frame(sizeOf(attribute("svg:width"))),
    "draw:image": (attribute) => {
      // One that leads out of the document is the name of no part of it.
      now.addPicture(pathFrom("", attribute("xlink:href") ?? ""));
      return nothing;
    },
    "draw:text-box": () => now.apart(false, now.placeBlock),
    "svg:title": alt,
    "svg:desc": () => now.capturing(nothing),
  };
};

const writeNotes = (now: OdtWriting, { sink }: OdtTools): void => {
  if (now.notes.length === 0) return;
  sink.push('<ol class="notes">');
  for (const [at, html] of now.notes.entries())
    sink.push(
      `<li id="note-${at + 1}">${html.replace(/<\/p>$/, "")} <a href="#note-ref-${at + 1}">↑</a>${html.endsWith("</p>") ? "</p>" : ""}</li>`,
    );
  sink.push("</ol>");
};

const stepOfAlive = 5000;

/** Writes the text of an ODT (its part content.xml), and says how many tracked deletions were left out. */
export const writeOdtBody = (bytes: Uint8Array, tools: OdtTools): Result<{ readonly deletions: number }> => {
  const now = newOdtWriting(tools);
  // A map, because a document may name its elements as it likes ("constructor").
  const begins = new Map(
    Object.entries({
      ...textElements(now, tools),
      ...asideElements(now),
      ...objectElements(now),
      ...tableElements(now),
    }),
  );
  const ends: (() => void)[] = [];
  let deletions = 0;
  let skipping = 0;
  let seen = 0;
  const read = readXml(bytes, "content.xml", odtSpaces, {
    open: (name, attribute) => {
      seen += 1;
      if (seen % stepOfAlive === 0) tools.alive();
      if (name === "text:deletion") deletions += 1;
      if (skipping > 0 || isSkipped(name)) {
        skipping += 1;
        return;
      }
      tools.styles.visit.open(name, attribute);
      ends.push(begins.get(name)?.(attribute) ?? nothing);
    },
    close: (name) => {
      if (skipping > 0) {
        skipping -= 1;
        return;
      }
      tools.styles.visit.close(name);
      ends.pop()?.();
    },
    text: (text) => {
      if (skipping === 0) now.text(text.replace(/[ \t\r\n]+/g, " "));
    },
  });
  if (!read.ok) return read;
  writeNotes(now, tools);
  return ok({ deletions });
};
