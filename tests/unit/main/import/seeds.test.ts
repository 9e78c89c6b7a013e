import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { everything, proposed, readPlain } from "./read-sample";

// Real reports, kept beside the checkout and never in it. Where the folder is missing there is nothing to test.
const folder = resolve(import.meta.dirname, "../../../../../shared/seeds");
const names = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith(".txt"))
      .sort()
  : [];

const dates: Readonly<Record<string, string>> = {
  "000": "2024-04-21",
  "002": "2024-05-20",
  "003": "2024-05-11",
};
const outlets: Readonly<Record<string, string>> = {
  "000": "AP",
  "001": "The Washington Post",
  "002": "NPR",
  "003": "CNN",
  "004": "Asian Lite News",
};
/** Reports that begin with a dateline. */
const withDateline = ["000", "001", "002", "003"];
const asides: Readonly<Record<string, number>> = { "000": 1, "001": 4, "002": 4, "003": 2, "004": 8 };
/** Lines of a report that are no part of it; none of their words is written down here. */
const isFurniture = (line: string): boolean =>
  /^ date \d|^See also|^ALSO READ|^Advertisements$|^\[|^Tagged:|^Leave a|^Your email|^Sources |\/AP$/.test(
    line,
  );

describe.runIf(names.length > 0)("the real reports beside the checkout", () => {
  it.each(names)(
    "%s comes in with its body intact, its furniture aside and sensible proposals",
    async (name) => {
      const key = name.slice(0, 3);
      const bytes = readFileSync(join(folder, name));
      const article = await readPlain(bytes, { fileName: name });
      const original = bytes.toString("utf8");
      expect(everything(article)).toBe(original.replace(/\s+/g, ""));
      expect(article.asides).toHaveLength(asides[key] ?? 0);
      const lines = original.split("\n").filter((line) => line.trim() !== "");
      const body = lines.filter((line, at) => !isFurniture(line) && !/^switch/.test(lines[at + 1] ?? ""));
      expect(article.text).toBe(body.map((line) => line.trim()).join("\n\n"));
      expect(proposed(article, "publishedOn")[0]).toBe(dates[key]);
      expect(article.remarks.includes("no date found")).toBe(dates[key] === undefined);
      expect(proposed(article, "source")[0]).toBe(outlets[key]);
      const guesses = article.proposals.filter(({ field }) => field === "source" || field === "byline");
      for (const { strength, from } of guesses)
        expect([strength, from]).toEqual(["guessed", expect.stringContaining("“")]);
      const dateline = article.steps
        .find((step) => step.startsWith("dateline"))
        ?.replace("dateline found: ", "");
      expect(dateline !== undefined).toBe(withDateline.includes(key));
      expect(article.text).toContain(dateline ?? "");
      expect(proposed(article, "language")).toEqual(["en"]);
      expect(article.encoding).toEqual({ name: "utf-8", alternatives: [] });
      for (const block of article.blocks)
        expect(article.text.slice(block.start, block.end)).toMatch(/^\S[\s\S]*\S$|^\S$/);
    },
  );

  it.each(names)(
    "%s has its headline for a title, or the beginning of its first sentence and a doubt",
    async (name) => {
      const article = await readPlain(readFileSync(join(folder, name)), { fileName: name });
      const title = proposed(article, "title")[0] ?? "";
      const hasHeadline = name.startsWith("001") || name.startsWith("004");
      expect(article.doubts.includes("title")).toBe(!hasHeadline);
      expect(title.length).toBeGreaterThan(20);
      expect(title.length).toBeLessThanOrEqual(hasHeadline ? 160 : 91);
      expect(title).not.toMatch(/\p{Lu}{3}|captions?|—/u);
      expect(article.text).toContain(title.replace(/…$/, ""));
      expect(article.blocks[0]?.kind).toBe(hasHeadline ? "heading" : "paragraph");
    },
  );

  it("finds the contributors and the link of the reports that name some", async () => {
    const read = async (key: string) => {
      const name = names.find((file) => file.startsWith(key)) ?? "";
      return readPlain(readFileSync(join(folder, name)), { fileName: name });
    };
    for (const key of ["000", "001"]) {
      const article = await read(key);
      const bylines = proposed(article, "byline");
      expect(bylines).toHaveLength(1);
      const line = article.text.split("\n").at(-1) ?? "";
      expect(bylines[0]?.split(", ").map((name) => line.includes(name))).toEqual([true, true]);
    }
    const link = proposed(await read("003"), "url");
    expect(link).toHaveLength(1);
    expect(link[0]).toMatch(/^https:\/\/www\.cnn\.com\/2024\/05\/10\//);
  });
});
