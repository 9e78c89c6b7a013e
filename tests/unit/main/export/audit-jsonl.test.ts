import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { auditLines } from "../../../../main/export/audit-jsonl";
import type { AuditedEdit } from "../../../../main/store/audit";
import { Entity } from "../../../../shared/domain/change";
import { AnalystId, EditId } from "../../../../shared/ids";
import { evilStrings } from "./evil-strings";

/** A line as a script reads it: these keys, and no others. */
const Line = z.strictObject({
  edit: z.string(),
  kind: z.enum(["edit", "undo", "redo"]),
  undoes: z.string().nullable(),
  label: z.string(),
  analystId: z.string(),
  analyst: z.string(),
  at: z.string(),
  clock: z.number().int(),
  mergedFile: z.string().nullable(),
  change: z.string().nullable(),
  entity: Entity.nullable(),
  id: z.string().nullable(),
  field: z.string().nullable(),
  value: z.unknown(),
  before: z.string().nullable(),
  held: z.string().nullable(),
});

const anEdit = (words: string, values: readonly string[]): AuditedEdit => ({
  id: EditId.parse("edt-0190a000-0000-7000-8000-000000000001"),
  kind: "edit",
  undoes: null,
  label: words,
  analystId: AnalystId.parse("ana-0190a000-0000-7000-8000-000000000001"),
  analyst: words,
  at: "2024-05-20T10:00:00.000Z",
  clock: 7,
  merged: words,
  changes: values.map((value, at) => ({
    id: `chg-${at}`,
    entity: "highlight",
    entityId: words,
    field: "note",
    value,
    before: at === 0 ? null : `chg-${at - 1}`,
    held: null,
  })),
});

const linesOf = (edit: AuditedEdit): unknown[] => {
  const written = auditLines(edit);
  expect(written.endsWith("\n")).toBe(true);
  return written
    .slice(0, -1)
    .split("\n")
    .map((line): unknown => JSON.parse(line));
};

const expectWhole = (edit: AuditedEdit): void => {
  const lines = linesOf(edit);
  expect(lines).toHaveLength(Math.max(1, edit.changes.length));
  for (const [at, raw] of lines.entries()) {
    const line = Line.parse(raw);
    const change = edit.changes[at];
    expect(line).toMatchObject({ label: edit.label, analyst: edit.analyst, mergedFile: edit.merged });
    expect(line.id).toBe(change?.entityId ?? null);
    expect(line.before).toBe(change?.before ?? null);
    // As text: two objects that differ in a key named __proto__ are equal to many a comparison.
    expect(JSON.stringify(line.value)).toBe(
      JSON.stringify(change === undefined ? null : JSON.parse(change.value)),
    );
  }
};

describe("the audit trail as JSON", () => {
  it.each(evilStrings.map((words) => [words.length > 60 ? `${words.slice(0, 60)}…` : words, words]))(
    "carries %j as it is, in one line",
    (_shown, words) => expectWhole(anEdit(words, [JSON.stringify(words), JSON.stringify([words])])),
  );

  it("loses nothing and stays one line a change, whatever the values (property)", () => {
    const value = fc.jsonValue().map((given) => JSON.stringify(given));
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.array(value, { maxLength: 5 }), (words, values) =>
        expectWhole(anEdit(words, values)),
      ),
    );
  });

  it("keeps a key named __proto__ a key, and changes no object by it", () => {
    const [line] = linesOf(anEdit("x", ['{"__proto__":{"isAdmin":true},"constructor":1}']));
    const { value } = Line.parse(line);
    expect(Object.keys(value as object)).toEqual(["__proto__", "constructor"]);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect((value as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it("has one line for an edit without changes of its own", () => {
    expect(linesOf(anEdit("Merge", []))).toEqual([
      expect.objectContaining({ label: "Merge", change: null, entity: null, value: null }),
    ]);
  });
});
