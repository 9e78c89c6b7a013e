import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
const tsc = join(root, "node_modules/typescript/bin/tsc");

/** Imports that the architecture forbids, each planted in a file of its own. */
const FORBIDDEN = [
  { from: "shared", imports: "../main/ids" },
  { from: "shared", imports: "../renderer/query" },
  { from: "shared", imports: "electron" },
  { from: "shared", imports: "better-sqlite3" },
  { from: "shared", imports: "node:fs" },
  { from: "shared", imports: "react" },
  { from: "renderer", imports: "../main/ids" },
  { from: "renderer", imports: "electron" },
  { from: "renderer", imports: "better-sqlite3" },
  { from: "renderer", imports: "node:fs" },
  { from: "main", imports: "../renderer/query" },
  { from: "main", imports: "node:http" },
  { from: "main", imports: "undici" },
  { from: "main/store", imports: "electron" },
  { from: "main/store", imports: "../handlers/context" },
] as const;

/** The type checker knows the borders between the folders, and that shared/ is not Node's; the rest is the lint's alone. */
const FORBIDDEN_BY_TYPES = FORBIDDEN.filter(
  ({ from, imports }) =>
    /^\.\.\/(main|renderer)/.test(imports) || (from === "shared" && imports === "node:fs"),
);

const plantedPath = (from: string, imports: string) =>
  `${from}/planted-${imports.replace(/\W+/g, " ").trim().replaceAll(" ", "-")}.ts`;

describe("a forbidden import", () => {
  let copy: string;
  let lint: string;
  let types: string;

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), "assay-boundaries-"));
    for (const name of [
      "main",
      "renderer",
      "shared",
      "seeds",
      "package.json",
      ".tsconfig.base.json",
      ".biome.json",
    ]) {
      cpSync(join(root, name), join(copy, name), { recursive: true });
    }
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    plant(FORBIDDEN_BY_TYPES);
    types = ["shared", "main", "renderer"]
      .map((project) => run(tsc, "--pretty", "false", "-p", project))
      .join("\n");
    // After the type checker: better-sqlite3's own types bring Node's into shared/.
    plant(FORBIDDEN);
    lint = run(
      biome,
      "lint",
      "--max-diagnostics=none",
      "--reporter=github",
      "--only=style/noRestrictedImports",
    );
  }, 180_000);

  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it.each(FORBIDDEN)("of $imports from $from/ fails the lint", ({ from, imports }) => {
    expect(lint).toContain(`file=${join(copy, plantedPath(from, imports))},`);
  });

  it.each(FORBIDDEN_BY_TYPES)("of $imports from $from/ fails the types", ({ from, imports }) => {
    expect(types).toContain(`${plantedPath(from, imports)}(`);
  });

  function plant(places: readonly { from: string; imports: string }[]) {
    for (const { from, imports } of places) {
      const text = `import * as planted from "${imports}";\n\nexport const found = planted;\n`;
      writeFileSync(join(copy, plantedPath(from, imports)), text);
    }
  }

  function run(tool: string, ...args: string[]) {
    return spawnSync(process.execPath, [tool, ...args], { cwd: copy, encoding: "utf8" }).stdout;
  }
});
