import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ClaimColumn, claimColumns, joinTags, tagSeparator } from "../../../../main/export/claim-table";
import { type CsvMode, csvHead, csvRows, guardFormula } from "../../../../main/export/claims-csv";
import type { ClaimRow } from "../../../../main/store/claim-rows";
import { aRow } from "./claim-row";
import { evilStrings } from "./evil-strings";

const textColumns: readonly ClaimColumn[] = [
  "claim",
  "asserter",
  "claim_tags",
  "evidence_note",
  "quote",
  "highlight_tags",
  "highlight_note",
  "article_title",
  "source",
  "url",
  "language",
  "analyst",
];

/** What a strict reader that knows nothing of this writer makes of the bytes. */
const readBack = (rows: readonly ClaimRow[], mode: CsvMode): Record<string, string>[] => {
  const bytes = Buffer.from(csvHead(mode) + csvRows(rows, mode), "utf8");
  return parse(bytes, { bom: true, columns: true, record_delimiter: "\r\n", relax_column_count: false });
};

const only = (rows: readonly ClaimRow[], mode: CsvMode = "spreadsheet"): Record<string, string> => {
  const records = readBack(rows, mode);
  expect(records).toHaveLength(1);
  return records[0] ?? {};
};

/** The rule of the security notes, kept apart from the writer's own. */
const dangerous =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
  /^[\s\u00a0\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069\u0000-\u001f"']*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;
const isHarmless = (cell: string): boolean => cell.startsWith("'") || !dangerous.test(cell);
const linesOf = (cell: string): string[] => cell.split(/\r\n|\r|\n/);

const cellOf = fc.oneof(
  fc.constantFrom(...evilStrings),
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom(
      "=",
      "+",
      "-",
      "@",
      "\t",
      "\r",
      "\n",
      " ",
      ";",
      '"',
      "'",
      "\u200b",
      "\ufeff",
      "a",
      "1",
      "\uff1d",
    ),
  }),
);

