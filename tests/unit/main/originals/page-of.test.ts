import { expect, test } from "vitest";
import { readFile } from "../../../../main/import/read-file";
import { framed } from "../../../../main/originals/frame";
import { newSink } from "../../../../main/originals/markup";
import { isShownAsPage, pageOf } from "../../../../main/originals/page-of";
import { importSamples } from "../../../import-samples";
import { mutateBytes, randomFrom } from "../../../mutate-bytes";
import { aBook, anOpenDocument, anRtf, aPng, aSavedPage, aWordDocument } from "./originals";
import { dangersIn, failureOf, types } from "./read-page";

const originals = [
  { name: "docx", type: types.docx, bytes: aWordDocument(aPng(8, 8)) },
  { name: "odt", type: types.odt, bytes: anOpenDocument(aPng(8, 8)) },
  { name: "epub", type: types.epub, bytes: aBook(aPng(8, 8)) },
  { name: "rtf", type: types.rtf, bytes: anRtf() },
  {
    name: "mhtml",
    type: types.mhtml,
    bytes: aSavedPage(
      '<!doctype html><html><head><style>p{background:url(a.png)}</style><link rel=stylesheet href="a.css"></head><body><p>Rain<img src="a.png" srcset="a.png 2x"><table><tr><td>x</table></body></html>',
      [
        { type: "image/png", at: "https://courier.example/2024/a.png", bytes: aPng(4, 4) },
        { type: "text/css", at: "https://courier.example/2024/a.css", bytes: "@import 'a.css';p{color:red}" },
      ],
    ),
  },
] as const;

const shownFormats = new Set(["docx", "odt", "epub", "rtf", "mhtml"]);

test.each(importSamples.filter(({ format }) => shownFormats.has(format)))(
  "$format: $name is shown as a page under the media type that its importer writes",
  async ({ name, bytes }) => {
    const read = await readFile(bytes, { fileName: name }, () => {});
    if (!read.ok || read.value.kind !== "articles") throw new Error(`${name} is not read`);
    const mediaType = read.value.articles[0]?.mediaType ?? "";
    expect(isShownAsPage(mediaType)).toBe(true);
    const page = await pageOf(bytes, { mediaType, encoding: null }, () => {});
    expect(page.ok).toBe(true);
    if (page.ok) expect(dangersIn(page.value)).toEqual([]);
  },
);

test("No other media type is shown as a page", async () => {
  for (const type of ["text/html", "application/pdf", "application/zip", "constructor", "__proto__", ""]) {
    expect(isShownAsPage(type)).toBe(false);
    expect(await failureOf(new Uint8Array(), type)).toBe(
      `Originals of the type ${type} are not shown as a page`,
    );
  }
});

test("A page that is too large is refused in words", () => {
  const note = { format: "Book", shown: "x", remarks: [], isExact: false };
  const sink = newSink(10);
  sink.push("12345");
  expect(framed(sink, note).ok).toBe(true);
  sink.push("123456");
  const page = framed(sink, note);
  expect(page.ok ? "" : page.error.message).toBe("The original is too large to be shown as one page");
  expect(sink.html()).toBe("");
});

test.each(originals)("$name: an empty or foreign file fails in words", async ({ type }) => {
  for (const bytes of [new Uint8Array(), Buffer.from("PK"), Buffer.alloc(1000, 0x50)])
    expect(await failureOf(bytes, type)).not.toBe("");
});

const seed = Number(process.env["ASSAY_FUZZ_SEED"] ?? 1);
const cases = Number(process.env["ASSAY_FUZZ_CASES"] ?? 120);

test.each(originals)(
  `$name: whatever is wrong with a file, it has an outcome, and a page is harmless (seed ${seed})`,
  async ({ type, bytes }) => {
    const outcomes = { pages: 0, failures: 0 };
    for (let at = 0; at < cases; at += 1) {
      const random = randomFrom(seed + at);
      const other = originals[random(originals.length)]?.bytes ?? bytes;
      const mutated = mutateBytes(bytes, random, other);
      const page = await pageOf(mutated.bytes, { mediaType: type, encoding: null }, () => {}).catch(
        (cause: unknown) => {
          throw new Error(`case ${seed + at} (${mutated.how}) threw`, { cause });
        },
      );
      if (!page.ok) {
        outcomes.failures += 1;
        expect(page.error.message.length).toBeGreaterThan(0);
      } else {
        outcomes.pages += 1;
        if (page.value.length < 300_000)
          expect(dangersIn(page.value), `case ${seed + at} (${mutated.how})`).toEqual([]);
      }
    }
    expect(outcomes.pages).toBeGreaterThan(0);
    expect(outcomes.pages + outcomes.failures).toBe(cases);
  },
  120_000,
);
