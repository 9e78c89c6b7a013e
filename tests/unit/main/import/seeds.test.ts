import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readTextFile } from "../../../../main/import/text";

// Real reports, kept beside the checkout and never in it. Where the folder is missing there is nothing to test.
const folder = resolve(import.meta.dirname, "../../../../../shared/seeds");
const names = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith(".txt"))
      .sort()
  : [];

describe.runIf(names.length > 0)("the real reports beside the checkout", () => {
  it.each(names)("%s imports with every line of its body as published", (name) => {
    const bytes = readFileSync(join(folder, name));
    const read = readTextFile(bytes, name);
    expect(read.ok).toBe(true);
    if (!read.ok) return;
    const { text, title, publishedOn, language, blocks, remarks } = read.value;
    const lines = bytes.toString("utf8").split("\n");
    const body = lines.filter((line) => !/^ date \d/.test(line));
    for (const line of body) expect(text).toContain(line);
    expect(text.replace(/^\s+/, "")).toBe(body.join("\n").replace(/^\s+/, ""));
    expect(language).toBe("en");
    expect(publishedOn === null).toBe(!/^ date /.test(lines[0] ?? ""));
    expect(remarks.includes("no date found")).toBe(publishedOn === null);
    expect(title.length).toBeGreaterThan(20);
    for (const block of blocks) expect(text.slice(block.start, block.end)).toMatch(/^\S[\s\S]*\S$|^\S$/);
  });
});
