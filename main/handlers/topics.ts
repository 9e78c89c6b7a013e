import type { Entity } from "../../shared/domain/change";
import { Topic } from "../../shared/ipc/contract";
import type { Touched } from "../store/change-log";

/** The nouns whose answers change when an entity does: its own, and those that show its counts, name or letter. */
const concerned: Readonly<Record<Entity, readonly Topic[]>> = {
  project: ["project"],
  analyst: ["project", "highlights", "claims", "evidence"],
  source: ["sources", "articles", "claims", "evidence", "project"],
  rating: ["sources", "articles", "claims", "evidence"],
  article: ["articles", "sources", "tags", "highlights", "claims", "evidence", "project", "integrity"],
  tag: ["tags", "highlights", "claims", "articles", "project"],
  highlight: ["highlights", "articles", "tags", "claims", "evidence", "sources", "project", "integrity"],
  claim: ["claims", "evidence", "highlights", "articles", "tags", "sources", "project"],
  evidence: ["evidence", "claims", "highlights", "articles", "sources", "project"],
};

/** The topics of some writes, each once, in the contract's order. Every write is history, and may settle a conflict. */
export const topicsOf = (touched: readonly Touched[]): Topic[] => {
  const topics = new Set<Topic>(["history", "merges"]);
  for (const entity of new Set(touched.map((one) => one.entity)))
    for (const topic of concerned[entity]) topics.add(topic);
  return Topic.options.filter((topic) => topics.has(topic));
};
