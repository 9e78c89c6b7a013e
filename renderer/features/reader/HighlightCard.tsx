import { type LucideIcon, MessageSquarePlus, StickyNote, Tag, Trash2 } from "lucide-react";
import { type KeyboardEvent, memo, useState } from "react";
import type { Article, ArticleSummary } from "../../../shared/domain/article";
import { type Credibility, credibilityWording } from "../../../shared/domain/grade";
import type { Highlight, HighlightEvidence } from "../../../shared/domain/highlight";
import { stanceSign } from "../../../shared/domain/stance";
import { pageAt } from "../../../shared/text/pages";
import { NoteEditor } from "../../editor/NoteEditor";
import { count, formatAgo, formatTime } from "../../parts/dates";
import { EvidenceGrade } from "../../parts/Grade";
import { TagChip } from "../../parts/TagChip";
import { useGrading } from "../../parts/use-grading";
import { act } from "../../query";
import { openClaim } from "../../ui-state";
import styles from "./HighlightCard.module.css";
import { Later } from "./Later";
import { setReader } from "./reader-store";
import { hueOf, type TagMap } from "./use-highlights";

/** Gives a piece of evidence its credibility. */
const grade = (evidence: HighlightEvidence, credibility: Credibility): void => {
  void act("evidence", "update", { id: evidence.id, set: { credibility } });
};

const openRating = (evidence: HighlightEvidence, highlight: Highlight): void =>
  setReader({ panel: { kind: "rate", evidenceId: evidence.id, highlightId: highlight.id } });

/**
 * One piece of evidence on a card. Focused, `1`-`6` set its credibility and `r` rates the source; while it has
 * none, every source letter on screen is hatched out.
 */
