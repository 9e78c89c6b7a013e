import type { Gap, NearCopy } from "../../shared/domain/article";

/** What an article lacks, or what its import doubted, in two words. */
export const gapWords: Readonly<Record<Gap, string>> = {
  "no-source": "no source",
  "no-date": "no date",
  "title-made": "no headline",
  "date-guessed": "date guessed",
  "encoding-doubtful": "encoding doubtful",
  "text-doubtful": "short excerpt?",
};

/** "87 %". Never "100 %" for less than all of it. */
export const percent = (share: number): string =>
  `${share >= 1 ? 100 : Math.min(99, Math.round(share * 100))} %`;

/** "87 % in “Talks open in Niamey”". */
export const nearCopyWords = ({ share, title }: Pick<NearCopy, "share" | "title">): string =>
  `${percent(share)} in “${title}”`;

/** A remark as a sentence: importers write them to stand in a line of others. */
export const asSentence = (remark: string): string => {
  const words = remark.trim();
  const begun = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?…:”]$/u.test(begun) ? begun : `${begun}.`;
};
