import type { Database } from "better-sqlite3";
import type { Entity } from "../../shared/domain/change";
import type { MergePreview } from "../../shared/domain/merge";
import { attachIncoming, detachIncoming } from "../store/incoming";
import {
  analystNames,
  type Looked,
  lookThrough,
  newOriginals,
  newTexts,
  noThings,
  redactedArticles,
  type ThingCount,
} from "../store/merge-counts";
import { findRevisionPairs } from "../store/merge-revisions";
import type { Staged } from "./staging";

/** Who works in a project, and the project itself, are nothing that a person chooses about. */
const shown: readonly Entity[] = [
  "article",
  "highlight",
  "tag",
  "claim",
  "evidence",
  "source",
  "rating",
  "project",
];

const isWorthALine = (entity: Entity, count: ThingCount): boolean =>
  entity === "project"
    ? count.changed + count.conflicts > 0
    : count.new + count.same + count.changed + count.conflicts + count.deleted > 0;

const none: ThingCount = noThings();

const previewOf = (db: Database, staged: Staged, looked: Looked, revisions: number): MergePreview => {
  const names = analystNames(db);
  const { examined, fileName, remarks } = staged;
  const articles = looked.counts.get("article") ?? none;
  const refused = [...looked.refused].map(
    ([words, number]) => `${words} (${number.toLocaleString("en-US")})`,
  );
  return {
    fileName,
    manifest: examined.manifest,
    analysts: [...looked.edits]
      .map(([id, edits]) => ({ id, name: names.get(id) ?? "Somebody unknown", edits }))
      .sort((a, b) => b.edits - a.edits || (a.name < b.name ? -1 : 1)),
    counts: shown.flatMap((entity) => {
      const count = looked.counts.get(entity) ?? none;
      return isWorthALine(entity, count) ? [{ entity, ...count }] : [];
    }),
    articles: {
      same: articles.same + articles.changed + articles.conflicts + articles.deleted,
      new: articles.new,
      revisions,
      redacted: redactedArticles(db),
    },
    claimsMine: looked.claimsMine,
    unreadable: [...examined.unreadable, ...remarks, ...refused],
    isNothingNew: !looked.isNew && newTexts(db) === 0 && newOriginals(db) === 0,
    wasUndone: looked.isBack,
  };
};

/** Works out what a merge of a staged file would do, in small steps; the project stays as it is. */
export function* planMerge(
  db: Database,
  staged: Staged,
  analyst: string,
): Generator<undefined, MergePreview> {
  attachIncoming(db, staged.path);
  try {
    const looked = yield* lookThrough(db, analyst);
    const revisions = yield* findRevisionPairs(db);
    return previewOf(db, staged, looked, revisions.length);
  } finally {
    detachIncoming(db);
  }
}
