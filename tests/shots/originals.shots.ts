import { writeFileSync } from "node:fs";
import { expect, test } from "../e2e/app";
import { importOriginal, show } from "../e2e/original";
import { samples as docx } from "../samples/docx";
import { samples as pdf } from "../samples/pdf";
import { shotPath } from "./shoot";

test.use({ project: "new" });

for (const [file, name] of [
  [pdf[1], "original-pdf"],
  [docx[0], "original-word"],
] as const)
  test(`the window of an original, ${name}`, async ({ assay }) => {
    if (file === undefined) throw new Error("a sample is missing");
    await show(assay, await importOriginal(assay, file.name, file.bytes));
    const picture = () =>
      assay.app.evaluate(async ({ BrowserWindow }) => {
        const shown = BrowserWindow.getAllWindows().find((one) =>
          one.webContents.getURL().startsWith("app://original"),
        );
        return (await shown?.webContents.capturePage())?.toPNG().toString("base64") ?? "";
      });
    // Pages are drawn one after the other: it is still when two pictures are the same.
    let last = "";
    await expect
      .poll(async () => {
        const before = last;
        last = await picture();
        return last !== "" && last === before;
      })
      .toBe(true);
    writeFileSync(shotPath(name), Buffer.from(last, "base64"));
  });
