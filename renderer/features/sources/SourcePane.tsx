import { Merge, MoreHorizontal, Pencil, Scale, Trash2 } from "lucide-react";
import type { KeyboardEvent, Ref } from "react";
import { reliabilityWording } from "../../../shared/domain/grade";
import type { SourceSummary } from "../../../shared/domain/source";
import { formatDate } from "../../parts/dates";
import { ReliabilityMark } from "../../parts/Grade";
import { RateSource } from "../../parts/RateSource";
import { RatingHistory } from "../../parts/RatingHistory";
import { useIsGrading } from "../../parts/use-grading";
import { useCall } from "../../query";
import { Button, IconButton } from "../../ui/Button";
import { InPlace } from "../../ui/InPlace";
import { MenuButton } from "../../ui/Menu";
import { MergeSource } from "./MergeSource";
import { SourceArticles } from "./SourceArticles";
import { SourceClaims } from "./SourceClaims";
import { SourceFacts } from "./SourceFacts";
import styles from "./SourcePane.module.css";
import { TrackRecord } from "./TrackRecord";
import { setSourcesView, updateSource, useSourcesView } from "./use-sources";

const icon = { size: 16, strokeWidth: 1.6, "aria-hidden": true } as const;
const stop = () => setSourcesView({ doing: "nothing" });

type Props = {
  readonly source: SourceSummary;
  readonly all: readonly SourceSummary[];
  readonly isReadOnly: boolean;
  readonly onRemove: () => void;
  readonly ref: Ref<HTMLElement>;
};

/** All there is to know about a source: its letter and why, its history, its record, what it published and said. */
export const SourcePane = ({ source, all, isReadOnly, onRemove, ref }: Props) => {
  const detail = useCall("sources", "get", { id: source.id }).data;
  const doing = useSourcesView((view) => view.doing);
  const articles = detail?.articleList ?? [];
  const backToList = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "Escape" || event.target !== event.currentTarget) return;
    event.currentTarget.parentElement?.querySelector<HTMLElement>("[role=listbox]")?.focus();
  };
  return (
    <article ref={ref} className={styles.pane} tabIndex={-1} aria-label={source.name} onKeyDown={backToList}>
      <div className={styles.page}>
        <Title source={source} isReadOnly={isReadOnly} onRemove={onRemove} />
        {doing === "merging" ? <MergeSource source={source} all={all} /> : null}
        <div className={styles.columns}>
          <div className={styles.main}>
            <section aria-label="Reliability">
              {doing === "rating" ? (
                <div className={styles.card}>
                  <RateSource
                    target={{ sourceId: source.id }}
                    sourceName={source.name}
                    current={source.rating?.reliability ?? null}
                    onDone={stop}
                  />
                </div>
              ) : (
                <Letter source={source} isReadOnly={isReadOnly} />
              )}
            </section>
            <section aria-labelledby="rating-history">
              <h3 id="rating-history" className={styles.heading}>
                Rating history
              </h3>
              <RatingHistory
                sourceId={source.id}
                sourceName={source.name}
                ratings={detail?.ratings ?? []}
                articleTitle={(id) =>
                  articles.find((article) => article.id === id)?.title ?? "an article since removed"
                }
              />
            </section>
            <SourceArticles source={source} isReadOnly={isReadOnly} />
            <SourceClaims source={source} />
          </div>
          <aside className={styles.aside} aria-label="About this source">
            <SourceFacts source={source} all={all} aliases={detail?.aliases ?? []} isReadOnly={isReadOnly} />
            <TrackRecord source={source} />
          </aside>
        </div>
      </div>
    </article>
  );
};

const Title = ({ source, isReadOnly, onRemove }: Omit<Props, "all" | "ref">) => {
  const isRenaming = useSourcesView((view) => view.doing === "renaming");
  return (
    <header className={styles.header}>
      {isRenaming ? (
        <div className={styles.renaming}>
          <InPlace
            label="Name"
            isLabelHidden
            look="title"
            value={source.name}
            isRequired
            maxLength={300}
            autoFocus
            onCommit={(name) => updateSource(source.id, { name })}
            onEnd={stop}
          />
        </div>
      ) : (
        <h2 className={styles.name}>
          <bdi>{source.name}</bdi>
        </h2>
      )}
      {isReadOnly ? null : (
        <MenuButton
          label={`Source ${source.name}`}
          placement="bottom end"
          trigger={
            <IconButton label="More to do with this source">
              <MoreHorizontal size={18} strokeWidth={1.6} aria-hidden="true" />
            </IconButton>
          }
          groups={[
            {
              entries: [
                entry("rename", "Rename", "F2", <Pencil {...icon} />, () =>
                  setSourcesView({ doing: "renaming" }),
                ),
                entry("rate", "Rate", "r", <Scale {...icon} />, () => setSourcesView({ doing: "rating" })),
                entry("merge", "Merge into another source…", undefined, <Merge {...icon} />, () =>
                  setSourcesView({ doing: "merging" }),
                ),
              ],
            },
            {
              entries: [
                {
                  ...entry("delete", "Delete source", "Delete", <Trash2 {...icon} />, onRemove),
                  tone: "danger" as const,
                },
              ],
            },
          ]}
        />
      )}
    </header>
  );
};

const entry = (
  id: string,
  label: string,
  keys: string | undefined,
  sign: React.ReactNode,
  run: () => void,
) => ({
  id,
  label,
  icon: sign,
  run,
  ...(keys === undefined ? {} : { keys }),
});

/** The letter in force in words, with its reason: what the history below explains. */
const Letter = ({ source, isReadOnly }: Pick<Props, "source" | "isReadOnly">) => {
  const { rating } = source;
  const isGrading = useIsGrading();
  return (
    <div className={styles.letter}>
      <span className={styles.mark}>
        <ReliabilityMark reliability={rating?.reliability ?? null} />
      </span>
      <div className={styles.words}>
        {isGrading ? (
          <p className={styles.wording}>Hidden until a credibility is chosen</p>
        ) : rating === null ? (
          <>
            <p className={styles.wording}>Not rated</p>
            <p className={styles.quiet}>
              A letter says how far this source can be relied on. F is there when there is no basis to judge.
            </p>
          </>
        ) : (
          <>
            <p className={styles.wording}>{reliabilityWording[rating.reliability].label}</p>
            <p className={styles.quiet}>{reliabilityWording[rating.reliability].meaning}</p>
          </>
        )}
        {rating === null ? null : (
          <>
            {rating.reason === "" ? null : (
              <p className={styles.reason}>
                <bdi>{rating.reason}</bdi>
              </p>
            )}
            <p className={styles.quiet}>
              <bdi>{rating.analyst}</bdi>, {formatDate(rating.at)}
            </p>
          </>
        )}
      </div>
      {isReadOnly ? null : (
        <Button
          keys="r"
          tone={rating === null ? "primary" : "plain"}
          aria-keyshortcuts="R"
          onPress={() => setSourcesView({ doing: "rating" })}
        >
          {rating === null ? "Rate" : "Rate again"}
        </Button>
      )}
    </div>
  );
};
