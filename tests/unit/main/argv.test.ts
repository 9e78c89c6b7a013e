import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandLineOf, missingProject, parseArgv, projectFile, showable } from "../../../main/argv";

let folder = "";
let project = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-argv-"));
  project = join(folder, "niger 2024.assay");
  writeFileSync(project, "");
  writeFileSync(join(folder, "notes.txt"), "");
  mkdirSync(join(folder, "folder.assay"));
  symlinkSync(project, join(folder, "link.assay"));
  symlinkSync(join(folder, "notes.txt"), join(folder, "disguised.assay"));
  symlinkSync(join(folder, "gone.assay"), join(folder, "dangling.assay"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("A project is opened by --project, by --project= and by its bare path, relative or absolute", () => {
  for (const args of [
    ["--project", project],
    ["--project", "niger 2024.assay"],
    [`--project=${project}`],
    [project],
    ["niger 2024.assay"],
    ["--no-sandbox", "--some-switch", project],
    ["https://evil.example/x.assay", project],
  ]) {
    expect(parseArgv(args, folder), args.join(" ")).toEqual({ project });
  }
});

test("A link to a project opens what it points at, under its real name", () => {
  expect(parseArgv(["link.assay"], folder)).toEqual({ project });
});

test("Everything else on the command line is passed over", () => {
  for (const args of [
    [],
    [""],
    ["-"],
    ["--"],
    ["."],
    ["--inspect"],
    ["--inspect-brk=0.0.0.0:9229"],
    ["--remote-debugging-port=9222"],
    ["--gpu-launcher=calc"],
    ["--renderer-cmd-prefix=xterm -e"],
    ["--js-flags=--expose-gc"],
    ["--project"],
    ["--project="],
    ["--project", "--inspect"],
    ["--project", join("/nowhere", "x.assay")],
    ["--project", "notes.txt"],
    ["--project", "folder.assay"],
    ["--project", "disguised.assay"],
    ["--project", "dangling.assay"],
    ["--project", `${project} `],
    ["--project", `${project}\0.txt`],
    ["--project", "/dev/stdin"],
    ["app://bundle/index.html"],
    [`app://${project}`],
    [`file://${project}`],
    [`FILE:///${project}`],
    [`assay:${project}`],
    [`\\\\host\\share\\x.assay`],
    [`//host/share/x.assay`],
    [`-${project}`],
    [Buffer.from([0x2f, 0xff, 0xfe]).toString("latin1")],
    [Buffer.from([0x2f, 0xff, 0xfe, 0x2e]).toString("utf8").concat("assay")],
    [`${"x".repeat(100_000)}.assay`],
    Array.from({ length: 500 }, (_, at) => `--switch-${at}`),
  ]) {
    expect(parseArgv(args, folder), JSON.stringify(args).slice(0, 100)).toEqual({ project: null });
  }
});

test("Of five hundred arguments those at the end are not listened to", () => {
  expect(parseArgv([...Array<string>(499).fill("x"), project], folder)).toEqual({ project: null });
});

test("Whatever the arguments, the answer is null or a regular .assay file below an absolute path", () => {
  const argument = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("--project", "--project=", "-", "link.assay", "folder.assay", project),
  );
  fc.assert(
    fc.property(fc.array(argument), (args) => {
      const { project: found } = parseArgv(args, folder);
      expect([null, project]).toContain(found);
    }),
  );
});

test("What another instance hands over is checked in the same way, whatever its type", () => {
  expect(projectFile(project, "/")).toBe(project);
  for (const handed of [
    undefined,
    null,
    7,
    {},
    [project],
    "",
    "x.assay",
    "/etc/passwd",
    join(folder, "folder.assay"),
  ]) {
    expect(projectFile(handed, "/")).toBeNull();
  }
});

test("Only a command's own word as the first argument makes it a command line", () => {
  expect(commandLineOf(["verify", "x.assay"])).toEqual(["verify", "x.assay"]);
  expect(commandLineOf(["--no-sandbox", "export", "x"])).toEqual(["export", "x"]);
  for (const args of [
    [],
    ["x.assay"],
    ["--project", "verify"],
    ["x.assay", "verify"],
    ["--verify"],
    ["toString"],
    ["__proto__"],
  ]) {
    expect(commandLineOf(args)).toBeNull();
  }
});

test("A project that was asked for by name and is not there is named, so that no other takes its place", () => {
  for (const [args, name] of [
    [["--project", "typo.assay"], "typo.assay"],
    [["--project=/nowhere/typo.assay"], "typo.assay"],
    [["--project", "notes.txt"], "notes.txt"],
    [["--project", "folder.assay"], "folder.assay"],
    [["--project", "https://evil.example/x.assay"], "x.assay"],
    [["--project", "a\u202eb\nc\0.assay"], "a\ufffdb\ufffdc\ufffd.assay"],
    [["--project", `${"x".repeat(500)}.assay`], "x".repeat(120)],
    [["--project", project], null],
    [["--project", "typo.assay", project], null],
    [["--project"], null],
    [["--project="], null],
    [["--project", "--inspect"], null],
    [["--project", `${"x".repeat(5000)}.assay`], null],
    [["typo.assay"], null],
    [[], null],
  ] as const) {
    expect(missingProject(args, folder), JSON.stringify(args).slice(0, 80)).toBe(name);
  }
  for (const handed of [undefined, null, 7, {}, ["x"], ""]) expect(showable(handed)).toBeNull();
});
