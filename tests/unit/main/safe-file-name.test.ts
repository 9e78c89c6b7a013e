import fc from "fast-check";
import { expect, test } from "vitest";
import { safeFileName } from "../../../main/safe-file-name";

test.each([
  ["Niger 2024", "Niger 2024"],
  ["Niger: who asked whom?", "Niger who asked whom"],
  ["../../etc/passwd", "etc passwd"],
  ["..\\..\\Windows\\System32", "Windows System32"],
  ["/etc/passwd", "etc passwd"],
  ["C:\\x", "C x"],
  ['a/b\\c:d*e?f"g<h>i|j', "a b c d e f g h i j"],
  [".hidden", "hidden"],
  ["...", "fallback"],
  ["", "fallback"],
  ["   ", "fallback"],
  ["\u0000\u001b\u007f", "fallback"],
  ["name.", "name"],
  ["name. . ", "name"],
  ["CON", "_CON"],
  ["con.txt", "_con.txt"],
  ["PRN", "_PRN"],
  ["aux", "_aux"],
  ["NUL", "_NUL"],
  ["COM1", "_COM1"],
  ["com9.log", "_com9.log"],
  ["LPT1", "_LPT1"],
  ["COM10", "COM10"],
  ["console", "console"],
  ["report\u202efdp.exe", "reportfdp.exe"],
  ["a\u200bb\u2066c\u2069d\ufeffe\u00adf", "abcdef"],
  ["line one\r\nline two", "line one line two"],
  ["tab\there", "tab here"],
  ["\ud800lone\udc00", "lone"],
  ["Agadès – Zinder", "Agadès – Zinder"],
  ["نيجر 2024", "نيجر 2024"],
  ["😀", "😀"],
])("A project called %j is saved as %j", (title, name) => {
  expect(safeFileName(title, "fallback")).toBe(name);
});

test("Any title gives a name that is one path segment, visible, short and no device", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.string({ unit: "grapheme", minLength: 100, maxLength: 400 }),
      ),
      (title) => {
        const name = safeFileName(title, "fallback");
        expect(name).not.toMatch(/[/\\:*?"<>|\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(name).not.toMatch(/^[. ]|[. ]$/);
        expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(120);
        expect(Buffer.from(name).toString()).toBe(name);
        expect(safeFileName(name, "fallback")).toBe(name);
      },
    ),
  );
});
