import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Assay, expect } from "./app";
import { marks, openArticle, selectByMouse } from "./steps";

export const title = "Harbour authority closes the northern ferry";
export const paragraphs = [
  title,
  "The northern ferry will stop sailing at the end of May, two port officials said on Saturday, in what dockers called a blow to the town.",
  "More than 1,200 people cross each day, said the office of the harbour master, and most of them have no other way to work.",
  "The officials spoke on condition of anonymity because the talks with the union have not ended.",
  "A replacement bus was promised for the summer, but nobody could say who would pay for it.",
];
export const caption = "Passengers wait at the northern pier on Friday.";
const before = [paragraphs[0], "(Photo: Ada Quill/Harbour Wire)", ...paragraphs.slice(1)].join("\n\n");
export const after = [
  paragraphs[0],
  "A spokesman for the union said on Sunday that the dockers would vote again.",
  paragraphs[1],
  "More than 1,350 people cross each day, the harbour master's office said, and most of them have no other way to get to work.",
  paragraphs[4],
].join("\n\n");

/** A folder of the test's with one file in it, imported through the dialog. */
export const importFile = async (
  assay: Assay,
  name: string,
  content: string | Uint8Array,
): Promise<string> => {
  const path = join(assay.folder, name);
  writeFileSync(path, content);
  await assay.answerDialogs({ open: [path] });
  const imported = await assay.page.evaluate(() => window.assay.files.importArticles(undefined));
  expect(imported.ok, JSON.stringify(imported)).toBe(true);
  return path;
};

/** The first version, imported, with three highlights of which one survives the second. */
export const highlightFerry = async (assay: Assay): Promise<string> => {
  const path = await importFile(assay, "ferry.txt", before);
  await openArticle(assay.page, title);
  for (const words of [
    "two port officials said on Saturday",
    "More than 1,200 people cross each day, said the office of the harbour master",
    "The officials spoke on condition of anonymity",
  ]) {
    await selectByMouse(assay.page, words);
    await assay.page.keyboard.press("h");
    await expect(marks(assay.page).filter({ hasText: words.slice(0, 20) })).not.toHaveCount(0);
  }
  return path;
};
