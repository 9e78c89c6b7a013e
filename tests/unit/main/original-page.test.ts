import { describe, expect, test } from "vitest";
import { answerOriginal, originalAddress, type ShownOriginal } from "../../../main/original-page";

const anOriginal = (set: Partial<ShownOriginal> = {}): ShownOriginal => ({
  bytes: Buffer.from("<p>The ferry stops.</p>"),
  fileName: "report.html",
  mediaType: "text/html",
  sha256: "ab".repeat(32),
  encoding: null,
  title: "The ferry stops",
  ...set,
});

const shown = async (set: Partial<ShownOriginal>) => {
  const response = answerOriginal(anOriginal(set), originalAddress);
  return { type: response.headers.get("content-type"), body: await response.text(), response };
};

describe("the window of an original", () => {
  test.each([
    ["text/html", "windows-1252", "text/html; charset=windows-1252"],
    ["application/xhtml+xml", null, "text/html"],
    ["text/plain", "utf-8", "text/plain; charset=utf-8"],
    ["text/markdown", null, "text/plain; charset=utf-8"],
    ["text/csv", "utf-16le", "text/plain; charset=utf-16le"],
    ["message/rfc822", null, "text/plain; charset=utf-8"],
    ["application/rss+xml", null, "text/plain; charset=utf-8"],
    ["application/jsonl", null, "text/plain; charset=utf-8"],
  ])("shows %s (read as %s) byte for byte, as %s", async (mediaType, encoding, type) => {
    const bytes = Buffer.from([0x3c, 0x70, 0x3e, 0xe9, 0x0d, 0x0a]);
    const response = answerOriginal(anOriginal({ bytes, mediaType, encoding }), originalAddress);
    expect(response.headers.get("content-type")).toBe(type);
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
  });

  test.each([
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
    "application/epub+zip",
    "application/zip",
    "image/svg-anything",
  ])("says of %s what it is, and how to get at it", async (mediaType) => {
    const { type, body } = await shown({ mediaType, fileName: "report.bin", bytes: Buffer.alloc(12_345) });
    expect(type).toBe("text/html; charset=utf-8");
    for (const words of ["cannot be shown here", "Export original", "report.bin", mediaType, "12,345 bytes"])
      expect(body).toContain(words);
    expect(body).toContain("ab".repeat(32));
  });

  test("shows the name of a file as words, whatever it says", async () => {
    const { body } = await shown({
      mediaType: "application/pdf",
      fileName: `<script>1</script>"'&amp;.pdf`,
    });
    expect(body).not.toContain("<script>");
    expect(body).toContain("&#60;script&#62;1&#60;/script&#62;&#34;&#39;&#38;amp;.pdf");
  });

  test("runs nothing, fetches nothing, and has one address", async () => {
    for (const mediaType of ["text/html", "text/plain", "application/pdf"])
      for (const address of [originalAddress, `${originalAddress}other`, "app://bundle/index.html"]) {
        const response = answerOriginal(anOriginal({ mediaType }), address);
        const policy = response.headers.get("content-security-policy") ?? "";
        expect(policy).toMatch(/^sandbox; default-src 'none';/);
        expect(policy).not.toMatch(/script-src|https?:|connect-src|\*/);
        expect(response.headers.get("x-content-type-options")).toBe("nosniff");
        expect(response.status).toBe(address === originalAddress ? 200 : 404);
      }
  });
});
