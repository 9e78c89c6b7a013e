import type { Analyst } from "../../shared/domain/analyst";
import { AnalystId } from "../../shared/ids";
import { normaliseName } from "../ids";
import type { Work } from "./command";

/**
 * Who acts in an open project: the one analyst who worked in it under this name, so that a name typed here does not
 * make a second person of somebody who works in the window; else the analyst as given.
 */
export const knownAnalyst = async (
  { calls, jobs }: Pick<Work, "calls" | "jobs">,
  given: Analyst,
): Promise<Analyst> => {
  const editors = await calls.history.editors(undefined);
  const known = editors.ok ? editors.value : [];
  const namesakes = known.filter(({ name }) => normaliseName(name) === normaliseName(given.name));
  const [only] = namesakes;
  if (only === undefined || namesakes.length > 1 || only.id === given.id) return given;
  const analyst = { ...given, id: AnalystId.parse(only.id), name: only.name };
  await jobs.setAnalyst(analyst);
  return analyst;
};
