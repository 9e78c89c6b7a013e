import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ClaimColumn, claimColumns } from "../../../../main/export/claim-table";
import { openClaimWorkbook } from "../../../../main/export/claims-xlsx";
import type { ClaimRow } from "../../../../main/store/claim-rows";
import { decoded, type ReadCell, readWorkbook } from "../../../read-workbook";
import { aRow } from "./claim-row";
import { evilStrings } from "./evil-strings";

const sheetPath = "xl/worksheets/sheet1.xml";
const longest = 32_767;

const written = async (rows: readonly ClaimRow[]) => {
  const chunks: Uint8Array[] = [];
  let cutCells = 0;
  const file = await openClaimWorkbook(
    rows.length,
    (chunk) => chunks.push(chunk),
    () => {
      cutCells += 1;
    },
  );
  if (!file.ok) throw new Error(file.error.message);
  expect(file.value.add(rows)).toEqual({ ok: true, value: undefined });
  file.value.finish();
  const bytes = Buffer.concat(chunks);
  return { bytes, cutCells, ...readWorkbook(bytes) };
};

const cellIn = (row: ReadonlyMap<number, ReadCell> | undefined, name: ClaimColumn): ReadCell | undefined =>
  row?.get(claimColumns.indexOf(name));

const isWhole = (value: string): boolean => value.length <= longest && value.split("\n").length <= 254;

