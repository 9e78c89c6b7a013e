import type { ShareOptions, SharePreview } from "../../shared/domain/share";
import type { surprisesOf } from "../store/share-counts";

const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;

/** What somebody might not expect of a copy with these choices, in words, what matters most first. */
export const remarksOn = (
  { annotations, articles, text, hasHistory, hasNames }: ShareOptions,
  counts: SharePreview["counts"],
  { claimsLeft, ofOthers, redacted, earlier }: ReturnType<typeof surprisesOf>,
): string[] => {
  const isBlind = annotations.kind === "none";
  const isPart = articles.kind !== "all" && annotations.kind === "all";
  const remarks = [
    counts.articles === 0 && "No article is chosen: the copy holds the codebook alone.",
    hasHistory && !isBlind && "What was deleted can still be read in the history of the copy.",
    isBlind && text === "quotes" && "Without annotations there are no quotes: the texts will be blank.",
    text !== "whole" && "Titles, bylines, dates and links of the articles stay.",
    text !== "whole" && !isBlind && "What you wrote stays as you wrote it: statements and notes may quote.",
    !hasNames && "Names in texts, notes, bylines and the names of files stay.",
    isPart &&
      claimsLeft > 0 &&
      `${count(claimsLeft, "claim")} ${claimsLeft === 1 ? "stays" : "stay"} out: no evidence for ${claimsLeft === 1 ? "it" : "them"} in these articles.`,
    annotations.kind === "mine" &&
      ofOthers > 0 &&
      `${count(ofOthers, "highlight or claim", "highlights and claims")} by others ${ofOthers === 1 ? "goes" : "go"} along: your evidence stands on ${ofOthers === 1 ? "it" : "them"}.`,
    earlier > 0 &&
      `${count(earlier, "earlier revision")} of these articles ${earlier === 1 ? "goes" : "go"} along.`,
    redacted > 0 && `Of ${count(redacted, "article")} this project has not the whole text either.`,
  ];
  return remarks.filter((remark) => remark !== false);
};
