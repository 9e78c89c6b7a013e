import { spawnSync } from "node:child_process";
import { linkSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { builtApp, expect, test } from "./app";
import { drop, reviewRow } from "./steps";

/** Whether another program is kept out of a project. Its answer, so that a failure says what it did. */
const tryToOpen = (path: string) =>
  spawnSync(process.execPath, [join(builtApp, "out/main/cli.js"), "articles", path], { encoding: "utf8" });

test.describe("the open project, dropped on the window", () => {
  test.use({ project: "new" });

  test("is not read, which would drop the hold on its file, and the report says so", async ({
    assay,
    page,
  }) => {
    const path = assay.projectPath ?? "";
    expect(tryToOpen(path)).toMatchObject({ status: 1, stdout: "" });
    await drop(page, { files: [path] });
    await expect(page.getByText("It is an Assay project, not an article")).toBeVisible();
    expect(tryToOpen(path)).toMatchObject({ status: 1, stdout: "" });

    const folder = dirname(path);
    mkdirSync(join(folder, "more"));
    linkSync(path, join(folder, "more/COPY.ASSAY"));
    writeFileSync(join(folder, "more/report.txt"), "A short report about the ferry.");
    await drop(page, { files: [folder] });
    for (const name of [basename(path), "COPY.ASSAY"])
      await expect(reviewRow(page, name)).toContainText("It is an Assay project, not an article");
    expect(tryToOpen(path)).toMatchObject({ status: 1, stdout: "" });
    const articles = await page.evaluate(() => window.assay.articles.list({}));
    expect(articles).toMatchObject({ ok: true, value: [{ fileName: "report.txt" }] });
  });
});

test.describe("a project that is asked for by a wrong name", () => {
  test.use({ project: "new" });

  test("is named in a message, and no other is opened in its place", async ({ assay }) => {
    await assay.relaunch(["--project", "typo.assay"]);
    // The start screen: the project that was open before is only offered.
    await expect(assay.page.getByRole("button", { name: /new project/i }).first()).toBeVisible();
    expect(assay.log()).toContain("The project that was asked for is not there");
    expect(await assay.page.evaluate(() => window.assay.project.get(undefined))).toMatchObject({
      ok: true,
      value: null,
    });
  });
});
