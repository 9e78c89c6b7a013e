import fc from "fast-check";
import { expect, test } from "vitest";
import { checkLink } from "../../../main/check-link";

test.each([
  ["https://example.org/", "https://example.org/"],
  ["https://example.org", "https://example.org/"],
  ["http://example.org/a?b=c#d", "http://example.org/a?b=c#d"],
  ["HTTPS://Example.ORG/A", "https://example.org/A"],
  ["https://example.org:8443/x", "https://example.org:8443/x"],
  ["https://fr.wikipedia.org/wiki/Agadès", "https://fr.wikipedia.org/wiki/Agad%C3%A8s"],
  ["https://пример.рф/", "https://xn--e1afmkfd.xn--p1ai/"],
  // Cyrillic а: the dialog shows what it really is.
  ["https://аpple.com/", "https://xn--pple-43d.com/"],
  ["https://example.org/@user", "https://example.org/@user"],
])("%s may be offered to the browser, and reads in full %s", (address, shown) => {
  expect(checkLink(address)).toEqual({ ok: true, value: shown });
});

const refused = [
  "",
  " ",
  "example.org",
  "//example.org/x",
  "/etc/passwd",
  "C:\\Windows\\System32\\calc.exe",
  "file:///etc/passwd",
  "file://host/share/x.exe",
  "FILE:///etc/passwd",
  "smb://host/share",
  "\\\\host\\share\\x",
  "\\\\?\\C:\\x",
  "ms-msdt:/id PCWDiagnostic",
  "search-ms:query=x&crumb=location:\\\\host",
  "ms-officecmd:{}",
  "vscode://x",
  "steam://run/1",
  "ssh://host",
  "telnet://host",
  "ftp://host/x",
  "ldap://host/x",
  "ws://host/",
  "jar:http://host/x!/",
  "view-source:https://example.org",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\nscript:alert(1)",
  "\u0001javascript:alert(1)",
  "javascript://example.org/%0aalert(1)",
  "vbscript:msgbox(1)",
  "data:text/html,<script>alert(1)</script>",
  "blob:https://example.org/x",
  "about:blank",
  "chrome://settings",
  "app://bundle/index.html",
  "mailto:a@example.org",
  "tel:123",
  "https:example.org",
  "https:/example.org",
  "https:///example.org",
  "https:\\\\example.org",
  "https://example.org\\@evil.example/",
  "https:\\evil",
  "http://user@example.org/",
  "http://user:password@example.org/",
  "http://@example.org/",
  "https://example.org@evil.example/",
  "https://",
  "https://?x",
  "https://#x",
  "https:// example.org/",
  " https://example.org/",
  "https://example.org/ ",
  "https://example.org/a b",
  "https://example.org/\n",
  "https://example.org/\u0000",
  "https://example.org/\u007f",
  "https://example.org/\u202egpj.exe",
  "https://example.org/\u2066x\u2069",
  "https://exam\u200bple.org/",
  "https://exam\u00adple.org/",
  "\ufeffhttps://example.org/",
  "https://example.org/\u3000x",
  "https://example.org/\ud800",
  "https://example.org:99999/",
  "https://exa mple.org/",
  "https://[::1/",
  `https://example.org/${"x".repeat(2000)}`,
];

test.each(refused)("%j is never offered", (address) => {
  const result = checkLink(address);
  expect(result).toMatchObject({ ok: false, error: { kind: "invalid-input" } });
});

test("Whatever is let through is http or https, without a user, and reads as what the parser makes of it", () => {
  const part = fc.oneof(fc.webUrl(), fc.constantFrom(...refused), fc.string({ unit: "binary" }));
  fc.assert(
    fc.property(fc.tuple(fc.constantFrom("", "https://", "http://", "\t", "javascript:"), part), (parts) => {
      const result = checkLink(parts.join(""));
      if (!result.ok) return;
      const url = new URL(result.value);
      expect(["https:", "http:"]).toContain(url.protocol);
      expect(url.username + url.password).toBe("");
      expect(url.href).toBe(result.value);
      expect(result.value).toMatch(/^[\u0021-\u007e]+$/);
    }),
  );
});
