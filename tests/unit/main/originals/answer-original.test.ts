import { describe, expect, test } from "vitest";
import {
  answerOriginal,
  type Original,
  originalAddress,
  type ShownOriginal,
} from "../../../../main/originals/answer-original";
import type { PdfPage, PdfPages } from "../../../../main/originals/pdf-pages";
import { prepareOriginal } from "../../../../main/originals/prepare-original";
import { fail } from "../../../../shared/errors";
import { ok, type Result } from "../../../../shared/result";

const anOriginal = (set: Partial<Original> = {}): Original => ({
  bytes: Buffer.from("<p>The ferry stops.</p>"),
  fileName: "report.html",
  mediaType: "text/html",
  sha256: "ab".repeat(32),
  encoding: null,
  title: "The ferry stops",
  ...set,
});

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

const aPage = (text: string): PdfPage => ({
  width: 595,
  height: 842,
  runs: [{ text, matrix: [1, 0, 0, 1, 60, 142], size: 12, length: 100 }],
});

/** A PDF of which the third page can be neither described nor drawn. */
const aPdf = (text = "Twelve boats"): PdfPages => ({
  count: 3,
  describe: async (at) => (at === 3 ? null : aPage(`${text} ${at}`)),
  draw: async (at) => (at === 3 ? null : png),
  close: () => {},
});

/** As the app does it, with a guest and a PDF process that say `made` and `pdf`. */
const shownOf = (
  set: Partial<Original>,
  {
    made = fail("damaged", "Its list of parts cannot be read", "Get another copy."),
    pdf = aPdf(),
  }: { made?: Result<Uint8Array>; pdf?: PdfPages } = {},
): Promise<ShownOriginal> =>
  prepareOriginal(
    anOriginal(set),
    { guest: { page: async () => made, drop: () => {} }, openPdf: async () => ok(pdf) },
    new AbortController().signal,
  );

const answered = async (shown: ShownOriginal, address = originalAddress) => {
  const response = await answerOriginal(shown, address);
  return {
    response,
    type: response.headers.get("content-type"),
    policy: response.headers.get("content-security-policy") ?? "",
    body: Buffer.from(await response.arrayBuffer()),
  };
};

const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

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
    const shown = await answered(await shownOf({ bytes, mediaType, encoding }));
    expect(shown.type).toBe(type);
    expect(shown.body.equals(bytes)).toBe(true);
  });

  test("shows an office document as the page that was made of it", async () => {
    const made = ok(Buffer.from("<!doctype html><p>Twelve boats</p>"));
    const { type, body } = await answered(await shownOf({ mediaType: docx }, { made }));
    expect(type).toBe("text/html; charset=utf-8");
    expect(body.toString()).toBe("<!doctype html><p>Twelve boats</p>");
  });

  test("says of what cannot be shown why, what it is, and how to get at it", async () => {
    const { type, body } = await answered(
      await shownOf({ mediaType: docx, fileName: "report.bin", bytes: Buffer.alloc(12_345) }),
    );
    expect(type).toBe("text/html; charset=utf-8");
    for (const words of [
      "cannot be shown here",
      "Its list of parts cannot be read. Get another copy.",
      "Export original",
      "report.bin",
      docx,
      "12,345 bytes",
      "ab".repeat(32),
    ])
      expect(body.toString()).toContain(words);
  });

  test("says so of a format that nothing here can show", async () => {
    const { body } = await answered(await shownOf({ mediaType: "application/zip" }));
    expect(body.toString()).toContain("Nothing here can show a file of this type.");
  });

  test("shows the name of a file as words, whatever it says", async () => {
    const fileName = `<script>1</script>"'&amp;.bin`;
    for (const mediaType of ["application/zip", "application/pdf"]) {
      const { body } = await answered(await shownOf({ mediaType, fileName }));
      expect(body.toString()).not.toContain("<script>");
      expect(body.toString()).toContain("&lt;script&gt;1&lt;/script&gt;&quot;'&amp;amp;.bin");
    }
  });

  test("shows a PDF as its pages in order, each with its picture and its text as words at its place", async () => {
    const shown = await shownOf({ mediaType: "application/pdf" }, { pdf: aPdf("<b>Twelve</b> boats") });
    const { body, policy } = await answered(shown);
    const html = body.toString();
    expect(html.match(/aria-label="Page \d of 3"/g)).toEqual([
      'aria-label="Page 1 of 3"',
      'aria-label="Page 2 of 3"',
      'aria-label="Page 3 of 3"',
    ]);
    expect(html.match(/url\([^)]*\)/g)).toEqual(["url(page/1)", "url(page/2)", "url(page/3)"]);
    expect(html).toContain(
      `<text transform="matrix(1 0 0 1 60 142)" font-size="12" textLength="100" lengthAdjust="spacingAndGlyphs">&lt;b&gt;Twelve&lt;/b&gt; boats 2</text>`,
    );
    expect(policy).toContain("img-src app://original/page/;");
    const picture = await answered(shown, `${originalAddress}page/2`);
    expect(picture.type).toBe("image/png");
    expect(picture.body.equals(png)).toBe(true);
  });

  test("says on a page of a PDF that it could not be drawn, and knows no others than the PDF has", async () => {
    const shown = await shownOf({ mediaType: "application/pdf" });
    const undrawn = await answered(shown, `${originalAddress}page/3`);
    expect(undrawn.type).toBe("image/svg+xml");
    expect(undrawn.body.toString()).toContain("This page could not be drawn");
    for (const page of [
      "page/0",
      "page/4",
      "page/-1",
      "page/1x",
      "page/01",
      "page/2?",
      "pages/1",
      "page/1e0",
    ])
      expect((await answered(shown, originalAddress + page)).response.status, page).toBe(404);
  });

  test("runs nothing, fetches nothing but a PDF's pictures, and has one address", async () => {
    for (const mediaType of ["text/html", "text/plain", "application/pdf", docx, "application/zip"])
      for (const address of [originalAddress, `${originalAddress}other`, "app://bundle/index.html"]) {
        const { policy, response } = await answered(await shownOf({ mediaType }), address);
        expect(policy).toMatch(/^sandbox; default-src 'none';/);
        expect(policy).not.toMatch(/script-src|https?:|connect-src|\*/);
        expect(policy.includes("app:")).toBe(mediaType === "application/pdf");
        expect(response.headers.get("x-content-type-options")).toBe("nosniff");
        expect(response.status).toBe(address === originalAddress ? 200 : 404);
      }
  });

  test("nobody waits for the page of an original that is not wanted any more", async () => {
    const unwanted = new AbortController();
    const dropped: symbol[] = [];
    const asked: (symbol | undefined)[] = [];
    const guest = {
      page: async (_bytes: Uint8Array, _type: unknown, owner?: symbol) => {
        asked.push(owner);
        unwanted.abort();
        return fail("cancelled", "Another original was asked for");
      },
      drop: (owner: symbol) => dropped.push(owner),
    };
    const openPdf = async () => fail("damaged", "no PDF");
    await prepareOriginal(anOriginal({ mediaType: docx }), { guest, openPdf }, unwanted.signal);
    expect(asked).toHaveLength(1);
    expect(dropped).toEqual(asked);
  });
});
