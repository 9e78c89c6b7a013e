import { create } from "zustand";
import type { Conflict, LikelySame, MergePreview, MergeTake, Settlement } from "../../../shared/domain/merge";
import type { EditId, SourceId, TagId } from "../../../shared/ids";
import { showUndoToast } from "../../parts/undo-toast";
import { act, useCall } from "../../query";
import { openArticle, openClaim, openSource, openTag } from "../../ui-state";
import { settledWords } from "./merge-words";

/** What came of the latest merge. */
export type Merged = {
  readonly fileName: string;
  readonly edit: EditId | null;
  readonly conflicts: number;
  /** Name of the copy of the project as it was before; "" when there is none. */
  readonly backup: string;
};

type MergeState = {
  /** What has the tab: the file and what to do with it, or the review of conflicts. */
  readonly view: "file" | "conflicts";
  readonly doing: "nothing" | "reading" | "merging";
  readonly take: MergeTake;
  readonly merged: Merged | null;
  /** The review: the conflicts of one kind alone (`kindKey`), where it stands, what is picked. */
  readonly kind: string | null;
  readonly activeId: string | null;
  readonly picked: ReadonlySet<string>;
};

/** Where a merge and its review stand. The conflicts themselves are the project's: the review can be left and resumed. */
export const useMerge = create<MergeState>(() => ({
  view: "file",
  doing: "nothing",
  take: "newest",
  merged: null,
  kind: null,
  activeId: null,
  picked: new Set<string>(),
}));

const set = useMerge.setState;

/** Another project was opened: what was merged belonged to the last one. */
export const resetMerge = (): void => set(useMerge.getInitialState(), true);

export const setTake = (take: MergeTake): void => set({ take });
export const showConflicts = (): void => set({ view: "conflicts" });
export const leaveConflicts = (): void => set({ view: "file" });
export const setKind = (kind: string | null): void => set({ kind, activeId: null, picked: new Set() });
export const setActive = (activeId: string | null): void => set({ activeId });
export const setPicked = (picked: ReadonlySet<string>): void => set({ picked });

/** More conflicts than anybody settles one by one; the rest follows as these are settled. */
const listedAtMost = 10_000;

/** The open conflicts in the order of the list, and how many there are in all. */
export const useConflicts = (): { readonly items: readonly Conflict[]; readonly total: number } | undefined =>
  useCall("merges", "conflicts", { limit: listedAtMost }, { keepPrevious: true }).data;

/** How many conflicts wait for a person. */
export const useOpenConflicts = (): number => useCall("merges", "conflicts", { limit: 1 }).data?.total ?? 0;

/** How many conflicts of the latest merge still wait; those that it left, while they are counted. */
export const useLeftOfMerge = (): number => {
  const merged = useMerge((state) => state.merged);
  const isAny = merged !== null && merged.conflicts > 0;
  const open = useCall(
    "merges",
    "conflicts",
    { limit: listedAtMost },
    { isEnabled: isAny, keepPrevious: true },
  ).data;
  if (!isAny) return 0;
  return open === undefined ? merged.conflicts : open.items.filter(({ edit }) => edit === merged.edit).length;
};

/** The file that waits to be merged; null when none does. */
export const usePending = (): MergePreview | null | undefined => useCall("merges", "pending", undefined).data;

/** Asks for a file and examines it; nothing of it is in the project afterwards. */
export const chooseFile = async (): Promise<void> => {
  if (useMerge.getState().doing !== "nothing") return;
  set({ doing: "reading" });
  const answer = await act("files", "chooseMerge", undefined);
  set({ doing: "nothing", ...(answer?.value == null ? {} : { merged: null, take: "newest" }) });
};

/** Merges the file that waits. */
export const applyMerge = async (): Promise<void> => {
  const { doing, take } = useMerge.getState();
  if (doing !== "nothing") return;
  set({ doing: "merging" });
  const answer = await act("files", "applyMerge", { take });
  const merged = answer?.value ?? null;
  set({ doing: "nothing", ...(merged === null ? {} : { merged, kind: null, activeId: null }) });
  if (merged !== null) showUndoToast(`Merged “${merged.fileName}”`, merged.edit);
};

/** Forgets the file that waits. */
export const putAway = async (): Promise<void> => {
  await act("files", "discardMerge", undefined);
};

/** Settles conflicts one way, and says so with a way back. `both` only where all of them can keep both. */
export const settle = async (conflicts: readonly Conflict[], take: Settlement["take"]): Promise<void> => {
  set({ picked: new Set() });
  const answer = await act("merges", "settle", { items: conflicts.map(({ id }) => ({ id, take })) });
  if (answer !== null) showUndoToast(settledWords(conflicts.length, take), answer.value.edit, "settled");
};

/** Goes to where the thing of a conflict stands; null when it has no place of its own, or may be deleted. */
export const placeOf = ({ entity, entityId, articleId, field }: Conflict): (() => void) | null => {
  // Ids come checked from the store; which noun they are of, `entity` says.
  if (field === "deleted") return articleId === null ? null : () => openArticle(articleId);
  if (entity === "claim") return () => openClaim(entityId as never);
  if (entity === "tag") return () => openTag(entityId as never);
  if (entity === "source") return () => openSource(entityId as never);
  if (articleId === null) return null;
  return () => (entity === "highlight" ? openArticle(articleId, entityId as never) : openArticle(articleId));
};

/** Makes one tag or source of two; the first name goes, its uses move. */
export const join = async (pair: LikelySame, from: "a" | "b"): Promise<void> => {
  const gone = pair[from];
  const stays = pair[from === "a" ? "b" : "a"];
  const answer =
    pair.entity === "tag"
      ? await act("tags", "merge", { from: gone.id as TagId, into: stays.id as TagId })
      : await act("sources", "merge", { from: gone.id as SourceId, into: stays.id as SourceId });
  if (answer !== null) showUndoToast(`“${gone.name}” joined into “${stays.name}”`, answer.value.edit);
};

/** Two that look alike are two: they are not proposed again. */
export const keepApart = async ({ a, b }: LikelySame): Promise<void> => {
  await act("merges", "keepApart", { a: a.id, b: b.id });
};
