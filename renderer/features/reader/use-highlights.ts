import { type RefObject, useMemo } from "react";
import type { Highlight } from "../../../shared/domain/highlight";
import type { TagSummary } from "../../../shared/domain/tag";
import type { ArticleId, HighlightId, TagId } from "../../../shared/ids";
import type { PaintedHighlight } from "../../editor/highlights";
import type { Interval } from "../../editor/intervals";
import type { Hue } from "../../editor/paint";
import type { ReaderHandle } from "../../editor/Reader";
import { count } from "../../parts/dates";
import { showUndoToast } from "../../parts/undo-toast";
import { act, patchShown, useCall } from "../../query";
import { setReader } from "./reader-store";

export type TagMap = ReadonlyMap<TagId, TagSummary>;

/** The highlights of the open article. */
export type Marked = {
  readonly highlights: readonly Highlight[];
  readonly tags: TagMap;
  readonly painted: readonly PaintedHighlight[];
};

const noTags: readonly TagSummary[] = [];

/** The first tag gives a highlight its colour; without tags it is grey. */
export const hueOf = (tagIds: readonly TagId[], tags: TagMap): Hue => {
  for (const id of tagIds) {
    const tag = tags.get(id);
    if (tag !== undefined) return tag.colour;
  }
  return "none";
};

/** Characters at the start of a text that no screen shows at once, with what is marked beyond its edges. */
const firstScreen = 6_000;

/**
 * The article's highlights, the tags by id, and what the reader paints; null until they have been read. Those of
 * the first screen are read first, so that an article with ten thousand opens like one with a few; the rest
 * follows when the first frame is painted. A short article is read in one go.
 *
 * @param shownLength length of the text once it is on screen
 */
export const useHighlights = (articleId: ArticleId, shownLength: number): Marked | null => {
  const isLong = shownLength > firstScreen;
  const whole = useCall("highlights", "list", { articleId }, { isEnabled: isLong }).data;
  // Others read the whole list too; what they left in the cache is not kept fresh unless it is asked for here.
  const all = isLong ? whole : undefined;
  const few = useCall(
    "highlights",
    "list",
    { articleId, before: firstScreen },
    { isEnabled: all === undefined },
  ).data;
  const highlights = all ?? few;
  const { data: tagList = noTags } = useCall("tags", "list", undefined);
  const tags: TagMap = useMemo(() => new Map(tagList.map((tag) => [tag.id, tag])), [tagList]);
  return useMemo(
    () => (highlights === undefined ? null : { highlights, tags, painted: paintedOf(highlights, tags) }),
    [highlights, tags],
  );
};

const paintedOf = (highlights: readonly Highlight[], tags: TagMap): PaintedHighlight[] =>
  highlights
    .filter((highlight) => highlight.placement !== "lost")
    .map((highlight) => ({
      id: highlight.id,
      start: highlight.anchor.start,
      end: highlight.anchor.end,
      hue: hueOf(highlight.tagIds, tags),
      tagNames: highlight.tagIds
        .map((id) => tags.get(id)?.name)
        .filter((name) => name !== undefined)
        .join(", "),
    }));

/**
 * Makes a highlight. It is painted in the frame of the key press, before the disk has it; the paint gives way
 * to the real thing when the list has been read again. Answers its id, or null when it could not be saved.
 */
export const createHighlight = async (
  reader: RefObject<ReaderHandle | null>,
  articleId: ArticleId,
  span: Interval,
  tagIds: readonly TagId[],
  hue: Hue,
): Promise<HighlightId | null> => {
  // On its way to the disk before it is painted: neither waits for the other.
  const making = act("highlights", "create", { articleId, span, tagIds: [...tagIds] });
  reader.current?.paint(`fresh-${hue}`, [span]);
  const made = await making;
  const id = made?.value.id ?? null;
  if (made !== null) {
    const { highlight } = made.value;
    patchShown("highlights", "list", (list, input) =>
      input.articleId === articleId && span.start < (input.before ?? Number.POSITIVE_INFINITY)
        ? withHighlight(list, highlight)
        : list,
    );
    // In the same breath: the highlight appears with the focus on it, in one rendering.
    setReader({ focusedId: id });
  }
  reader.current?.paint(`fresh-${hue}`, []);
  return id;
};

/** A list with one more, in its order: by start, then longer first, then id. */
const withHighlight = (list: readonly Highlight[], made: Highlight): Highlight[] => [
  ...list.filter((other) => other.id !== made.id && isBefore(other, made)),
  made,
  ...list.filter((other) => other.id !== made.id && !isBefore(other, made)),
];

const isBefore = (a: Highlight, b: Highlight): boolean =>
  (a.anchor.start - b.anchor.start || b.anchor.end - a.anchor.end || (a.id < b.id ? -1 : 1)) < 0;

/** Removes a highlight with its evidence; the toast brings both back. */
export const removeHighlight = async (highlight: Highlight): Promise<void> => {
  const done = await act("highlights", "remove", { id: highlight.id });
  if (done === null) return;
  setReader({ focusedId: null });
  const pieces = highlight.evidence.length;
  showUndoToast(
    pieces === 0 ? "Highlight removed" : `Highlight removed with ${count(pieces, "piece")} of evidence`,
    done.value.edit,
  );
};

/** Puts a tag on a highlight or takes it off. */
export const toggleTag = (highlight: Highlight, tagId: TagId): void => {
  void act("highlights", "setTag", { id: highlight.id, tagId, isOn: !highlight.tagIds.includes(tagId) });
};
