import { describe, expect, it } from "vitest";
import { readClipboard } from "../../../renderer/features/library/read-clipboard";

const clipboard = (data: Readonly<Record<string, string>>) => readClipboard((type) => data[type] ?? "");

const windowsHtml = [
  "Version:0.9",
  "StartHTML:0000000140",
  "EndHTML:0000000400",
  "SourceURL:https://harbourwire.example/2024/05/ferry",
  "<html><body>",
  "<!--StartFragment--><h1>Ferry</h1><p>It stopped.</p><!--EndFragment-->",
  "</body></html>",
].join("\r\n");

describe("what was pasted", () => {
  it("is text alone where there is no HTML", () => {
    expect(clipboard({ "text/plain": "Ferry stopped" })).toEqual({
      text: "Ferry stopped",
      html: null,
      url: "",
      title: "",
    });
  });

  it("gives the fragment of the page and its address, without the header before it", () => {
    expect(clipboard({ "text/html": windowsHtml, "text/plain": "Ferry\n\nIt stopped." })).toEqual({
      text: "Ferry\n\nIt stopped.",
      html: "<h1>Ferry</h1><p>It stopped.</p>",
      url: "https://harbourwire.example/2024/05/ferry",
      title: "",
    });
  });

  it("takes address and title from what Firefox gives when a page is dragged", () => {
    const pasted = clipboard({
      "text/html": "<p>Ferry</p>",
      "text/plain": "Ferry",
      "text/x-moz-url": "https://harbourwire.example/a\nThe ferry | Wire",
    });
    expect(pasted).toMatchObject({ url: "https://harbourwire.example/a", title: "The ferry | Wire" });
  });

  it("believes no address that is none, and none that stands in the text", () => {
    expect(
      clipboard({ "text/html": "SourceURL:javascript:alert(1)\n<p>x</p>", "text/plain": "x" })?.url,
    ).toBe("");
    expect(
      clipboard({
        "text/html": "<!--StartFragment--><p>\nSourceURL:https://evil.example/\n</p>",
        "text/plain": "x",
      })?.url,
    ).toBe("");
  });

  it("makes a preview of HTML that comes without text: words alone, no script", () => {
    const html =
      "<p>One &amp; two<br>three</p><script>alert(1)</script><style>p{}</style><!-- no --><p>&lt;b&gt;</p>";
    expect(clipboard({ "text/html": html })?.text).toBe("One & two\nthree\n<b>");
  });

  it("is nothing where there are no words", () => {
    expect(clipboard({ "text/html": "<img src=x onerror=alert(1)>", "text/plain": " " })).toBeNull();
    expect(clipboard({})).toBeNull();
  });
});
