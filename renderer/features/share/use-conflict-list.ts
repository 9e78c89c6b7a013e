import { type KeyboardEvent, type RefObject, useRef } from "react";
import type { Conflict, Settlement } from "../../../shared/domain/merge";
import { isTyping } from "../../ui/is-typing";
import { useArrival, useLostFocus } from "../../ui/use-arrival";
import { countOfKind, kindKey } from "./merge-words";
import { leaveConflicts, placeOf, setActive, setPicked, settle, useConflicts, useMerge } from "./use-merge";

/** Rows that PageUp and PageDown move by. */
const page = 10;

/** What conflicts have in common: see `kindKey`. `words` counts them. */
export type ConflictKind = { readonly key: string; readonly n: number; readonly words: string };

/** Every kind there is with how many there are, most first. */
const kindsOf = (conflicts: readonly Conflict[]): ConflictKind[] => {
  const found = new Map<string, { readonly one: Conflict; readonly n: number }>();
  for (const conflict of conflicts) {
    const key = kindKey(conflict);
    found.set(key, { one: conflict, n: (found.get(key)?.n ?? 0) + 1 });
  }
  return [...found]
    .map(([key, { one, n }]) => ({ key, n, words: countOfKind(one, n) }))
    .sort((a, b) => b.n - a.n);
};

const movesFrom = (active: number, last: number): Readonly<Record<string, number>> => ({
  j: active + 1,
  k: active - 1,
  ArrowDown: active + 1,
  ArrowUp: active - 1,
  PageDown: active + page,
  PageUp: active - page,
  Home: 0,
  End: last,
});
const takes: Readonly<Record<string, Settlement["take"]>> = { m: "mine", t: "theirs", b: "both" };

const list = "[data-conflict-list]";

/** Letters count anywhere in the review, keys that scroll only in its list. */
const isFor = (key: string, isInList: boolean): boolean => key.length === 1 || isInList;

/** The list of a review, what can be done with it, and its keys. Undefined while it is read. */
export const useConflictList = (screen: RefObject<HTMLElement | null>, isReadOnly: boolean) => {
  const { kind: asked, activeId, picked } = useMerge();
  const conflicts = useConflicts();
  useArrival(screen, list, conflicts !== undefined);
  useLostFocus(screen, list, conflicts);
  const lastActive = useRef(0);
  if (conflicts === undefined) return undefined;
  const kinds = kindsOf(conflicts.items);
  const kind = kinds.some(({ key }) => key === asked) ? asked : null;
  const shown = kind === null ? conflicts.items : conflicts.items.filter((one) => kindKey(one) === kind);
  const found = shown.findIndex(({ id }) => id === activeId);
  // Where the one was that has been settled, its successor stands now.
  const active = found === -1 ? Math.min(lastActive.current, shown.length - 1) : found;
  lastActive.current = Math.max(0, active);
  const current = shown[active];

  const goTo = (index: number) =>
    setActive(shown[Math.max(0, Math.min(shown.length - 1, index))]?.id ?? null);
  const pick = (id: string) => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  const take = (which: readonly Conflict[], how: Settlement["take"]) => {
    if (isReadOnly) return;
    const gone = new Set(which.map(({ id }) => id));
    const isLeft = ({ id }: Conflict) => !gone.has(id);
    setActive((shown.slice(active).find(isLeft) ?? shown.slice(0, active).findLast(isLeft))?.id ?? null);
    screen.current?.querySelector<HTMLElement>(list)?.focus();
    void settle(which, how);
  };
  /** By key: what is picked, else the one that is looked at. */
  const takeByKey = (one: Conflict, how: Settlement["take"]): (() => void) | undefined => {
    const chosen = shown.filter(({ id }) => picked.has(id));
    const which = chosen.length > 0 ? chosen : [one];
    const canTake = how !== "both" || which.every(({ canKeepBoth }) => canKeepBoth);
    return canTake ? () => take(which, how) : undefined;
  };
  const actFor = (key: string, target: EventTarget): (() => void) | undefined => {
    const isInList = target instanceof Element && target.matches(list);
    if (key === "Escape") return picked.size > 0 ? () => setPicked(new Set()) : leaveConflicts;
    const to = isFor(key, isInList) ? movesFrom(active, shown.length - 1)[key] : undefined;
    if (to !== undefined) return () => goTo(to);
    if (current === undefined) return undefined;
    const how = takes[key];
    if (how !== undefined) return takeByKey(current, how);
    if (key === " " && isInList) return () => pick(current.id);
    return key === "o" || (key === "Enter" && isInList) ? (placeOf(current) ?? undefined) : undefined;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || isTyping(event.target)) return;
    // Caps lock changes nothing.
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const isAll = (event.ctrlKey || event.metaKey) && key === "a";
    if (!isAll && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
    const run = isAll ? () => setPicked(new Set(shown.map(({ id }) => id))) : actFor(key, event.target);
    if (run === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  };
  const { total } = conflicts;
  return { total, kinds, kind, shown, active, current, picked, goTo, pick, take, onKeyDown };
};
