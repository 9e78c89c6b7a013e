import { newId } from "../../main/ids";
import { addArticles } from "../../main/store/add-articles";
import type { Actor } from "../../main/store/change-log";
import { insertHighlight } from "../../main/store/highlights";
import { closeProject, createProject } from "../../main/store/open";
import { insertProject } from "../../main/store/project";
import { transact } from "../../main/store/statement";
import { insertTag } from "../../main/store/tags";
import { AnalystId, type TagId } from "../../shared/ids";
import type { Result } from "../../shared/result";
import { blocksOfPlainText } from "../../shared/text/blocks";
import { between, inventText, seeded } from "./invented-text";

/** An article to be measured: invented prose under a title of its own, and highlights at random places. */
export type BenchArticle = { readonly title: string; readonly words: number; readonly highlights: number };

const tagCount = 12;

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

/**
 * A stretch of 20-150 characters; one in ten reaches from the end of one paragraph into the next. The text's
 * first paragraph only names the copy and is left alone.
 */
const inventSpan = (random: () => number, text: string): { start: number; end: number } => {
  const from = text.indexOf("\n\n") + 2;
  const length = between(random, 20, 150);
  if (random() < 0.1) {
    const gap = text.indexOf("\n\n", between(random, from, text.length - 1000));
    if (gap !== -1) return { start: gap - Math.floor(length / 2), end: gap + 2 + Math.ceil(length / 2) };
  }
  for (;;) {
    const start = between(random, from, text.length - length);
    if (!text.slice(start, start + length).includes("\n")) return { start, end: start + length };
  }
};

/**
 * Writes a project through the store's own functions, in one transaction. Articles of equal length have the same
 * text but for the first line, so that what is compared differs in the highlights alone.
 */
export const makeBenchProject = (path: string, articles: readonly BenchArticle[], seed = 1): void => {
  const actor: Actor = {
    analyst: { id: AnalystId.parse(`ana-${"0".repeat(31)}1`), name: "Bench Analyst", initials: "BA" },
    now: () => new Date().toISOString(),
    newId,
  };
  const file = must(createProject(path, (db) => insertProject(db, actor, "Bench")));
  transact(file.db, () => {
    const tagIds = Array.from(
      { length: tagCount },
      (_, index): TagId => must(insertTag(file.db, actor, { name: `Tag ${index + 1}` })).id,
    );
    for (const { title, words, highlights } of articles) {
      const text = `${title}.\n\n${inventText(seeded(seed), words)}`;
      const { added } = must(
        addArticles(file.db, actor, `Import ${title}`, [
          {
            text,
            blocks: blocksOfPlainText(text),
            metadata: { title, byline: "", publishedOn: "2024-05-20", url: "", language: "en" },
            isReviewed: true,
            revisionOf: null,
            isOnlyOne: true,
            part: "",
            findings: { proposals: [], doubts: [], asides: [], pages: [], encoding: null },
            original: {
              bytes: new TextEncoder().encode(text),
              fileName: `${title}.txt`,
              mediaType: "text/plain",
            },
            importer: "bench 1",
            steps: [],
          },
        ]),
      );
      const articleId = added[0]?.articleId;
      if (articleId === undefined) throw new Error(`${title} did not come in`);
      const random = seeded(seed + 1);
      for (let made = 0; made < highlights; made += 1) {
        const tagId = tagIds[between(random, 0, tagCount - 1)];
        const span = inventSpan(random, text);
        must(
          insertHighlight(file.db, actor, { articleId, span, tagIds: tagId === undefined ? [] : [tagId] }),
        );
      }
    }
  });
  closeProject(file);
};
