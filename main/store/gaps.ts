import { Doubt, type Gap } from "../../shared/domain/article";

const ofDoubt: Readonly<Record<Doubt, Gap>> = {
  title: "title-made",
  date: "date-guessed",
  encoding: "encoding-doubtful",
  text: "text-doubtful",
};

/** What wants a look in an article: what it lacks and what its import doubted; nothing once it was reviewed. */
export const gapsOf = (
  article: {
    readonly isReviewed: boolean;
    readonly sourceId: string | null;
    readonly publishedOn: string | null;
  },
  doubts: readonly Doubt[],
): Gap[] => {
  if (article.isReviewed) return [];
  const gaps: Gap[] = [];
  if (article.sourceId === null) gaps.push("no-source");
  if (article.publishedOn === null) gaps.push("no-date");
  for (const doubt of new Set(doubts))
    if (doubt !== "date" || article.publishedOn !== null) gaps.push(ofDoubt[doubt]);
  return gaps;
};

/** The doubts as a capture keeps them; none where they cannot be read (`verify` says so then). */
export const parseDoubts = (json: string): Doubt[] => {
  if (json === "[]") return [];
  const parsed = Doubt.array().safeParse(JSON.parse(json));
  return parsed.success ? parsed.data : [];
};
