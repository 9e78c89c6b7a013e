import { Check, CircleCheck, CircleDashed, Columns3, Eye, GitBranch, TriangleAlert } from "lucide-react";
import { type Row, wantsLook } from "./review-rows";

const size = { size: 16, strokeWidth: 1.6, "aria-hidden": true } as const;

const signs = {
  confirmed: { icon: Check, words: "Confirmed", tone: "done" },
  "wants-look": { icon: Eye, words: "Wants a look", tone: "warn" },
  imported: { icon: CircleCheck, words: "Imported", tone: "plain" },
  revision: { icon: GitBranch, words: "Revision", tone: "plain" },
  "already-there": { icon: CircleDashed, words: "Already there", tone: "quiet" },
  "needs-columns": { icon: Columns3, words: "Needs columns", tone: "warn" },
  failed: { icon: TriangleAlert, words: "Failed", tone: "danger" },
  gone: { icon: CircleDashed, words: "Deleted", tone: "quiet" },
} as const;

/** What a row's state is called: what became of the file, until somebody has looked at its article. */
const stateOf = (row: Row): keyof typeof signs => {
  if (row.isGone) return "gone";
  // What this file brought was there before it, looked at or not: that is what became of the file.
  if (row.outcome === "already-there") return "already-there";
  if (row.article?.isReviewed === true) return "confirmed";
  if (wantsLook(row)) return "wants-look";
  return row.outcome === "needs-look" ? "imported" : row.outcome;
};

/** What became of a file, as a sign with a word. */
export const Outcome = ({ row, className }: { readonly row: Row; readonly className: string }) => {
  const { icon: Icon, words, tone } = signs[stateOf(row)];
  return (
    <span className={className} data-tone={tone}>
      <Icon {...size} />
      {words}
    </span>
  );
};
