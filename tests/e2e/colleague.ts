import { copyFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { everything } from "../../shared/domain/share";
import { type Assay, expect, type Page } from "./app";
import { resizeWindow } from "./steps";

/** The project is open: a file that this profile does not know yet is examined first. */
export const arrive = async (assay: Assay): Promise<void> => {
  await resizeWindow(assay);
  await expect(assay.page.getByRole("navigation", { name: "Screens" })).toBeVisible();
};

/** Goes to a section of the Share screen. */
export const share = async (page: Page, tab: string): Promise<void> => {
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Share" }).click();
  await page.getByRole("tab", { name: tab }).click();
};

/**
 * Works on another file under another profile of its own, with its own window. Afterwards the profile is that of before,
 * and the app is closed.
 */
export const asSomebodyElse = async (
  assay: Assay,
  name: string,
  file: string,
  work: () => Promise<void>,
): Promise<void> => {
  const profile = join(assay.folder, "profile");
  await assay.close();
  renameSync(profile, `${profile}-kept`);
  await assay.relaunch(["--project", file]);
  await arrive(assay);
  await assay.page.evaluate(
    (own) => window.assay.profile.update({ name: own, initials: own.slice(0, 1) }),
    name,
  );
  await work();
  await assay.close();
  renameSync(profile, `${profile}-${name}`);
  renameSync(`${profile}-kept`, profile);
};

/** What somebody makes of the sample project, so that two of them come into conflict about much of it. */
const workOn = (page: Page, words: string, isSecond: boolean) =>
  page.evaluate(
    async ([mark, second]) => {
      const { articles, claims, highlights, evidence, tags, sources } = window.assay;
      const answerOf = async <T>(answer: Promise<{ ok: true; value: T } | { ok: false }>): Promise<T> => {
        const result = await answer;
        if (!result.ok) throw new Error(JSON.stringify(result));
        return result.value;
      };
      const list = await answerOf(articles.list({}));
      const marked = (
        await Promise.all(list.map(({ id }) => answerOf(highlights.list({ articleId: id }))))
      ).flat();
      const [first, other, gone, back] = marked.toSorted((a, b) => a.id.localeCompare(b.id));
      const statement = (await answerOf(claims.list({}))).claims.toSorted((a, b) =>
        a.id.localeCompare(b.id),
      )[0];
      const tag = (await answerOf(tags.list(undefined))).find(({ name }) => name === "Troop strength");
      const source = (await answerOf(sources.list(undefined))).toSorted((a, b) =>
        a.id.localeCompare(b.id),
      )[0];
      if (!first || !other || !gone || !back || !statement || !tag || !source)
        throw new Error("not the sample");
      const graded = marked.flatMap((one) => one.evidence).toSorted((a, b) => a.id.localeCompare(b.id))[0];
      await highlights.update({ id: first.id, set: { note: `The number is from March 2024, ${mark}.` } });
      await highlights.update({ id: other.id, set: { note: `${mark}: compare with the Digest.` } });
      await claims.update({ id: statement.id, set: { statement: `${statement.statement}, ${mark}` } });
      await tags.update({ id: tag.id, set: { description: `How many soldiers, ${mark}` } });
      await sources.update({ id: source.id, set: { note: `Corrects itself fast, ${mark}` } });
      if (graded) await evidence.update({ id: graded.id, set: { credibility: second ? 2 : 4 } });
      if (second) await highlights.remove({ id: gone.id });
      else await highlights.update({ id: gone.id, set: { note: "Construction only?" } });
      if (second) await highlights.update({ id: back.id, set: { note: "Worth a look." } });
      else await highlights.remove({ id: back.id });
      await tags.create({ name: second ? "Bases abroad" : "Base abroad" });
      // Passages of their own, of which half are the same words.
      const article = list.toSorted((a, b) => a.id.localeCompare(b.id))[0];
      const { text } = await answerOf(articles.get({ id: article?.id ?? ("" as never) }));
      for (const at of [100, 300, 500, 700]) {
        const end = at + 60 + (second && at > 300 ? 15 : 0);
        const span = { start: at, end };
        if (article && end < text.length)
          await highlights.create({
            articleId: article.id,
            span,
            tagIds: second && at === 100 ? [] : [tag.id],
          });
      }
    },
    [words, isSecond] as const,
  );

/** A colleague has worked on a full copy of the sample project, as this analyst did meanwhile; answers with their file. */
export const colleaguesFile = async (assay: Assay, project: string): Promise<string> => {
  const file = join(assay.folder, "Bea.assay");
  await arrive(assay);
  await assay.answerDialogs({ save: file });
  const options = { ...everything, marking: "TLP:AMBER" };
  const saved = await assay.page.evaluate((chosen) => window.assay.files.shareCopy(chosen), options);
  expect(saved).toMatchObject({ ok: true });
  await workOn(assay.page, "as Ana has it", false);
  const own = join(assay.folder, "Bea own.assay");
  copyFileSync(file, own);
  await asSomebodyElse(assay, "Bea Ortiz", own, () => workOn(assay.page, "says Bea", true));
  await assay.relaunch(["--project", project]);
  await arrive(assay);
  return own;
};
