import type { Database } from "better-sqlite3";
import { z } from "zod";
import { Doubt } from "../../shared/domain/article";
import { sampledShingles, wordingOf } from "../../shared/text/shingles";
import { nearShare } from "./near-copies";
import { Findings } from "./new-article";
import { all, exists, first } from "./statement";

/** What a check of `verify` found, item by item. */
type Found = { readonly checked: number; readonly problems: readonly string[] };
type Steps = Generator<undefined, Found>;

const CaptureRow = z.object({
  fileName: z.string(),
  steps: z.string(),
  doubts: z.string(),
  findings: z.string(),
  text: z.string(),
});
const captureRow = `SELECT file_name AS fileName, steps, doubts, findings, text
  FROM captures JOIN article_texts ON article_texts.id = article_id WHERE captures.rowid = ?`;

const isShape = (schema: z.ZodType, json: string): boolean => {
  try {
    return schema.safeParse(JSON.parse(json)).success;
  } catch {
    return false;
  }
};

/** Captures of version 1 have none. */
const Places = z.union([Findings, z.strictObject({})]);

const problemOfCapture = (row: z.infer<typeof CaptureRow>): string | null => {
  const name = row.fileName === "" ? "a pasted text" : `“${row.fileName}”`;
  if (!isShape(z.array(z.string()), row.steps))
    return `What was done to ${name} when it was imported cannot be read.`;
  if (!isShape(z.array(Doubt), row.doubts) || !isShape(Places, row.findings))
    return `What was found in ${name} when it was imported cannot be read.`;
  const findings = Places.parse(JSON.parse(row.findings));
  if (!("pages" in findings)) return null;
  const { pages, asides } = findings;
  const areInOrder = pages.every((page, at) => page <= row.text.length && page >= (pages[at - 1] ?? 0));
  if (!areInOrder || asides.some(({ at }) => at > row.text.length))
    return `The pages, or what was set aside, of ${name} do not fit its text.`;
  return null;
};

const RowId = z.object({ id: z.number() });

/** Whether what is kept of each import can be read, and its places are places in the text. */
export function* captureCheck(db: Database): Steps {
  const problems: string[] = [];
  const ids = all(db, RowId, "SELECT rowid AS id FROM captures");
  for (const { id } of ids) {
    const row = first(db, CaptureRow, captureRow, id);
    const problem = row === undefined ? "An import has no text." : problemOfCapture(row);
    if (problem !== null) problems.push(problem);
    yield;
  }
  return { checked: ids.length, problems };
}

const TextRow = z.object({ id: z.string(), text: z.string() });
const textRow = "SELECT id, text FROM article_texts WHERE n = ?";
/** Texts of which only a part is here are in no index of near copies. */
const wholeTexts = `SELECT n AS id FROM article_texts
  WHERE NOT EXISTS (SELECT 1 FROM redacted_texts WHERE article_id = article_texts.id)`;
const Pair = z.object({ n: z.number(), other: z.number(), share: z.number() });
const Count = z.object({ count: z.number() });

/** Whether the index of near copies agrees with the texts that it is about. */
export function* nearCopyCheck(db: Database): Steps {
  const problems: string[] = [];
  let expected = 0;
  const rows = all(db, RowId, wholeTexts);
  for (const { id: n } of rows) {
    const text = first(db, TextRow, textRow, n);
    if (text === undefined) continue;
    const hashes = sampledShingles(text.text);
    expected += hashes.length;
    if (!hashes.every((hash) => exists(db, "SELECT 1 FROM shingles WHERE hash = ? AND n = ?", hash, n)))
      problems.push(`The index of near copies lacks something of ${text.id}.`);
    for (const { other, share } of all(db, Pair, "SELECT n, other, share FROM near_copies WHERE n = ?", n)) {
      const copy = first(db, TextRow, textRow, other);
      if (copy === undefined || nearShare(wordingOf(text.text), wordingOf(copy.text)) !== share)
        problems.push(`How much of ${text.id} stands in ${copy?.id ?? "another text"} is not what is kept.`);
    }
    yield;
  }
  const surplus = (first(db, Count, "SELECT count(*) AS count FROM shingles")?.count ?? 0) - expected;
  if (surplus > 0) problems.push(`The index of near copies has ${surplus} entries too many.`);
  return { checked: rows.length, problems };
}

const RevisionRow = z.object({ id: z.string(), of: z.string(), title: z.string() });

/** Whether every line of revisions has a beginning. */
export function* revisionCheck(db: Database): Steps {
  yield;
  const rows = all(
    db,
    RevisionRow,
    "SELECT id, revision_of AS of, title FROM articles WHERE revision_of IS NOT NULL",
  );
  const before = new Map(rows.map(({ id, of }) => [id, of]));
  const problems: string[] = [];
  for (const { id, title } of rows) {
    const seen = new Set<string>();
    let at: string | undefined = id;
    while (at !== undefined && !seen.has(at)) {
      seen.add(at);
      at = before.get(at);
    }
    if (at === id) problems.push(`“${title}” is a revision of itself, by way of its own revisions.`);
  }
  const { count = 0 } = first(db, Count, "SELECT count(*) AS count FROM articles") ?? {};
  return { checked: count, problems };
}
