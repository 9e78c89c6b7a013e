import { writeFileSync } from "node:fs";
import { expect, test } from "../e2e/app";
import { after, highlightFerry, title } from "../e2e/ferry";
import { articleOption, resizeWindow, text, wear } from "../e2e/steps";
import { shoot } from "./shoot";

test.use({ project: "new" });

for (const [theme, width, height] of [
  ["light", 1440, 900],
  ["dark", 1440, 900],
  ["light", 960, 640],
] as const)
  test(`a revision, ${theme}, ${width} wide`, async ({ assay }) => {
    const { page } = assay;
    await resizeWindow(assay, 1440, 900);
    await wear(page, theme);
    const path = await highlightFerry(assay);
    writeFileSync(path, after);
    await assay.answerDialogs({ open: [path] });
    await page.evaluate(async () => {
      const list = await window.assay.articles.list({});
      const id = list.ok ? list.value[0]?.id : undefined;
      if (id !== undefined) await window.assay.files.reviseArticle({ id });
    });
    await articleOption(page, title).click();
    await expect(text(page)).toContainText("1,350");
    await resizeWindow(assay, width, height);
    const name = (what: string) => `revision-${what}-${theme}-${width}`;
    await shoot(assay, name("reader"));
    await page.getByRole("button", { name: "2 highlights to place" }).click();
    await shoot(assay, name("to-place"));
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "What changed" }).click();
    await shoot(assay, name("changes"));
  });
