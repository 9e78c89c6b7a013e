import { codePageOfCharset } from "./code-pages";
import { characters, type Destination, destinationOf } from "./destinations";
import { change, changeFormat, type Day, flush, type Memory, put } from "./memory";
import { plainFormat } from "./paragraphs";

/** What a control word does; `value` is the number behind it. */
type Meaning = (memory: Memory, value: number | null) => void;

const isOn = (value: number | null): boolean => value !== 0;

const endParagraph: Meaning = ({ build, state }) => build.endParagraph(state.format);

const inText = new Map<string, Meaning>([
  ["par", endParagraph],
  ["sect", endParagraph],
  ["page", endParagraph],
  ["column", endParagraph],
  ["nestcell", endParagraph],
  ["cell", ({ build, state }) => build.endCell(state.format)],
  ["row", ({ build }) => build.endRow()],
  ["pard", (memory) => change(memory, { format: plainFormat })],
  ["intbl", (memory) => changeFormat(memory, { isInTable: true })],
  ["s", (memory, value) => changeFormat(memory, { style: value ?? 0 })],
  ["outlinelevel", (memory, value) => changeFormat(memory, { outline: value })],
  ["ls", (memory, value) => changeFormat(memory, { isListed: (value ?? 0) > 0 })],
  ["plain", (memory) => change(memory, { font: -1, isDeleted: false, isHidden: false })],
  ["f", (memory, value) => change(memory, { font: value ?? 0 })],
  ["v", (memory, value) => change(memory, { isHidden: isOn(value) })],
  [
    "deleted",
    (memory, value) => {
      if (isOn(value) && !memory.state.isDeleted) memory.deletions += 1;
      change(memory, { isDeleted: isOn(value) });
    },
  ],
]);

const inFonts = new Map<string, Meaning>([
  [
    "f",
    (memory, value) => {
      memory.tableFont = value ?? 0;
    },
  ],
  ["fcharset", ({ fonts, tableFont }, value) => fonts.set(tableFont, codePageOfCharset(value ?? 1))],
  ["cpg", ({ fonts, tableFont }, value) => fonts.set(tableFont, value)],
]);

const inStyles = new Map<string, Meaning>([
  [
    "s",
    ({ style }, value) => {
      style.number = value ?? 0;
    },
  ],
  [
    "outlinelevel",
    ({ style }, value) => {
      style.outline = value;
    },
  ],
]);

const inDay = (dayOf: (memory: Memory) => Day): Map<string, Meaning> =>
  new Map<string, Meaning>([
    [
      "yr",
      (memory, value) => {
        dayOf(memory).year = value ?? 0;
      },
    ],
    [
      "mo",
      (memory, value) => {
        dayOf(memory).month = value ?? 1;
      },
    ],
    [
      "dy",
      (memory, value) => {
        dayOf(memory).day = value ?? 1;
      },
    ],
  ]);

const setPage =
  (page: number): Meaning =>
  (memory) => {
    memory.page = page;
  };

const anywhere = new Map<string, Meaning>([
  [
    "ansicpg",
    (memory, value) => {
      memory.page = value || 1252;
    },
  ],
  ["mac", setPage(10000)],
  ["pc", setPage(437)],
  ["pca", setPage(850)],
  [
    "deff",
    (memory, value) => {
      memory.defaultFont = value ?? 0;
    },
  ],
  ["uc", (memory, value) => change(memory, { fallback: Math.max(0, value ?? 1) })],
  [
    "u",
    (memory, value) => {
      const unit = (value ?? 0) & 0xffff;
      // The bullet of the Symbol font, which stands in an area of Unicode without a meaning.
      put(memory, unit === 0xf0b7 ? "•" : String.fromCharCode(unit));
      memory.passing = memory.state.fallback;
    },
  ],
]);

const meanings = new Map<Destination, ReadonlyMap<string, Meaning>>([
  ["text", inText],
  ["note", inText],
  ["fonts", inFonts],
  ["styles", inStyles],
  ["created", inDay((memory) => memory.created)],
  ["saved", inDay((memory) => memory.saved)],
]);

/** The group says where its text goes. */
const enter = (memory: Memory, to: Destination, word: string): void => {
  const { state, states } = memory;
  if (to === "note" && state.to === "text") memory.build.beginNote();
  if (word === "annotation") memory.comments += 1;
  // Word writes a picture twice, once for old programs ("nonshppict").
  if (word === "pict" || word === "shppict") memory.pictures += 1;
  memory.hasRunningHeads ||= /^(?:header|footer)[lrf]?$/.test(word);
  const outer = states.at(-1);
  // The bullet or number of a list is made by the program; that there is one tells what the paragraph is.
  if ((word === "listtext" || word === "pntext") && outer !== undefined)
    states[states.length - 1] = { ...outer, format: { ...outer.format, isListed: true } };
  change(memory, { to, outerTo: state.to });
};

/** Does what a control word or symbol says. */
export const obey = (memory: Memory, name: string, value: number | null): void => {
  flush(memory);
  memory.passing = 0;
  const isStarred = memory.isStarred;
  memory.isStarred = name === "*";
  if (memory.isStarred) return;
  const character = characters.get(name);
  const to = memory.state.to === "skip" ? null : destinationOf(name, isStarred);
  if (name === "ud" && isStarred) change(memory, { to: memory.state.outerTo });
  else if (character !== undefined) put(memory, character);
  else if (to !== null) enter(memory, to, name);
  else (meanings.get(memory.state.to)?.get(name) ?? anywhere.get(name))?.(memory, value);
};