/** What must hold of every sheet, whatever was written. */
const checkSheet = ({ parts, rows }: Awaited<ReturnType<typeof written>>): void => {
  const sheet = parts.get(sheetPath) ?? "";
  expect(sheet).not.toMatch(/<f[\s>/]/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
  for (const xml of parts.values()) expect(xml).not.toMatch(/[\0-\x08\x0b-\x1f\ufffe\uffff]|\p{Cs}/u);
  for (const row of rows)
    for (const { kind, text } of row.values()) {
      expect(["inlineStr", "s", "n"]).toContain(kind);
      expect(text.length).toBeLessThanOrEqual(longest);
      expect(text.split("\n").length).toBeLessThanOrEqual(254);
    }
};

const checkCell = (cell: ReadCell | undefined, value: string): void => {
  if (value === "") {
    expect(cell).toBeUndefined();
    return;
  }
  expect(cell?.kind).toBe("inlineStr");
  const text = cell?.text ?? "";
  if (isWhole(value)) {
    expect(text).toBe(value);
    return;
  }
  const mark = `…[truncated, ${Array.from(value).length} characters]`;
  expect(text.endsWith(mark)).toBe(true);
  expect(value.startsWith(text.slice(0, -mark.length))).toBe(true);
};

const cellOf = fc.oneof(
  fc.constantFrom(...evilStrings),
  fc.string({ unit: "binary" }),
  // Single code units, so that halves of characters stand alone.
  fc.array(fc.nat(0xffff), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
  fc.string({
    unit: fc.constantFrom("_", "x", "0", "4", "1", "f", "F", "\0", "\r", "\n", "\t", " ", "<", "&", "]", ">"),
  }),
);

describe("the claims workbook", () => {
  it("has one sheet, Claims, with the CSV's columns in a bold heading that stays in sight", async () => {
    const { sheetName, rows, parts } = await written([aRow()]);
    expect(sheetName).toBe("Claims");
    expect(rows).toHaveLength(2);
    expect([...(rows[0]?.values() ?? [])].map(({ text }) => text)).toEqual([...claimColumns]);
    const sheet = parts.get(sheetPath) ?? "";
    expect(sheet).toMatch(/<pane [^>]*ySplit="1"[^>]*state="frozen"/);
    expect(sheet.match(/<col /g)).toHaveLength(claimColumns.length);
    const styles = parts.get("xl/styles.xml") ?? "";
    const fonts = styles.match(/<font>.*?<\/font>/g) ?? [];
    const forms = styles.match(/<xf [^>]*>/g) ?? [];
    const formOf = (cell: ReadCell | undefined): string => forms[Number(cell?.style)] ?? "";
    const heading = formOf(rows[0]?.get(0));
    expect(fonts[Number(/fontId="(\d+)"/.exec(heading)?.[1])]).toContain("<b/>");
    // Texts have the format of text, so that editing one does not make a number or a formula of it.
    const formatOf = /numFmtId="(\d+)"/.exec(formOf(cellIn(rows[1], "claim")))?.[1];
    expect(styles).toContain(`numFmtId="${formatOf}" formatCode="@"`);
  });

  it("writes numbers as numbers in three columns, and all else as text", async () => {
    const row = Object.fromEntries(claimColumns.map((name) => [name, "2024"]));
    const { rows } = await written([aRow({ ...row, credibility: 2, start: 0, end: 1234 })]);
    const numbers = claimColumns.filter((name) => cellIn(rows[1], name)?.kind === "n");
    expect(numbers).toEqual(["credibility", "start", "end"]);
    expect(numbers.map((name) => cellIn(rows[1], name)?.text)).toEqual(["2", "0", "1234"]);
    expect(rows[1]?.size).toBe(claimColumns.length);
  });

  it("says likelihood in words, the grade beside its halves, and joins tags, as the CSV does", async () => {
    const { rows } = await written([aRow({ claim_tags: "numbers\u001ftroops; north" })]);
    const read = (name: ClaimColumn) => cellIn(rows[1], name)?.text;
    expect([read("likelihood"), read("evidence_grade"), read("claim_tags")]).toEqual([
      "very likely",
      "B2",
      'numbers; "troops; north"',
    ]);
  });

  it("carries every evil string as text, without a formula and without a guard (row 76)", async () => {
    const file = await written(evilStrings.map((value) => aRow({ quote: value, claim: value })));
    checkSheet(file);
    expect(file.rows).toHaveLength(evilStrings.length + 1);
    evilStrings.forEach((value, at) => {
      checkCell(cellIn(file.rows[at + 1], "quote"), value);
      checkCell(cellIn(file.rows[at + 1], "claim"), value);
    });
    expect(file.cutCells).toBe(2 * evilStrings.filter((value) => !isWhole(value)).length);
    expect(file.cutCells).toBeGreaterThan(0);
  });

  it("reads back as it was written, whatever the text (property)", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cellOf, cellOf), { minLength: 1, maxLength: 5 }), async (table) => {
        const file = await written(table.map(([quote, note]) => aRow({ quote, evidence_note: note })));
        checkSheet(file);
        table.forEach(([quote, note], at) => {
          checkCell(cellIn(file.rows[at + 1], "quote"), quote);
          checkCell(cellIn(file.rows[at + 1], "evidence_note"), note);
        });
      }),
      { numRuns: 150 },
    );
  });

  it("keeps white space at the ends and between words", async () => {
    const { parts } = await written([aRow({ quote: "  a  b  " })]);
    expect(parts.get(sheetPath)).toContain('<t xml:space="preserve">  a  b  </t>');
  });

  it("escapes what only looks like an escape, and nothing that does not", async () => {
    const { parts } = await written([aRow({ quote: "_x0041_ my_xylophone _x12_ a\rb" })]);
    expect(parts.get(sheetPath)).toContain(">_x005F_x0041_ my_xylophone _x12_ a_x000D_b<");
    expect(decoded("_x005F_x0041_")).toBe("_x0041_");
  });

  it("cuts what a cell cannot hold to the unit, and never between the halves of a character", async () => {
    const just = "x".repeat(longest);
    const { rows, cutCells } = await written([
      aRow({ quote: just, claim: `${just}x`, evidence_note: "\u{1f600}".repeat(20_000) }),
    ]);
    expect(cutCells).toBe(2);
    expect(cellIn(rows[1], "quote")?.text).toBe(just);
    expect(cellIn(rows[1], "claim")?.text).toHaveLength(longest);
    expect(cellIn(rows[1], "claim")?.text.endsWith("…[truncated, 32768 characters]")).toBe(true);
    expect(cellIn(rows[1], "evidence_note")?.text).not.toMatch(/\p{Cs}/u);
  });

  it("refuses more rows than a worksheet holds before it writes anything, and points to CSV", async () => {
    const chunks: Uint8Array[] = [];
    const open = (rows: number) =>
      openClaimWorkbook(
        rows,
        (chunk) => chunks.push(chunk),
        () => {},
      );
    expect(await open(1_048_576)).toMatchObject({
      ok: false,
      error: {
        kind: "invalid-input",
        message: "1,048,576 rows are more than an Excel workbook's sheet can hold",
        advice: expect.stringContaining("CSV"),
      },
    });
    expect(chunks).toEqual([]);
    expect(await open(1_048_575)).toMatchObject({ ok: true });
  });

  it("gives the same bytes for the same claims", async () => {
    expect((await written([aRow()])).bytes.equals((await written([aRow()])).bytes)).toBe(true);
  });

  it("hands on what the disk says", async () => {
    const full = Object.assign(new Error("no room"), { code: "ENOSPC" });
    await expect(
      openClaimWorkbook(
        1,
        () => {
          throw full;
        },
        () => {},
      ),
    ).rejects.toBe(full);
  });

  it("is many pages and rows of any length in one sheet", async () => {
    const long = "\x01".repeat(longest);
    const rows = Array.from({ length: 40 }, (_, at) =>
      aRow({ claim: `Claim ${at}`, quote: long, evidence_note: long }),
    );
    const file = await written(rows);
    expect(file.rows.slice(1).map((row) => cellIn(row, "claim")?.text)).toEqual(
      rows.map((_, at) => `Claim ${at}`),
    );
    expect(cellIn(file.rows[40], "quote")?.text).toBe(long);
  });
});
