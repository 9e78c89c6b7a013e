import { type Assay, expect } from "./app";
import { importFile } from "./ferry";

/** Imports a file; what it takes to show its original. */
export const importOriginal = async (assay: Assay, name: string, bytes: string | Uint8Array) => {
  const ids = () =>
    assay.page.evaluate(async () => {
      const list = await window.assay.articles.list({});
      return list.ok ? list.value.map(({ id }) => id) : [];
    });
  const before = await ids();
  await importFile(assay, name, typeof bytes === "string" ? bytes : Buffer.from(bytes));
  const [id] = (await ids()).filter((one) => !before.includes(one));
  if (id === undefined) throw new Error(`nothing was imported of ${name}`);
  return assay.page.evaluate(async (own) => {
    const captures = await window.assay.articles.provenance({ id: own });
    return { id: own, original: captures.ok ? (captures.value[0]?.original ?? "") : "" };
  }, id);
};

/** Has the original shown, as “Show original” does. */
export const show = async (assay: Assay, which: Awaited<ReturnType<typeof importOriginal>>) =>
  expect(await assay.page.evaluate((one) => window.assay.files.showOriginal(one), which)).toMatchObject({
    ok: true,
  });
