import { expect, test } from "vitest";
import { siteOf, urlKey } from "../../../../main/store/url-keys";

test.each([
  ["https://www.example.org/a/b/", "http://example.org/a/b#top"],
  ["https://example.org/a?utm_source=x&id=7&fbclid=y", "https://example.org/a?id=7"],
  ["https://EXAMPLE.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"],
  ["example.org/a", "https://example.org/a"],
])("%s and %s are one link", (a, b) => {
  expect(urlKey(a)).toBe(urlKey(b));
  expect(urlKey(a)).not.toBe("");
});

test.each([
  ["https://example.org/a", "https://example.org/A"],
  ["https://example.org/a?id=7", "https://example.org/a?id=8"],
  ["https://example.org/a", "https://news.example.org/a"],
  ["https://example.org:8080/a", "https://example.org/a"],
])("%s and %s are two links", (a, b) => {
  expect(urlKey(a)).not.toBe(urlKey(b));
});

test.each([
  "",
  " ",
  "no link",
  "javascript:alert(1)",
  "file:///etc/passwd",
  "mailto:a@example.org",
  "http://[",
  "localhost",
])("%j is no link to a web page", (url) => {
  expect(urlKey(url)).toBe("");
  expect(siteOf(url)).toBe("");
});

test.each([
  ["https://www.example.org/a", "example.org"],
  ["https://edition.cnn.com/x", "cnn.com"],
  ["https://amp.www.example.co.uk", "example.co.uk"],
  ["https://m.example.com", "example.com"],
  ["https://amp.com.au/", "amp.com.au"],
  ["https://m.me/x", "m.me"],
  ["https://news.example.org", "news.example.org"],
])("%s belongs to the site %s", (url, site) => {
  expect(siteOf(url)).toBe(site);
});
