import type { Evidence } from "../../../shared/domain/evidence";
import type { Reliability } from "../../../shared/domain/grade";
import { RateSource } from "../../parts/RateSource";
import { useCall } from "../../query";

/**
 * Rates the source of a piece of evidence, or its article alone where the article has an override already or has
 * no source. Which of the two it is, the form says.
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
  const { sourceId } = article;
  return (
    <RateSource
      target={
        sourceId === null || evidence.rating?.isOverride === true
          ? { articleId: evidence.articleId }
          : { sourceId }
      }
      sourceName={evidence.sourceName ?? ""}
      current={evidence.rating?.reliability ?? null}
      onDone={onDone}
      {...(letter === null ? {} : { initialLetter: letter })}
    />
  );
};
