import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerFromBundle, findInBundle } from "../../../main/bundle-files";

let folder = "";
let bundle = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-bundle-"));
  bundle = join(folder, "bundle");
  mkdirSync(join(bundle, "assets"), { recursive: true });
  mkdirSync(join(folder, "bundle-beside"));
  writeFileSync(join(bundle, "index.html"), "<html><head></head></html>");
  writeFileSync(join(bundle, "assets/index-A_b1.js"), "1");
  writeFileSync(join(bundle, "assets/tool.exe"), "MZ");
  writeFileSync(join(bundle, ".hidden.js"), "secret");
  writeFileSync(join(folder, "secret.js"), "secret");
  writeFileSync(join(folder, "bundle-beside/secret.js"), "secret");
  symlinkSync(join(folder, "secret.js"), join(bundle, "assets/link.js"));
  symlinkSync(folder, join(bundle, "assets/up"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const get = (url: string, method = "GET") => answerFromBundle(bundle, { url, method });

test.each([
  "app://bundle/index.html",
  "app://bundle/index.html#a",
  "app://bundle/index.html?a=../b",
  "app://bundle/assets/index-A_b1.js",
])("%s is served", async (url) => expect((await get(url)).status).toBe(200));

const outside = [
  "app://bundle",
  "app://bundle/",
  "app://bundle/../secret.js",
  "app://bundle/assets/../../secret.js",
  "app://bundle/..%2fsecret.js",
  "app://bundle/%2e%2e/secret.js",
  "app://bundle/%2e%2e%2fsecret.js",
  "app://bundle/%252e%252e%252fsecret.js",
  "app://bundle/..%5csecret.js",
  "app://bundle/..\\secret.js",
  "app://bundle/%5c..%5csecret.js",
  "app://bundle/....//secret.js",
  "app://bundle/.%00./secret.js",
  "app://bundle/index.html%00.js",
  "app://bundle/index.html\0.js",
  "app://bundle//etc/passwd",
  "app://bundle///etc/passwd",
  "app://bundle//host/share/x.js",
  "app://bundle/%2fetc%2fpasswd",
  "app://bundle/file:///etc/passwd",
  "app://bundle/C:/Windows/win.ini",
  "app://bundle/../bundle-beside/secret.js",
  "app://bundle/.hidden.js",
  "app://bundle/assets/link.js",
  "app://bundle/assets/up/secret.js",
  "app://bundle/assets/up/bundle/../secret.js",
  "app://bundle/assets",
  "app://bundle/assets/",
  "app://bundle/gone.js",
  "app://bundle/assets/tool.exe",
  "app://bundle/ｉndex.html",
  "app://bundle:80/index.html",
  "app://user@bundle/index.html",
  "app://bundle.evil/index.html",
  "app://evil/index.html",
  "app:///index.html",
  "app:index.html",
  "APP://bundle/index.html",
  "file:///etc/passwd",
  "https://bundle/index.html",
  "",
];

test.each(outside)("%j is not found", async (url) => {
  const response = await get(url);
  expect(response.status).toBe(404);
  expect(await response.text()).toBe("Not found");
});

test("Only reading is served", async () => {
  for (const method of ["POST", "PUT", "DELETE", "HEAD", "OPTIONS"]) {
    expect((await get("app://bundle/index.html", method)).status).toBe(404);
  }
});

test("Whatever the address, no file outside of the bundle is found", async () => {
  const part = fc.constantFrom(
    "..",
    ".",
    "%2e%2e",
    "/",
    "//",
    "\\",
    "%2f",
    "%5c",
    "\0",
    "assets",
    "up",
    "link.js",
    "secret.js",
    "index.html",
    "bundle-beside",
    "etc",
    "passwd",
    "?",
    "#",
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(part, fc.string({ maxLength: 3 })), { maxLength: 12 }),
      async (parts) => {
        const found = await findInBundle(bundle, `app://bundle/${parts.join("")}`);
        if (found !== null) expect(found.startsWith(`${bundle}/`)).toBe(true);
        expect(found ?? "").not.toContain("secret");
      },
    ),
    { numRuns: 500 },
  );
});

test("Every response carries the policy and forbids guessing its type, refusals too", async () => {
  for (const url of [
    "app://bundle/index.html",
    "app://bundle/assets/index-A_b1.js",
    "app://bundle/gone.js",
  ]) {
    const { headers } = await get(url);
    const policy = headers.get("Content-Security-Policy") ?? "";
    for (const directive of [
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'self'",
      "frame-src 'none'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ]) {
      expect(policy.split("; ")).toContain(directive);
    }
    expect(policy).not.toMatch(/unsafe|\*|http/);
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
  }
});

test("Each page gets a style nonce of its own, the one its policy names", async () => {
  const [first, second] = [await get("app://bundle/index.html"), await get("app://bundle/index.html")];
  const nonce = /content="([^"]+)"/.exec(await first.text())?.[1];
  expect(first.headers.get("Content-Security-Policy")).toContain(`style-src 'self' 'nonce-${nonce}'`);
  expect(await second.text()).not.toContain(nonce);
});
