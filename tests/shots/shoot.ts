import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "@playwright/test";
import type { Assay } from "../e2e/app";

const folder = resolve(import.meta.dirname, "../../shots");

/** Where the picture of that name goes. */
export const shotPath = (name: string): string => {
  mkdirSync(folder, { recursive: true });
  return `${folder}/${name}.png`;
};

/** A picture of the window as it is, when nothing moves any more. */
export async function shoot({ page }: Assay, name: string): Promise<void> {
  await stillness(page);
  await page.screenshot({ path: shotPath(name), animations: "disabled", caret: "initial" });
}

/** Fonts are there and nothing glides. */
const stillness = (page: Page) =>
  page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null)));
  });
