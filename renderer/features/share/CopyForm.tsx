import type { ShareAnnotations, ShareArticles } from "../../../shared/domain/share";
import { Checkbox } from "../../ui/Checkbox";
import { Field } from "../../ui/Field";
import { Picker } from "../../ui/Picker";
import { Segments } from "../../ui/Segments";
import { isNarrowed, useArticles, useLibrary } from "../library/use-library";
import styles from "./CopyTab.module.css";
import { TagChoice } from "./TagChoice";
import { setShareOptions, useShare } from "./use-share";

/** Whoever leaves something out hardly means to tell its past; the box below says so and can be ticked again. */
const aPart = { hasHistory: false } as const;

const Articles = () => {
  const articles = useShare((state) => state.options.articles);
  const query = useLibrary((state) => state.query);
  const shown = useArticles(query).articles;
  const hasFilter = isNarrowed(query) || articles.kind === "these";
  const choose = (kind: ShareArticles["kind"]) => {
    if (kind === "all") setShareOptions({ articles: { kind } });
    else if (kind === "tagged") setShareOptions({ articles: { kind, tagIds: [] }, ...aPart });
    else setShareOptions({ articles: { kind, ids: shown.map(({ id }) => id) }, ...aPart });
  };
  return (
    <div className={styles.group}>
      <Picker
        label="Articles"
        value={articles.kind}
        onChange={choose}
        choices={[
          { key: "all", label: "All articles" },
          ...(hasFilter
            ? [
                {
                  key: "these" as const,
                  label: `Those that the Library shows (${shown.length.toLocaleString("en-GB")})`,
                  detail: "With the search and the filters that are set there",
                },
              ]
            : []),
          { key: "tagged", label: "Those with highlights under tags…" },
        ]}
      />
      {articles.kind === "tagged" ? (
        <TagChoice
          label="Tags that choose the articles"
          tagIds={articles.tagIds}
          onChange={(tagIds) => setShareOptions({ articles: { kind: "tagged", tagIds } })}
        />
      ) : null}
    </div>
  );
};

const Annotations = () => {
  const annotations = useShare((state) => state.options.annotations);
  const choose = (kind: ShareAnnotations["kind"]) =>
    setShareOptions({
      annotations: kind === "tagged" ? { kind, tagIds: [] } : { kind },
      ...(kind === "all" ? {} : aPart),
    });
  return (
    <div className={styles.group}>
      <Picker
        label="Highlights, claims and ratings"
        value={annotations.kind}
        onChange={choose}
        choices={[
          { key: "all", label: "Everybody’s" },
          { key: "mine", label: "Mine", detail: "With what my evidence stands on" },
          { key: "tagged", label: "Those under tags…" },
          { key: "none", label: "None", detail: "A blind copy" },
        ]}
      />
      {annotations.kind === "tagged" ? (
        <TagChoice
          label="Tags that choose highlights and claims"
          tagIds={annotations.tagIds}
          onChange={(tagIds) => setShareOptions({ annotations: { kind: "tagged", tagIds } })}
        />
      ) : null}
    </div>
  );
};

/** Every choice that there is about a copy. What it comes to is counted beside it. */
export const CopyForm = () => {
  const { text, hasOriginals, hasNames, hasNotes, hasHistory, marking } = useShare((state) => state.options);
  const isWhole = text === "whole";
  return (
    <form
      className={styles.form}
      aria-label="What goes into the copy"
      onSubmit={(event) => event.preventDefault()}
    >
      <Articles />
      <Annotations />
      <Segments
        label="Text of the articles"
        segments={[
          { key: "whole", label: "Whole" },
          { key: "quotes", label: "Only the quotes" },
          { key: "none", label: "None" },
        ]}
        value={text}
        onChange={(next) => setShareOptions({ text: next, ...(next === "whole" ? {} : aPart) })}
      />
      <div className={styles.checks}>
        <Checkbox
          label="Original files"
          detail={
            isWhole
              ? "As they were imported, byte for byte."
              : "Only with the whole text: they say all of it."
          }
          isOn={hasOriginals && isWhole}
          isDisabled={!isWhole}
          onChange={(isOn) => setShareOptions({ hasOriginals: isOn })}
        />
        <Checkbox
          label="Names of analysts"
          detail="Without: Analyst 1, Analyst 2 …"
          isOn={hasNames}
          onChange={(isOn) => setShareOptions({ hasNames: isOn })}
        />
        <Checkbox
          label="Notes and reasons"
          detail="On highlights, evidence and sources, and why a source was rated so."
          isOn={hasNotes}
          onChange={(isOn) => setShareOptions({ hasNotes: isOn })}
        />
        <Checkbox
          label="History"
          detail="Every earlier value of what is in the copy. Without: what stands now, and nothing that was deleted."
          isOn={hasHistory}
          onChange={(isOn) => setShareOptions({ hasHistory: isOn })}
        />
      </div>
      <Field
        label="Marking"
        placeholder="TLP:AMBER, or words of your own"
        hint="Shown to whoever opens the copy."
        value={marking}
        maxLength={200}
        onChange={(words) => setShareOptions({ marking: words })}
      />
    </form>
  );
};