const EvidenceRow = ({
  evidence,
  highlight,
  article,
}: {
  readonly evidence: HighlightEvidence;
  readonly highlight: Highlight;
  readonly article: Pick<ArticleSummary, "rating" | "sourceName">;
}) => {
  const [isFocused, setIsFocused] = useState(false);
  useGrading(isFocused && evidence.credibility === null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    const digit = Number(event.key);
    if (digit >= 1 && digit <= 6) grade(evidence, digit as Credibility);
    else if (event.key === "r" && evidence.credibility !== null) openRating(evidence, highlight);
    else if (event.key === "Enter") openClaim(evidence.claimId);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const { credibility } = evidence;
  const rateLabel =
    article.sourceName === null ? "Rate this article" : `Rate the source ${article.sourceName}`;
  return (
    <section
      className={styles.evidence}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the row takes keys (1-6, r); it is a composite of its own
      tabIndex={0}
      aria-label={`Evidence: ${evidence.stance} “${evidence.statement}”. ${
        credibility === null
          ? "Press 1 to 6 to give its credibility."
          : `Credibility ${credibility}, ${credibilityWording[credibility].label}. Press r to rate the source.`
      }`}
      data-evidence={evidence.id}
      onFocus={() => setIsFocused(true)}
      onBlur={() => setIsFocused(false)}
      onKeyDown={onKeyDown}
    >
      <div className={styles.row}>
        <span className={styles.pill}>Claim</span>
        <span className={styles.pill}>
          <span aria-hidden="true">{stanceSign[evidence.stance]} </span>
          {evidence.stance}
        </span>
        <span className={styles.grow} />
        {credibility === null ? (
          // The letter would lead the digit, so it waits for it here too.
          <span className={styles.hint}>not graded</span>
        ) : (
          <button
            type="button"
            className={styles.grade}
            title={rateLabel}
            onClick={() => openRating(evidence, highlight)}
          >
            <EvidenceGrade
              reliability={article.rating?.reliability ?? null}
              credibility={credibility}
              isOverride={article.rating?.isOverride ?? false}
            />
            <span className="visually-hidden">. {rateLabel}</span>
          </button>
        )}
      </div>
      <button type="button" className={styles.statement} onClick={() => openClaim(evidence.claimId)}>
        <bdi>{evidence.statement}</bdi>
      </button>
      {isFocused ? (
        <p className={styles.hint}>
          {credibility === null
            ? "Press 1–6 for the credibility of this report. Source letters stay hidden until then."
            : `${credibility} · ${credibilityWording[credibility].label}. Press r to rate the source.`}
        </p>
      ) : (
        <p className={styles.hint}>
          {count(evidence.articles, "article")}
          {evidence.contradicting === 0 ? "" : ` · ${count(evidence.contradicting, "piece")} against`}
        </p>
      )}
    </section>
  );
};

/**
 * A tool of the card in front. A plain button with the platform's own tooltip: these come and go with every
 * highlight and every step through them, and four of `IconButton` cost as much as the rest of the card.
 */
const Tool = ({
  label,
  keys,
  icon: Icon,
  onPress,
}: {
  readonly label: string;
  readonly keys: string;
  readonly icon: LucideIcon;
  readonly onPress: () => void;
}) => (
  <button
    type="button"
    className={styles.tool}
    aria-label={label}
    title={`${label} (${keys})`}
    onClick={onPress}
  >
    <Icon size={16} strokeWidth={1.6} />
  </button>
);

type Props = {
  readonly highlight: Highlight;
  readonly article: Pick<Article, "rating" | "sourceName" | "pages">;
  readonly tags: TagMap;
  readonly isFocused: boolean;
  readonly isHovered: boolean;
  readonly isWritingNote: boolean;
  readonly onFocus: (highlight: Highlight) => void;
  readonly onRemove: (highlight: Highlight) => void;
  readonly onLeave: () => void;
};

/** What is known of one highlight: tags, note, the claims it bears on, who made it and when. */
export const HighlightCard = memo(
  ({ highlight, article, tags, isFocused, isHovered, isWritingNote, onFocus, onRemove, onLeave }: Props) => {
    const used = highlight.tagIds.map((id) => tags.get(id)).filter((tag) => tag !== undefined);
    const page = pageAt(article.pages, highlight.anchor.start);
    const saveNote = async (note: string): Promise<boolean> =>
      (await act("highlights", "update", { id: highlight.id, set: { note } })) !== null;
    return (
      <article
        className={styles.card}
        data-hue={hueOf(highlight.tagIds, tags)}
        data-focused={isFocused || undefined}
        data-hovered={isHovered || undefined}
        data-card={highlight.id}
        tabIndex={-1}
        aria-label={`Highlight “${highlight.anchor.quote.slice(0, 80)}”`}
        onClick={() => onFocus(highlight)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onLeave();
        }}
      >
        {highlight.placement === "exact" ? null : (
          <p className={styles.warning}>
            {highlight.placement === "moved"
              ? "The quote has moved in the text. Check the place."
              : "The quote is not in the text any more."}
          </p>
        )}
        {highlight.evidence.map((evidence) => (
          <EvidenceRow key={evidence.id} evidence={evidence} highlight={highlight} article={article} />
        ))}
        {used.length === 0 ? null : (
          <ul className={styles.tags} aria-label="Tags">
            {used.map((tag) => (
              <li key={tag.id}>
                <TagChip name={tag.name} colour={tag.colour} />
              </li>
            ))}
          </ul>
        )}
        {highlight.note === "" && !isWritingNote ? null : (
          <NoteEditor
            label="Note"
            value={highlight.note}
            isEditable={isWritingNote}
            onSave={saveNote}
            onLeave={() => {
              setReader({ noteId: null });
              onLeave();
            }}
          />
        )}
        {used.length === 0 && highlight.note === "" && highlight.evidence.length === 0 && !isWritingNote ? (
          <p className={styles.quote}>
            <bdi>{highlight.anchor.quote.slice(0, 120)}</bdi>
          </p>
        ) : null}
        <div className={styles.meta}>
          <span title={highlight.analyst}>{highlight.initials}</span>
          <time dateTime={highlight.createdAt} title={formatTime(highlight.createdAt)}>
            {formatAgo(highlight.createdAt)}
          </time>
          {page === null ? null : <span title={`Page ${page} of the original`}>p. {page}</span>}
          <span className={styles.grow} />
          {isFocused ? (
            <span className={styles.actions}>
              <Later>
                <Tool
                  label="Tags"
                  keys="t"
                  icon={Tag}
                  onPress={() =>
                    setReader({ panel: { kind: "tags", passage: { kind: "highlight", id: highlight.id } } })
                  }
                />
                <Tool
                  label="Note"
                  keys="n"
                  icon={StickyNote}
                  onPress={() => setReader({ noteId: highlight.id })}
                />
                <Tool
                  label="Claim"
                  keys="c"
                  icon={MessageSquarePlus}
                  onPress={() =>
                    setReader({ panel: { kind: "claim", passage: { kind: "highlight", id: highlight.id } } })
                  }
                />
                <Tool label="Remove" keys="Del" icon={Trash2} onPress={() => onRemove(highlight)} />
              </Later>
            </span>
          ) : null}
        </div>
      </article>
    );
  },
);
