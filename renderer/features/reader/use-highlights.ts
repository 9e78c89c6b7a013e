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
import { act, queryClient, useCall } from "../../query";
import { setReader } from "./reader-store";

export type TagMap = ReadonlyMap<TagId, TagSummary>;

const none: readonly Highlight[] = [];
const noTags: readonly TagSummary[] = [];

/** The first tag gives a highlight its colour; without tags it is grey. */
export const hueOf = (tagIds: readonly TagId[], tags: TagMap): Hue => {
  for (const id of tagIds) {
    const tag = tags.get(id);
    if (tag !== undefined) return tag.colour;
  }
  return "none";
};

/** The article's highlights, the tags by id, and what the reader paints. */
export const useHighlights = (articleId: ArticleId) => {
  const { data: highlights = none } = useCall("highlights", "list", { articleId });
  const { data: tagList = noTags } = useCall("tags", "list", undefined);
  const tags: TagMap = useMemo(() => new Map(tagList.map((tag) => [tag.id, tag])), [tagList]);
  const painted = useMemo(
    (): PaintedHighlight[] =>
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
        })),
    [highlights, tags],
  );
  return { highlights, tags, painted };
};

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
  reader.current?.paint(`fresh-${hue}`, [span]);
  const made = await act("highlights", "create", { articleId, span, tagIds: [...tagIds] });
  await queryClient.invalidateQueries(
    { queryKey: ["highlights", "list", { articleId }] },
    { cancelRefetch: false },
  );
  reader.current?.paint(`fresh-${hue}`, []);
  return made?.value.id ?? null;
};

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
