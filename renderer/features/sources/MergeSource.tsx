import { useState } from "react";
import type { SourceSummary } from "../../../shared/domain/source";
import type { SourceId } from "../../../shared/ids";
import { count } from "../../parts/dates";
import { SourcePicker } from "../../parts/SourcePicker";
import { Button } from "../../ui/Button";
import styles from "./MergeSource.module.css";
import { mergeSource, setSourcesView } from "./use-sources";

/** Joins two sources that are one: says what will move before it does. */
export const MergeSource = ({
  source,
  all,
}: {
  readonly source: SourceSummary;
  readonly all: readonly SourceSummary[];
}) => {
  const [intoId, setIntoId] = useState<SourceId | null>(null);
  const into = all.find(({ id }) => id === intoId);
  const close = () => setSourcesView({ doing: "nothing" });
  return (
    <section
      className={styles.card}
      aria-label="Merge into another source"
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) close();
      }}
    >
      <SourcePicker
        label="Merge into"
        placeholder="Type the name of the source that stays"
        value={intoId}
        onChange={setIntoId}
        exclude={[source.id]}
        autoFocus
      />
      <p className={styles.effect}>
        {into === undefined ? (
          <>
            For two names of one source. <bdi>{source.name}</bdi> becomes another name of the one you choose.
          </>
        ) : (
          <>
            {count(source.articles, "article")} and {count(source.claims, "claim")} go over to{" "}
            <bdi>{into.name}</bdi>, which keeps its own letter. <bdi>{source.name}</bdi> stays as another name
            for it.
          </>
        )}
      </p>
      <div className={styles.actions}>
        <Button
          tone="primary"
          isDisabled={into === undefined}
          onPress={() => {
            if (into !== undefined) void mergeSource(source, into);
          }}
        >
          Merge
        </Button>
        <Button tone="quiet" onPress={close}>
          Cancel
        </Button>
      </div>
    </section>
  );
};
