import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Label, Radio, RadioGroup } from "react-aria-components";
import { type Reliability, reliabilities, reliabilityWording } from "../../shared/domain/grade";
import type { SourceSummary } from "../../shared/domain/source";
import type { ArticleId, SourceId } from "../../shared/ids";
import { act, useCall } from "../query";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";
import { Kbd } from "../ui/Kbd";
import { count } from "./dates";
import gradeStyles from "./Grade.module.css";
import styles from "./RateSource.module.css";
import { showUndoToast } from "./undo-toast";
import { useIsGrading } from "./use-grading";

type Props = {
  readonly target: { readonly sourceId: SourceId } | { readonly articleId: ArticleId };
  /** "" when the article has no source. */
  readonly sourceName: string;
  /** The letter in force for the target; null when it has none. Marked "now", never chosen beforehand. */
  readonly current: Reliability | null;
  /** Rated, or thought better of it. */
  readonly onDone: () => void;
  /** Chosen already, by `r` and a letter: the reason is asked next. */
  readonly initialLetter?: Reliability;
};

/**
 * Grades a source A-F, or overrides its letter for one article, and says in words which of the two it will do.
 * Keys `a` to `f` choose, Ctrl+Enter rates, Escape leaves. Fills the width it is given; its owner places it.
 */
export const RateSource = ({ target, ...props }: Props) =>
  "sourceId" in target ? (
    <OfSource sourceId={target.sourceId} {...props} />
  ) : (
    <OfArticle articleId={target.articleId} {...props} />
  );

type Inner = Omit<Props, "target">;

const OfSource = ({ sourceId, ...props }: Inner & { readonly sourceId: SourceId }) => {
  const source = useSource(sourceId);
  const isGrading = useIsGrading();
  const { sourceName, current } = props;
  return (
    <RateForm
      {...props}
      target={{ sourceId }}
      heading={
        <>
          Reliability of <bdi>{sourceName}</bdi>
        </>
      }
      effect={
        <>
          Rates <bdi>{sourceName}</bdi>. {inheritance(source?.articles)}
          {current === null
            ? ""
            : ` The rating until now${isGrading ? "" : `, ${current},`} stays in its history.`}
        </>
      }
    />
  );
};

const inheritance = (articles: number | undefined): string => {
  if (articles === undefined || articles === 0) return "Articles from it inherit the letter.";
  return articles === 1 ? "Its 1 article inherits it." : `Its ${count(articles, "article")} inherit it.`;
};

const OfArticle = ({ articleId, ...props }: Inner & { readonly articleId: ArticleId }) => {
  const article = useCall("articles", "get", { id: articleId }).data;
  const source = useSource(article?.sourceId ?? null);
  const isGrading = useIsGrading();
  const { sourceName, onDone } = props;
  const stays = isGrading
    ? "keeps its letter"
    : source?.rating
      ? `stays ${source.rating.reliability}`
      : "stays unrated";
  return (
    <RateForm
      {...props}
      target={{ articleId }}
      isReasonRequired
      heading="Reliability of this article"
      effect={
        sourceName === "" ? (
          "Rates this article only. It has no source that could carry the letter."
        ) : (
          <>
            Overrides for this article only; <bdi>{sourceName}</bdi> {stays}.
          </>
        )
      }
      extra={
        article?.rating?.isOverride === true ? (
          <Button tone="quiet" onPress={() => void clearOverride(articleId, sourceName, onDone)}>
            Take the override back
          </Button>
        ) : null
      }
    />
  );
};

const useSource = (sourceId: SourceId | null): SourceSummary | undefined =>
  useCall("sources", "list", undefined).data?.find((source) => source.id === sourceId);

const clearOverride = async (articleId: ArticleId, sourceName: string, onDone: () => void) => {
  const done = await act("sources", "clearOverride", { articleId });
  if (done === null) return;
  const whose = sourceName === "" ? "no letter" : `the letter of ${sourceName}`;
  showUndoToast(`This article has ${whose} again`, done.value.edit);
  onDone();
};

