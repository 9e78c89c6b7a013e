import { type Attributes, beginTag, escapeHtml, type Sink } from "./markup";
import type { OdtStyles } from "./odt-styles";
import type { Pictures } from "./pictures";

/** What a page of an ODT is written with. */
export type OdtTools = {
  readonly styles: OdtStyles;
  readonly pictures: Pictures;
  readonly sink: Sink;
  readonly alive: () => void;
};

type Out = { readonly push: (html: string) => unknown };
type Frame = { readonly parts: string[]; alt: string; readonly width: string | undefined };
type List = { readonly style: string; readonly level: number; number: number };

/** Nobody repeats a cell or a row with words in it more often. */
const mostCopies = 50;
/** Copies have at most so many characters in a document: tables in tables would multiply them without end. */
const mostCopied = 2_000_000;

/**
 * What is being written, and where it goes. What ends an element is given by what began it, so that markup is balanced
 * whatever the document says.
 */
export type OdtWriting = ReturnType<typeof newOdtWriting>;

/** Nothing written yet. */
export const newOdtWriting = ({ pictures, sink }: OdtTools) => {
  let out: Out = sink;
  /** What comes after the paragraph that is open: notes in the margin, text boxes. Null outside paragraphs. */
  let later: string[] | null = null;
  let frame: Frame | null = null;
  let capture: ((text: string) => void) | null = null;
  const notes: string[] = [];
  const lists: List[] = [];
  /** The last number of the lists of a style at a level, for lists that go on. */
  const numbers = new Map<string, number>();
  let copied = 0;

  /** Gathers what is in an element that may stand where HTML lets no such element stand, and places it then. */
  const apart = (isParagraph: boolean, place: (html: string) => void): (() => void) => {
    const before = { out, later, capture };
    const inner: string[] = [];
    const own: string[] = [];
    out = inner;
    later = isParagraph ? own : null;
    capture = null;
    return () => {
      ({ out, later, capture } = before);
      place(inner.join(""));
      for (const html of own) (later ?? out).push(html);
    };
  };
  const placeBlock = (html: string): void => {
    (later ?? out).push(html);
  };
  const endFrame = ({ parts, alt, width }: Frame): void => {
    if (parts.length === 0) return;
    // A frame lists the same picture in several formats, the best one first.
    const part = parts.find(pictures.isShowable) ?? parts[0] ?? null;
    const html = pictures.show(part, { alt: alt.trim(), ...(width === undefined ? {} : { width }) });
    out.push(later === null ? `<p>${html}</p>` : html);
  };

  return {
    notes,
    isInParagraph: (): boolean => later !== null,
    put: (html: string): void => {
      out.push(html);
    },
    text: (text: string): void => {
      if (capture !== null) capture(text);
      // White space outside paragraphs is layout of the file.
      else if (later !== null) out.push(escapeHtml(text));
    },
    /** An element round what comes. */
    around: (name: string, attributes: Attributes = []): (() => void) => {
      const into = out;
      into.push(beginTag(name, attributes));
      return () => into.push(`</${name}>`);
    },
    apart,
    block: (before: string, after: string): (() => void) =>
      apart(true, (html) => placeBlock(`${before}${html}${after}`)),
    placeBlock,
    /** Writes a cell or a row up to `times` times, and says how often: at least once. Its notes are told of only once. */
    repeat: (html: string, times: number): number => {
      const copy = html.replaceAll(/ id="note-ref-\d+"/g, "");
      const room = Math.trunc((mostCopied - copied) / Math.max(1, copy.length));
      const copies = Math.max(0, Math.min(times - 1, mostCopies - 1, room));
      copied += copies * copy.length;
      out.push(html);
      for (let at = 0; at < copies; at += 1) out.push(copy);
      return copies + 1;
    },
    capturing: (by: (text: string) => void): (() => void) => {
      const before = capture;
      capture = by;
      return () => {
        capture = before;
      };
    },
    frame: (width: string | undefined): (() => void) => {
      const before = frame;
      const own: Frame = { parts: [], alt: "", width };
      frame = own;
      return () => {
        frame = before;
        endFrame(own);
      };
    },
    addPicture: (part: string): void => {
      frame?.parts.push(part);
    },
    addAlt: (text: string): void => {
      if (frame !== null) frame.alt += text;
    },
    list: (
      style: string | undefined,
      isContinued: boolean,
      isNumbered: OdtStyles["isNumbered"],
    ): (() => void) => {
      const list: List = { style: style ?? lists.at(-1)?.style ?? "", level: lists.length + 1, number: 0 };
      const key = `${list.level} ${list.style}`;
      if (isContinued) list.number = numbers.get(key) ?? 0;
      const tag = isNumbered(list.style, list.level) ? "ol" : "ul";
      out.push(beginTag(tag, tag === "ol" && list.number > 0 ? [["start", String(list.number + 1)]] : []));
      lists.push(list);
      return () => {
        lists.pop();
        numbers.set(key, list.number);
        out.push(`</${tag}>`);
      };
    },
    /** Counts an item of the list that is open; `start` is the number that it has to have. */
    item: (start: number | null): void => {
      const list = lists.at(-1);
      if (list !== undefined) list.number = start ?? list.number + 1;
    },
  };
};
