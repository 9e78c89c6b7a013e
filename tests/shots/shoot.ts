import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "@playwright/test";
import type { Assay } from "../e2e/app";

const folder = resolve(import.meta.dirname, "../../shots");

/** A picture of the window as it is, when nothing moves any more. */
export async function shoot({ page }: Assay, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await stillness(page);
  await page.screenshot({ path: `${folder}/${name}.png`, animations: "disabled", caret: "initial" });
}

/** Fonts are there and nothing glides. */
const stillness = (page: Page) =>
  page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null)));
  });
