import { between, inventText, seeded } from "./bench/invented-text";

/**
 * A text that knows where each of its UTF-16 units comes from: `from` is the place in the old text (-1: new), `isKept` is
 * false where another character stands for the old one (a typo, a word in place of a word).
 */
type Unit = { readonly unit: string; readonly from: number; readonly isKept: boolean };

/** An old text, a changed one, and the place that each stretch of the old one has in the changed one. */
export type Mutated = {
  readonly before: string;
  readonly after: string;
  /** null: less than half of the characters survive together, so that it counts as lost. */
  readonly truth: (start: number, end: number) => { readonly start: number; readonly end: number } | null;
};

type Mutation = (random: () => number, units: readonly Unit[]) => readonly Unit[];

const pick = <T>(random: () => number, from: readonly T[]): T =>
  from[between(random, 0, from.length - 1)] as T;
const fresh = (text: string): Unit[] =>
  [...text.split("")].map((unit) => ({ unit, from: -1, isKept: false }));
const textOf = (units: readonly Unit[]): string => units.map(({ unit }) => unit).join("");
const isLetter = (unit: string): boolean => /[\p{L}\p{N}]/u.test(unit);

/* Prose that reads like news to a machine: few words make up most of it, phrases and whole sentences come again. */

const small =
  "the of to and a in that for on with said was is by at from as it he has not be an were have had but who they will its after been this would more which their or about into than over".split(
    " ",
  );

