/** A key or a chord as it is written beside its action: "h", "Ctrl+Shift+Z", "?". */
export type Keys = string;

type Chord = {
  readonly key: string;
  readonly isControl: boolean;
  readonly isShift: boolean;
  readonly isAlt: boolean;
};

const parse = (keys: Keys): Chord => {
  const parts = keys.split("+");
  return {
    key: (parts.at(-1) ?? "").toLowerCase(),
    isControl: parts.includes("Ctrl"),
    isShift: parts.includes("Shift"),
    isAlt: parts.includes("Alt"),
  };
};

/** Whether the event is these keys. Command stands for Control on a Mac; signs like `?` need no Shift of their own. */
export const matches = (keys: Keys, event: KeyboardEvent): boolean => {
  const chord = parse(keys);
  const isSign = chord.key.length === 1 && !/[a-z0-9]/.test(chord.key);
  return (
    event.key.toLowerCase() === chord.key &&
    (event.ctrlKey || event.metaKey) === chord.isControl &&
    event.altKey === chord.isAlt &&
    (isSign || event.shiftKey === chord.isShift)
  );
};

/** Keys that are a character alone would be text in a field. */
export const isSingle = (keys: Keys): boolean => keys.length === 1;

export type KeyGroup = {
  readonly title: string;
  readonly keys: readonly { readonly keys: readonly Keys[]; readonly label: string }[];
};

/** Keys that belong to a place and not to the window: the reader and the lists hear them themselves. */
export const placeKeys: readonly KeyGroup[] = [
  {
    title: "Reading",
    keys: [
      { keys: ["j", "k"], label: "Next, previous sentence" },
      { keys: ["Shift+j", "Shift+k"], label: "Extend the selection by a sentence" },
      { keys: ["Shift+→", "Shift+←"], label: "Move its end by a word" },
      { keys: ["[", "]"], label: "Previous, next highlight" },
      { keys: ["Enter"], label: "Open the highlight’s card" },
      { keys: ["/"], label: "Find in this article" },
      { keys: ["Esc"], label: "Close, then let go of the selection" },
    ],
  },
  {
    title: "Marking",
    keys: [
      { keys: ["h"], label: "Highlight" },
      { keys: ["c"], label: "Record a claim" },
      { keys: ["t"], label: "Tag" },
      { keys: ["n"], label: "Write a note" },
      { keys: ["1–9"], label: "Put on the tag with this shortcut" },
      { keys: ["Delete"], label: "Delete the highlight" },
      { keys: ["Alt+←", "Alt+→"], label: "Move the highlight’s end" },
      { keys: ["Alt+Shift+←", "Alt+Shift+→"], label: "Move the highlight’s start" },
    ],
  },
  {
    title: "Grading, on a piece of evidence",
    keys: [
      { keys: ["1–6"], label: "Set its credibility" },
      { keys: ["r", "A–F"], label: "Then rate the source" },
    ],
  },
  {
    title: "Reviewing an import",
    keys: [
      { keys: ["↑", "↓", "←", "→"], label: "Move between cells" },
      { keys: ["Enter"], label: "Edit a cell; in it, ↓ takes what was found" },
      { keys: ["Tab"], label: "In a cell: keep it and edit the next" },
      { keys: ["Space", "Shift+↓", "Ctrl+A"], label: "Select rows" },
      { keys: ["a", "Ctrl+Enter"], label: "Accept what was found and confirm" },
      { keys: ["o"], label: "Open the article" },
    ],
  },
  {
    title: "Reviewing conflicts",
    keys: [
      { keys: ["j", "k"], label: "Next, previous conflict" },
      { keys: ["m", "t", "b"], label: "Take mine, theirs; keep both, where both can stand" },
      { keys: ["Space", "Ctrl+A"], label: "Pick one, all that are shown" },
      { keys: ["o"], label: "Open what it is about" },
    ],
  },
  {
    title: "Settling what analysts see differently",
    keys: [
      { keys: ["j", "k"], label: "Next, previous disagreement" },
      { keys: ["1–9"], label: "Take what the first, the second … said" },
      { keys: ["b", "n"], label: "Take both, take nothing" },
      { keys: ["a"], label: "Adjust words and tags" },
      { keys: ["1–6", "A–F"], label: "Agree on a credibility, a reliability" },
    ],
  },
  {
    title: "In lists",
    keys: [
      { keys: ["↑", "↓"], label: "Move" },
      { keys: ["Enter"], label: "Open" },
      { keys: ["F2"], label: "Article details" },
      { keys: ["Delete"], label: "Delete, with undo" },
    ],
  },
];
