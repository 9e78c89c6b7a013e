import { decodePage } from "./code-pages";
import type { Destination } from "./destinations";
import { type ParagraphFormat, paragraphBuilder, plainFormat, type RtfStyle } from "./paragraphs";

/** What is in force in a group; groups inside it begin with the same. */
export type State = {
  readonly to: Destination;
  /** Where the form in Unicode of a doubled group goes. */
  readonly outerTo: Destination;
  /** -1 for the document's default. */
  readonly font: number;
  /** How many bytes stand for a Unicode character in programs that know none. */
  readonly fallback: number;
  readonly isDeleted: boolean;
  readonly isHidden: boolean;
  readonly format: ParagraphFormat;
};

/** A date as the document's properties write it; year 0 for none. */
export type Day = { year: number; month: number; day: number };

const noDay = (): Day => ({ year: 0, month: 1, day: 1 });

const firstState: State = {
  to: "text",
  outerTo: "text",
  font: -1,
  fallback: 1,
  isDeleted: false,
  isHidden: false,
  format: plainFormat,
};

/** A style that is being read. */
const noStyle = (): { number: number; name: string; outline: number | null } => ({
  number: 0,
  name: "",
  outline: null,
});

/** All that is known at one place of the file. It changes with every token; each document has one of its own. */
export const newMemory = () => {
  const styles = new Map<number, RtfStyle>();
  return {
    state: firstState,
    states: [] as State[],
    /** Code pages by font; null where the document's own counts. */
    fonts: new Map<number, number | null>(),
    styles,
    build: paragraphBuilder(styles),
    page: 1252,
    defaultFont: 0,
    /** The entry of the tables of fonts and styles that is being read. */
    tableFont: 0,
    style: noStyle(),
    isStarred: false,
    isTooDeep: false,
    /** Fallback bytes after a Unicode character that are still to be passed over. */
    passing: 0,
    /** Bytes that wait to be decoded together: characters of two bytes may be half hexadecimal, half plain. */
    waiting: new Uint8Array(1024),
    waitingLength: 0,
    waitingPage: 1252,
    title: "",
    author: "",
    created: noDay(),
    saved: noDay(),
    deletions: 0,
    comments: 0,
    pictures: 0,
    hasRunningHeads: false,
    isHiddenLeftOut: false,
    unknownPages: new Set<number>(),
  };
};
export type Memory = ReturnType<typeof newMemory>;

/** Changes what is in force. */
export const change = (memory: Memory, part: Partial<State>): void => {
  memory.state = { ...memory.state, ...part };
};

/** Changes what is set for the paragraph. */
export const changeFormat = (memory: Memory, part: Partial<ParagraphFormat>): void =>
  change(memory, { format: { ...memory.state.format, ...part } });

/** Text goes where the group says. */
export const put = (memory: Memory, text: string): void => {
  const { to, isDeleted, isHidden } = memory.state;
  if (to === "title") memory.title += text;
  else if (to === "author") memory.author += text;
  else if (to === "styles") memory.style.name += text;
  else if ((to === "text" || to === "note") && !isDeleted) {
    if (isHidden) memory.isHiddenLeftOut ||= text.trim() !== "";
    else memory.build.add(text);
  }
};

/** Decodes the bytes that wait. */
export const flush = (memory: Memory): void => {
  if (memory.waitingLength === 0) return;
  const { text, isSure } = decodePage(memory.waiting.subarray(0, memory.waitingLength), memory.waitingPage);
  memory.waitingLength = 0;
  if (!isSure) memory.unknownPages.add(memory.waitingPage);
  put(memory, text);
};

const isRead = ({ to }: State): boolean =>
  to !== "skip" && to !== "fonts" && to !== "doubled" && to !== "info";

/** Room for so many more bytes in the font that is in force. */
const makeRoom = (memory: Memory, count: number): void => {
  const font = memory.state.font === -1 ? memory.defaultFont : memory.state.font;
  const page = memory.fonts.get(font) ?? memory.page;
  if (page !== memory.waitingPage) flush(memory);
  memory.waitingPage = page;
  if (memory.waitingLength + count <= memory.waiting.length) return;
  const larger = new Uint8Array((memory.waitingLength + count) * 2);
  larger.set(memory.waiting.subarray(0, memory.waitingLength));
  memory.waiting = larger;
};

/** Bytes of text as they stand in the file. */
export const addBytes = (memory: Memory, bytes: Uint8Array): void => {
  const rest = memory.passing === 0 ? bytes : bytes.subarray(Math.min(memory.passing, bytes.length));
  memory.passing -= bytes.length - rest.length;
  if (rest.length === 0 || !isRead(memory.state)) return;
  makeRoom(memory, rest.length);
  memory.waiting.set(rest, memory.waitingLength);
  memory.waitingLength += rest.length;
};

/** One byte of text that was written in hexadecimal. */
export const addByte = (memory: Memory, byte: number): void => {
  if (memory.passing > 0) memory.passing -= 1;
  else if (isRead(memory.state)) {
    makeRoom(memory, 1);
    memory.waiting[memory.waitingLength] = byte;
    memory.waitingLength += 1;
  }
};

const deepest = 10_000;

/** A group begins. */
export const openGroup = (memory: Memory): void => {
  flush(memory);
  memory.passing = 0;
  memory.isStarred = false;
  if (memory.states.length >= deepest) memory.isTooDeep = true;
  else memory.states.push(memory.state);
  // Of a doubled group the first form is passed over; the one in Unicode says for itself that it is one.
  if (memory.state.to === "doubled") change(memory, { to: "skip" });
  if (memory.state.to === "styles") memory.style = noStyle();
};

/** A group ends: what was in force before it is again. */
export const closeGroup = (memory: Memory): void => {
  flush(memory);
  memory.passing = 0;
  const inner = memory.state;
  memory.state = memory.states.pop() ?? inner;
  if (inner.to === "note" && memory.state.to !== "note") memory.build.endNote(inner.format);
  const { number, name, outline } = memory.style;
  if (inner.to === "styles" && name !== "") {
    memory.styles.set(number, { name: name.replace(/;\s*$/, "").trim(), outline });
    memory.style = noStyle();
  }
};
