/** A line that says who worked on a report, and their names as far as they can be told. */
export type Contributors = { readonly names: readonly string[]; readonly line: string };

/** A line of credits is short; longer blocks that say "reported from" are the report itself (UTF-16 units). */
const longestLine = 500;

const person =
  /^(?:(?:AP|AFP|Reuters|Associated Press) (?:writers?|reporters?|correspondents?|journalists?) )?(\p{Lu}[\p{L}.'’-]*(?:\s+(?:(?:al|bin|da|de|del|den|der|di|du|el|la|le|ter|van|von)\s+)*\p{Lu}[\p{L}.'’-]*){1,3})$/u;

const place = /\s+(?:in|at|from|near|reporting from)\s+\p{Lu}/u;

/**
 * The persons in "Jane Doe in Alder Bay, Norland, John Roe and Ann Poe in Rome". What follows a comma after a place is
 * the rest of that place.
 */
const personsIn = (list: string): string[] => {
  const names: string[] = [];
  let isAfterPlace = false;
  for (const part of list.split(/(,?\s+and\s+|\s*[,&]\s*)/u)) {
    if (/^\s*[,&]\s*$/.test(part)) continue;
    if (/^,?\s+and\s+$/u.test(part)) {
      isAfterPlace = false;
      continue;
    }
    const at = part.search(place);
    const name = person.exec((at < 0 ? part : part.slice(0, at)).trim())?.[1];
    if (name !== undefined && !(isAfterPlace && at < 0)) names.push(name);
    if (at >= 0) isAfterPlace = true;
  }
  return names;
};

const credits: readonly RegExp[] = [
  /^(?<list>.{3,300}?)\s+(?:also\s+)?(?:reported from\s|contributed (?:to this (?:report|story|article)|reporting|from\s)|reporting from\s)/u,
  /^(?:Additional r|R)eporting by\s+(?<list>[^;]{3,300}?)(?:\s*[;.]|$)/u,
  /^Written by\s+(?<list>[^;]{3,300}?)(?:\s*[;.]|$)/u,
];

/** The end of a sentence, but not the point after an initial. */
const sentenceEnd = /(?<=[\p{Ll})]\.)\s+(?=\p{Lu})|;\s*/u;

/** The contributors that a block names; null when it is no such line. */
export const contributorsIn = (block: string): Contributors | null => {
  const line = block.trim();
  if (line.length > longestLine || !/report|contributed|Written by/i.test(line)) return null;
  const plain = line.replace(/^[_*—–\-\s([]+/u, "").replace(/[)\]]$/, "");
  const names = new Set<string>();
  for (const sentence of plain.split(sentenceEnd))
    for (const credit of credits) {
      const list = credit.exec(sentence)?.groups?.["list"];
      if (list !== undefined) for (const name of personsIn(list)) names.add(name);
    }
  return names.size === 0 ? null : { names: [...names], line };
};

/** The names in a line of its own that begins with "By": "By JANE DOE and John Roe"; null for all other lines. */
export const bylineIn = (block: string): string | null => {
  const list = /^(?:By|BY|Von|Par|Por)[:\s]\s*(.{3,120})$/u.exec(block.trim())?.[1];
  if (list === undefined) return null;
  const parts = list.split(/,?\s+(?:and|und|et|y|e)\s+|\s*[,|]\s*/u).filter((part) => part !== "");
  return person.test(parts[0] ?? "") && !/[.!?]$/.test(list) ? list.replace(/\s+/g, " ") : null;
};
