import { normaliseName } from "../ids";

/** Edits between two short texts (Levenshtein). */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
};

/** The names most like a given one, best first: those that hold it or are held by it, and those a few typing errors away. */
const nearest = (name: string, names: readonly string[]): string[] => {
  const wanted = normaliseName(name).slice(0, 100);
  return names
    .map((candidate) => {
      const other = normaliseName(candidate).slice(0, 100);
      const isPart = other.includes(wanted) || (other.length > 3 && wanted.includes(other));
      return {
        candidate,
        far: isPart ? 0 : distance(wanted, other),
        limit: Math.max(2, Math.floor(wanted.length / 3)),
      };
    })
    .filter(({ far, limit }) => far <= limit)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
};

/** " Did you mean “A” or “B”?", or nothing. */
export const suggestion = (name: string, names: readonly string[]): string | undefined => {
  const close = nearest(name, names);
  return close.length === 0 ? undefined : `Did you mean ${close.map((one) => `“${one}”`).join(" or ")}?`;
};