const RateForm = ({
  target,
  sourceName,
  current,
  onDone,
  initialLetter,
  heading,
  effect,
  isReasonRequired = false,
  extra = null,
}: Props & {
  readonly heading: ReactNode;
  readonly effect: ReactNode;
  readonly isReasonRequired?: boolean;
  readonly extra?: ReactNode;
}) => {
  const form = useRef<HTMLFormElement>(null);
  const isGrading = useIsGrading();
  const [letter, setLetter] = useState<Reliability | null>(initialLetter ?? null);
  const [reason, setReason] = useState("");
  const [isAsked, setIsAsked] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const isReasonMissing = isReasonRequired && reason.trim() === "";

  // The focus waits on the form and on no letter, so that none looks like the one to choose.
  const isLetterGiven = initialLetter !== undefined;
  useEffect(() => {
    if (!isLetterGiven) form.current?.focus();
  }, [isLetterGiven]);

  const focusReason = () => form.current?.querySelector("textarea")?.focus();

  const focusLetters = () => form.current?.querySelector<HTMLElement>("input[type=radio]")?.focus();

  const rate = async () => {
    setIsAsked(true);
    if (isBusy) return;
    if (letter === null) return focusLetters();
    if (isReasonMissing) return focusReason();
    setIsBusy(true);
    const done = await act("sources", "rate", { target, reliability: letter, reason });
    setIsBusy(false);
    if (done === null) return;
    const what = "articleId" in target ? "This article" : sourceName;
    showUndoToast(isGrading ? `${what} rated` : `${what} rated ${letter}`, done.value.edit);
    onDone();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") return taken(event, onDone);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return taken(event, () => void rate());
    if (event.key === "ArrowDown" && event.target === form.current) return taken(event, focusLetters);
    const pressed = reliabilities.find((option) => option === event.key.toUpperCase());
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
    if (pressed === undefined || !isPlain || event.target instanceof HTMLTextAreaElement) return;
    taken(event, () => {
      setLetter(pressed);
      focusReason();
    });
  };

  return (
    <form
      ref={form}
      className={styles.form}
      tabIndex={-1}
      aria-label="Rate"
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void rate();
      }}
    >
      <RadioGroup
        className={styles.group ?? ""}
        value={letter}
        onChange={(value) => setLetter(reliabilities.find((option) => option === value) ?? null)}
        aria-keyshortcuts="A B C D E F"
      >
        <div className={styles.top}>
          <Label className={styles.heading ?? ""}>{heading}</Label>
          <span className={styles.keys} aria-hidden="true">
            <Kbd>a</Kbd>–<Kbd>f</Kbd>
          </span>
        </div>
        <div className={styles.letters}>
          {reliabilities.map((option) => (
            <LetterRadio key={option} letter={option} isNow={option === current && !isGrading} />
          ))}
        </div>
        {isAsked && letter === null ? (
          <p className={styles.error} role="alert">
            Choose a letter. F is there for what cannot be judged.
          </p>
        ) : null}
      </RadioGroup>
      <Field
        label={isReasonRequired ? "Reason" : "Reason (may be empty)"}
        lines={2}
        value={reason}
        onChange={setReason}
        isRequired={isReasonRequired}
        isInvalid={isAsked && isReasonMissing}
        validationBehavior="aria"
        autoFocus={initialLetter !== undefined}
        maxLength={4000}
        placeholder="What is this judged by?"
        hint={
          isAsked && isReasonMissing
            ? "An override needs a reason: why does this article differ from its source?"
            : undefined
        }
      />
      <p className={styles.effect} aria-live="polite">
        {effect}
      </p>
      <div className={styles.actions}>
        <Button tone="primary" type="submit" keys="Ctrl ↵" isDisabled={isBusy}>
          {letter === null ? "Rate" : `Rate ${letter}`}
          {isReasonRequired || reason.trim() !== "" ? "" : " without a reason"}
        </Button>
        <Button tone="quiet" onPress={onDone}>
          Cancel
        </Button>
        {extra}
      </div>
    </form>
  );
};

const taken = (event: KeyboardEvent, run: () => void) => {
  event.preventDefault();
  event.stopPropagation();
  run();
};

/** A letter of the scale: not the letter of a source, so it is never hatched out. */
const LetterRadio = ({ letter, isNow }: { readonly letter: Reliability; readonly isNow: boolean }) => {
  const { label, meaning } = reliabilityWording[letter];
  return (
    <Radio value={letter} className={styles.radio ?? ""}>
      <span className={gradeStyles.letter} data-letter={letter}>
        {letter}
      </span>
      <span className={styles.wording}>
        <span className={styles.label}>
          {label}
          {isNow ? <span className={styles.now}>now</span> : null}
        </span>
        <span className={styles.meaning}>{meaning}</span>
      </span>
    </Radio>
  );
};
