import type { Evidence } from "../../../shared/domain/evidence";
import type { Reliability } from "../../../shared/domain/grade";
import { RateArticleSource } from "../../parts/RateArticleSource";
import { useCall } from "../../query";

/**
 * Rates the source of a piece of evidence, or its article alone. Which of the two it is, the form asks and says.
 */
export const EvidenceRating = ({
  evidence,
  letter,
  onDone,
}: {
  readonly evidence: Evidence;
  readonly letter: Reliability | null;
  readonly onDone: () => void;
}) => {
  const article = useCall("articles", "get", { id: evidence.articleId }).data;
  if (article === undefined) return null;
  return (
    <RateArticleSource
      article={article}
      onDone={onDone}
      {...(letter === null ? {} : { initialLetter: letter })}
    />
  );
};
