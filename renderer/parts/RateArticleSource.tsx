import { type KeyboardEvent, useState } from "react";
import type { ArticleSummary } from "../../shared/domain/article";
import type { Reliability } from "../../shared/domain/grade";
import { useCall } from "../query";
import { Segments } from "../ui/Segments";
import styles from "./RateArticleSource.module.css";
import { RateSource } from "./RateSource";

const targets = [
  { key: "source", label: "The source" },
  { key: "article", label: "This article only" },
] as const;

/**
 * Grades the source of an article, or overrides its letter for this article alone: the choice stands above the
 * letters. It begins with what is in force; an article without a source is graded itself.
 */
export const RateArticleSource = ({
  article: { id, sourceId, sourceName, rating },
  initialLetter,
  onDone,
}: {
  readonly article: Pick<ArticleSummary, "id" | "sourceId" | "sourceName" | "rating">;
  readonly initialLetter?: Reliability;
  readonly onDone: () => void;
}) => {
  const [chosen, setChosen] = useState<"source" | "article">(
    rating?.isOverride === true ? "article" : "source",
  );
  const source = useCall("sources", "list", undefined).data?.find((one) => one.id === sourceId);
  const isOfSource = chosen === "source" && sourceId !== null;
  const letterInForce = (isOfSource ? source?.rating : rating)?.reliability ?? null;
  const leave = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    onDone();
  };
  return (
    <div className={styles.choice} onKeyDown={leave} role="group" aria-label="Rating">
      {sourceId === null ? null : (
        <Segments
          label="What is rated"
          isLabelHidden
          segments={targets}
          value={chosen}
          onChange={setChosen}
        />
      )}
      <RateSource
        target={isOfSource ? { sourceId } : { articleId: id }}
        sourceName={sourceName ?? ""}
        current={letterInForce}
        onDone={onDone}
        {...(initialLetter === undefined ? {} : { initialLetter })}
      />
    </div>
  );
};