describe("the claims CSV", () => {
  it("names the thirty columns in their order", () => {
    expect(csvHead("raw")).toBe(
      "claim_id,claim,claim_kind,asserter,event_date,likelihood,confidence,claim_tags,stance,credibility,evidence_grade,evidence_note,quote,highlight_id,highlight_tags,highlight_note,start,end,article_id,article_title,source,source_reliability,reliability_as_of,published_on,url,language,analyst,created_at,updated_at,article_sha256"
        .split(",")
        .map((name) => `"${name}"`)
        .join(",")
        .concat("\r\n"),
    );
  });

  it("begins with a byte order mark for spreadsheets and without one for scripts", () => {
    expect([...Buffer.from(csvHead("spreadsheet")).subarray(0, 4)]).toEqual([0xef, 0xbb, 0xbf, 0x22]);
    expect(csvHead("raw").startsWith('"claim_id"')).toBe(true);
  });

  it("writes likelihood in words and the grade beside its halves", () => {
    const record = only([aRow()]);
    expect(record["likelihood"]).toBe("very likely");
    expect(record["evidence_grade"]).toBe("B2");
    expect(record["credibility"]).toBe("2");
    expect(record["source_reliability"]).toBe("B");
  });

  it.each([
    ["F", 6, "F6"],
    [null, 6, "–6"],
    ["F", null, "F–"],
    [null, null, ""],
  ] as const)("leaves %s and %s as they are: %s", (letter, digit, grade) => {
    expect(only([aRow({ source_reliability: letter, credibility: digit })])["evidence_grade"]).toBe(grade);
  });

  it("gives no grade where there is no evidence", () => {
    const record = only([aRow({ stance: null, credibility: null })]);
    expect(record["evidence_grade"]).toBe("");
    expect(record["source_reliability"]).toBe("B");
  });

  it("never guards a number, however it looks", () => {
    expect(only([aRow({ start: -5, end: 0 })])).toMatchObject({ start: "-5", end: "0" });
    expect(only([aRow({ quote: "-5" })])["quote"]).toBe("'-5");
  });

  it("quotes every field and ends every record with CR LF", () => {
    const text = csvRows([aRow({ claim: null, quote: "" })], "raw");
    expect(text.endsWith('"\r\n')).toBe(true);
    expect(text.slice(0, -2).split(",")).toHaveLength(claimColumns.length);
    expect(text).not.toMatch(/,,|^,|,\r/);
  });

  it("keeps tags readable when a name holds a semicolon or a double quote", () => {
    expect(joinTags(["troops", "numbers"].join(tagSeparator))).toBe("troops; numbers");
    expect(joinTags(["arms; ammunition", 'the "junta"', "troops"].join(tagSeparator))).toBe(
      '"arms; ammunition"; "the ""junta"""; troops',
    );
    expect(only([aRow({ claim_tags: `a${tagSeparator}=b` })])["claim_tags"]).toBe("a;' =b");
  });

  it.each(evilStrings.map((value) => [JSON.stringify(value.slice(0, 40)), value]))(
    "carries %s unharmed when raw, and harmless otherwise",
    (_, value) => {
      const raw = only([aRow({ quote: value, claim: value })], "raw");
      expect(raw["quote"]).toBe(Buffer.from(value, "utf8").toString("utf8"));
      const safe = only([aRow({ quote: value, claim: value })]);
      for (const line of linesOf(safe["quote"] ?? "")) expect(isHarmless(line)).toBe(true);
      expect(isHarmless(safe["quote"] ?? "")).toBe(true);
      expect(Buffer.from(safe["quote"] ?? "").length).toBeGreaterThanOrEqual(Math.min(1, value.length));
    },
  );

  it("reads back as it was written when raw (property)", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(cellOf, { minLength: textColumns.length, maxLength: textColumns.length }), {
          maxLength: 5,
        }),
        (table) => {
          const given = table.map((cells) =>
            Object.fromEntries(textColumns.map((name, at) => [name, cells[at] ?? ""])),
          );
          const records = readBack(
            given.map((cells) => aRow({ ...cells, claim_tags: null, highlight_tags: null })),
            "raw",
          );
          expect(records).toHaveLength(given.length);
          records.forEach((record, at) => {
            for (const name of textColumns)
              if (!name.endsWith("_tags"))
                expect(record[name]).toBe(Buffer.from(given[at]?.[name] ?? "").toString());
          });
        },
      ),
      { numRuns: 150 },
    );
  });

  it("holds thirty fields in every record and no dangerous cell or line when safe (property)", () => {
    fc.assert(
      fc.property(
        fc.array(cellOf, { minLength: textColumns.length, maxLength: textColumns.length }),
        (cells) => {
          const row = aRow(Object.fromEntries(textColumns.map((name, at) => [name, cells[at] ?? ""])));
          const bytes = Buffer.from(csvHead("spreadsheet") + csvRows([row, row], "spreadsheet"));
          expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
          const records: string[][] = parse(bytes, {
            bom: true,
            record_delimiter: "\r\n",
            relax_column_count: false,
          });
          expect(records).toHaveLength(3);
          for (const record of records) {
            expect(record).toHaveLength(claimColumns.length);
            for (const name of textColumns) {
              const cell = record[claimColumns.indexOf(name)] ?? "";
              expect(cell.length).toBeLessThanOrEqual(32_767);
              expect((cell.match(/\n/g) ?? []).length).toBeLessThanOrEqual(253);
              expect(isHarmless(cell)).toBe(true);
              for (const line of linesOf(cell)) expect(isHarmless(line)).toBe(true);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("changes nothing in ordinary prose", () => {
    for (const prose of [
      "“We agreed,” he said – twice; then left.",
      "a - b",
      "1,000 troops",
      "naïve café 😀",
      "line one\nline two\n\nline three",
    ])
      expect(guardFormula(prose)).toBe(prose);
  });

  it("guards what follows a semicolon or a tab, where some spreadsheets begin a new cell", () => {
    expect(guardFormula("a;=1+1")).toBe("a;'=1+1");
    expect(guardFormula("a\t@x")).toBe("a\t'@x");
  });

  it("takes no longer than a moment over hostile runs of white space", () => {
    const began = performance.now();
    for (const run of ["\n", " \n", "\t", ";", "\u200b", "; ", "\n\t ;"])
      guardFormula(`x${run.repeat(200_000)}y`);
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it("cuts what a worksheet cannot hold, and says so; raw keeps it whole", () => {
    const long = "x".repeat(40_000);
    const cut = only([aRow({ quote: long })])["quote"] ?? "";
    expect(cut).toHaveLength(32_767);
    expect(cut.endsWith("…[truncated, 40000 characters]")).toBe(true);
    expect(only([aRow({ quote: long })], "raw")["quote"]).toBe(long);

    const lines = "line\n".repeat(400);
    const short = only([aRow({ quote: lines })])["quote"] ?? "";
    expect(short.match(/\n/g)).toHaveLength(253);
    expect(short.endsWith("…[truncated, 2000 characters]")).toBe(true);

    const faces = only([aRow({ quote: "\u{1f600}".repeat(20_000) })])["quote"] ?? "";
    expect(faces).not.toMatch(/\p{Cs}|\ufffd/u);
    expect(faces).toContain("[truncated, 20000 characters]");
    expect(only([aRow({ quote: "x".repeat(32_767) })])["quote"]).toHaveLength(32_767);
    expect(only([aRow({ quote: "x".repeat(32_767) })])["quote"]).not.toContain("truncated");
  });
});
