import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSession } from "../../main/handlers/session";
import { type ArticleId, type IdPrefix, TagId } from "../../shared/ids";
import { anActor, anAnalyst, must, someText, withArticle } from "../builders";
import { guestInProcess } from "../guest-in-process";

/** Text of a few pages, so that a file has interior pages and overflow chains to damage. */
const longText = Array.from(
  { length: 120 },
  (_, at) => `Paragraph ${at}: the ${at}th convoy left the northern base before dawn, two officials said.`,
).join("\n\n");

/** An actor whose ids are counted, so that a file of the same work has the same bytes, and damage to it can be done again. */
export const aCountingActor = () => {
  let count = 0;
  const analyst = anAnalyst(7, { name: "Bea Ortiz", initials: "BO" });
  const newId = (prefix: IdPrefix): string => {
    count += 1;
    return `${prefix}-0190b000-0000-7000-8000-${count.toString(16).padStart(12, "0")}`;
  };
  return anActor({ analyst, newId });
};

/**
 * A small project with something of everything in it, as bytes: two articles, highlights with tags and notes, a rated
 * source, a claim with evidence, an undo and its redo.
 */
export const projectBytes = async (): Promise<Buffer> => {
  const session = createSession({ ...aCountingActor(), guest: guestInProcess, publish: () => {} });
  const folder = mkdtempSync(join(tmpdir(), "assay-hostile-"));
  const path = join(folder, "base.assay");
  must(await session.jobs.create({ path, name: "Received" }));
  const articles: readonly ArticleId[] = [
    await withArticle(session, someText, "Troops leave"),
    await withArticle(session, longText, "Convoys"),
  ];
  const tag = must(
    await session.call("tags", "create", { name: "Withdrawal", colour: "teal", description: "What leaves" }),
  );
  for (const articleId of articles)
    for (let at = 0; at < 8; at += 1)
      must(
        await session.call("highlights", "create", {
          articleId,
          span: { start: at * 5, end: at * 5 + 4 },
          note: `Note ${at} on this passage`,
          tagIds: at % 2 === 0 ? [TagId.parse(tag.id)] : [],
        }),
      );
  must(
    await session.call("claims", "create", {
      statement: "The base is being closed",
      kind: "estimate",
      evidence: {
        passage: { articleId: articles[0] as ArticleId, span: { start: 4, end: 16 } },
        stance: "supports",
        credibility: 2,
      },
    }),
  );
  must(await session.call("history", "undo", {}));
  must(await session.call("history", "redo", undefined));
  must(await session.jobs.close(undefined));
  const bytes = readFileSync(path);
  rmSync(folder, { recursive: true });
  return bytes;
};

/** As `projectBytes`, with so many articles and highlights that every table of it has a dozen pages. */
export const largeProjectBytes = async (): Promise<Buffer> => {
  const session = createSession({ ...aCountingActor(), guest: guestInProcess, publish: () => {} });
  const folder = mkdtempSync(join(tmpdir(), "assay-hostile-"));
  const path = join(folder, "large.assay");
  must(await session.jobs.create({ path, name: "Received" }));
  for (let at = 0; at < 60; at += 1) {
    const articleId = await withArticle(session, `${someText}\n\nReport ${at}.`, `Report ${at}`);
    for (let span = 0; span < 4; span += 1)
      must(
        await session.call("highlights", "create", {
          articleId,
          span: { start: span * 5, end: span * 5 + 4 },
          note: `Note ${at} ${span}`,
          tagIds: [],
        }),
      );
  }
  must(await session.jobs.close(undefined));
  const bytes = readFileSync(path);
  rmSync(folder, { recursive: true });
  return bytes;
};