/** Prose with a vocabulary of its own, in which common words are common and stock phrases come again. */
export const inventNews = (seed: number, words: number): string => {
  const random = seeded(seed);
  const invented = [
    ...new Set(
      inventText(random, 1500)
        .toLowerCase()
        .match(/[a-z]+/g) ?? [],
    ),
  ];
  const names = invented.slice(0, 40).map((name) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
  // Zipf: the n-th word comes about 1/n times as often as the first.
  const word = (): string => {
    const at = random();
    if (at < 0.45) return small[Math.floor(small.length * random() ** 2)] ?? "the";
    if (at < 0.53) return pick(random, names);
    if (at < 0.56) return String(between(random, 2, 2024));
    return invented[40 + Math.floor((invented.length - 40) * random() ** 3)] ?? "port";
  };
  const run = (count: number): string => Array.from({ length: count }, word).join(" ");
  const phrases = Array.from({ length: 14 }, () => run(between(random, 2, 7)));
  const clause = (): string =>
    random() < 0.25 ? `${pick(random, phrases)} ${run(between(random, 2, 6))}` : run(between(random, 4, 11));
  const sentence = (): string => {
    const text = Array.from({ length: between(random, 1, 3) }, clause).join(
      pick(random, [", ", ", ", " — ", "; "]),
    );
    const whole = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
    return random() < 0.2 ? `“${whole},” ${pick(random, names)} said.` : `${whole}.`;
  };
  const again = Array.from({ length: 3 }, sentence);
  const paragraphs: string[] = [];
  for (let made = 0; made < words; ) {
    const sentences = Array.from({ length: between(random, 2, 5) }, () =>
      random() < 0.05 ? pick(random, again) : sentence(),
    );
    paragraphs.push(sentences.join(" "));
    made += paragraphs.at(-1)?.split(" ").length ?? 1;
  }
  return paragraphs.join("\n\n");
};

/* Mutations. */

const paragraphsOf = (units: readonly Unit[]): Unit[][] => {
  const paragraphs: Unit[][] = [[]];
  for (let at = 0; at < units.length; at += 1) {
    const unit = units[at] as Unit;
    if (unit.unit === "\n" && units[at + 1]?.unit === "\n") {
      paragraphs.push([]);
      at += 1;
    } else paragraphs.at(-1)?.push(unit);
  }
  return paragraphs;
};
const joinParagraphs = (paragraphs: readonly (readonly Unit[])[]): Unit[] =>
  paragraphs.flatMap((paragraph, at) => (at === 0 ? paragraph : [...fresh("\n\n"), ...paragraph]));

const typos =
  (rate: number): Mutation =>
  (random, units) => {
    const out: Unit[] = [];
    for (let at = 0; at < units.length; at += 1) {
      const unit = units[at] as Unit;
      const next = units[at + 1];
      if (!isLetter(unit.unit) || random() >= rate) out.push(unit);
      else {
        const other = pick(random, "abcdefghijklmnopqrstuvwxyz".split(""));
        const kind = between(random, 0, 3);
        if (kind === 0) out.push({ ...unit, unit: other, isKept: false });
        else if (kind === 1) out.push(unit, ...fresh(other));
        else if (kind === 2 && next !== undefined && isLetter(next.unit)) {
          out.push(next, unit);
          at += 1;
        }
      }
    }
    return out;
  };

const deleteParagraphs: Mutation = (random, units) =>
  joinParagraphs(paragraphsOf(units).filter(() => random() >= 0.3));

/** New paragraphs that take up words and short phrases of the old text, as updates do. */
const insertParagraphs: Mutation = (random, units) => {
  const words = textOf(units).split(/\s+/);
  const paragraph = (): string =>
    Array.from({ length: between(random, 8, 22) }, () => {
      const at = between(random, 0, words.length - 6);
      return words.slice(at, at + between(random, 1, 6)).join(" ");
    }).join(" ");
  return joinParagraphs(
    paragraphsOf(units).flatMap((old) => (random() < 0.3 ? [fresh(paragraph()), old] : [old])),
  );
};

const moveParagraphs: Mutation = (random, units) => {
  const moved: Unit[][] = [];
  const stay = paragraphsOf(units).filter((paragraph) => {
    if (random() >= 0.3) return true;
    moved.push(paragraph);
    return false;
  });
  for (const paragraph of moved) stay.splice(between(random, 0, stay.length), 0, paragraph);
  return joinParagraphs(stay);
};

const reflow: Mutation = (_random, units) => {
  let column = 0;
  return units.map((unit, at) => {
    column = unit.unit === "\n" ? 0 : column + 1;
    if (unit.unit !== " ") return unit;
    let next = at + 1;
    while (next < units.length && !/\s/.test(units[next]?.unit ?? " ")) next += 1;
    if (column + next - at <= 72) return unit;
    column = 0;
    return { ...unit, unit: "\n" };
  });
};

const styles: Readonly<Record<string, readonly string[]>> = {
  "“": ['"', "„", "«"],
  "”": ['"', "“", "»"],
  "—": ["-", "–", "--"],
  "-": ["–", "‑"],
  "'": ["’"],
  "’": ["'"],
};

const punctuation: Mutation = (random, units) =>
  units.flatMap((unit, at) => {
    const style = styles[unit.unit];
    if (style !== undefined) {
      const [first = "", ...more] = pick(random, style).split("");
      return [{ ...unit, unit: first }, ...fresh(more.join(""))];
    }
    if (unit.unit === "," && random() < 0.3) return [];
    if (unit.unit === " " && random() < 0.1) return [{ ...unit, unit: "\u00a0" }];
    if (unit.unit === " " && random() < 0.05) return [unit, ...fresh(" ")];
    if (isLetter(unit.unit) && isLetter(units[at + 1]?.unit ?? " ") && random() < 0.02)
      return [unit, ...fresh("\u00ad")];
    return [unit];
  });

const changeCase: Mutation = (random, units) => {
  let isUpper = false;
  return units.map((unit, at) => {
    const previous = units[at - 1]?.unit ?? "\n";
    if (previous === "\n" || (previous === " " && random() < 0.05)) isUpper = random() < 0.3;
    const to = isUpper ? unit.unit.toUpperCase() : unit.unit;
    return to.length === 1 ? { ...unit, unit: to } : unit;
  });
};

/** Of every hundred words twelve are replaced, dropped, or get a new one beside them. */
const rewrite: Mutation = (random, units) => {
  const words = textOf(units).match(/[\p{L}\p{N}]+/gu) ?? ["word"];
  const out: Unit[] = [];
  for (let at = 0; at < units.length; ) {
    const first = units[at] as Unit;
    if (!isLetter(first.unit)) {
      out.push(first);
      at += 1;
      continue;
    }
    let end = at;
    while (end < units.length && isLetter(units[end]?.unit ?? " ")) end += 1;
    const word = units.slice(at, end);
    const kind = random() < 0.12 ? between(random, 0, 2) : 3;
    if (kind === 0)
      out.push(
        ...pick(random, words)
          .split("")
          .map((unit, place, all) => ({
            unit,
            from: (word[Math.floor((place * word.length) / all.length)] as Unit).from,
            isKept: false,
          })),
      );
    else if (kind === 1) out.push(...word, ...fresh(` ${pick(random, words)}`));
    else if (kind === 3) out.push(...word);
    at = end;
  }
  return out;
};

const all =
  (...mutations: readonly Mutation[]): Mutation =>
  (random, units) =>
    mutations.reduce((changed, mutation) => mutation(random, changed), units);

/** The ways in which texts change, by name. */
export const mutations = {
  identity: (_random, units) => units,
  "typos 1 %": typos(0.01),
  "typos 4 %": typos(0.04),
  "paragraphs deleted": deleteParagraphs,
  "paragraphs inserted": insertParagraphs,
  "paragraphs moved": moveParagraphs,
  reflow,
  punctuation,
  "case changes": changeCase,
  "rewrite 12 %": rewrite,
  combo: all(deleteParagraphs, insertParagraphs, typos(0.01), reflow, punctuation),
} as const satisfies Record<string, Mutation>;

/**
 * Where a stretch truly stands: from the first to the last of its characters that stand together, new text between them
 * included. When text of another place stands between them, it was torn apart, and the greater part is the place.
 */
const truthOf = (
  units: readonly Unit[],
  start: number,
  end: number,
): { start: number; end: number } | null => {
  let best = { kept: 0, start: 0, end: 0 };
  let part = { kept: 0, start: -1, end: -1 };
  for (const [at, { from, isKept }] of units.entries()) {
    if (from === -1) continue;
    if (from < start || from >= end) part = { kept: 0, start: -1, end: -1 };
    else {
      part = { kept: part.kept + (isKept ? 1 : 0), start: part.start === -1 ? at : part.start, end: at + 1 };
      if (part.kept > best.kept) best = part;
      else if (part.start === best.start) best = part;
    }
  }
  return best.kept * 2 < end - start ? null : { start: best.start, end: best.end };
};

/** Changes a text in the named way; the same seed changes it in the same way on every run. */
export const mutate = (before: string, name: keyof typeof mutations, seed: number): Mutated => {
  const units = mutations[name](
    seeded(seed),
    before.split("").map((unit, from) => ({ unit, from, isKept: true })),
  );
  return { before, after: textOf(units), truth: (start, end) => truthOf(units, start, end) };
};

/** Stretches of whole words: a third of 2-5 words, the others up to sixty; some reach into the next paragraph. */
export const someQuotes = (text: string, count: number, seed: number): { start: number; end: number }[] => {
  const random = seeded(seed);
  const words = [...text.matchAll(/\S+/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  return Array.from({ length: count }, (_, at) => {
    const length = at % 3 === 0 ? between(random, 2, 5) : between(random, 6, 60);
    const first = between(random, 0, Math.max(0, words.length - length - 1));
    return {
      start: words[first]?.start ?? 0,
      end: words[Math.min(words.length - 1, first + length - 1)]?.end ?? text.length,
    };
  });
};
