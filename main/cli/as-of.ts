import type { Moment } from "../../shared/domain/history";
import { EditId } from "../../shared/ids";

/** The moment that a word names; null when it names none. A day is taken to its end, in local time. */
export const momentOf = (word: string): Moment | null => {
  const edit = EditId.safeParse(word);
  if (edit.success) return { edit: edit.data };
  const isDay = /^\d{4}-\d\d-\d\d$/u.test(word);
  if (!isDay && !/^\d{4}-\d\d-\d\dT\d\d:\d\d/u.test(word)) return null;
  const time = new Date(isDay ? `${word}T23:59:59.999` : word);
  return Number.isNaN(time.getTime()) ? null : { at: time.toISOString() };
};
