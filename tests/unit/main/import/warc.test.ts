import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { FileContent } from "../../../../main/import/imported-article";
import { readWacz, readWarc } from "../../../../main/import/warc";
import type { Result } from "../../../../shared/result";
import { anAnswer, aPage, aRecord, aWacz, gzipped, samples } from "../../../samples/warc";

type Archive = Extract<FileContent, { kind: "archive" }>;

const archiveOf = (content: Result<FileContent>): Archive => {
  if (!content.ok || content.value.kind !== "archive") throw new Error(JSON.stringify(content));
  return content.value;
};
const archive = (...records: readonly Buffer[]): Archive =>
  archiveOf(readWarc(Buffer.concat(records), () => {}));

const url = "https://news.example/flood";
const page = (body: Uint8Array | string, parts: Parameters<typeof anAnswer>[1] = {}) =>
  aRecord({ type: "response", url, body: anAnswer(body, parts) });
const texts = ({ members }: Archive): string[] => members.map(({ bytes }) => Buffer.from(bytes).toString());

test.each(samples)(
  "$name: each page is a file with its address and the day it was captured",
  ({ name, bytes }) => {
    const { members, unread } = archiveOf(
      name.endsWith(".wacz") ? readWacz(bytes, () => {}) : readWarc(bytes, () => {}),
    );
    expect(unread).toEqual([]);
    expect(members.map((member) => member.name)).toEqual(
      name.endsWith(".wacz") ? [url] : [url, "https://news.example/bridge"],
    );
    expect(members[0]).toMatchObject({
      proposals: [
        { field: "url", value: url, from: "web archive", strength: "stated" },
        ...(name.endsWith(".wacz") ? [{ field: "title", strength: "guessed" }] : []),
      ],
      steps: ["taken from a web archive: captured 2024-05-11"],
    });
    expect(Buffer.from(members.at(-1)?.bytes ?? []).toString()).toMatch(/^<!doctype html>/);
  },
);

test("Only pages that were answered with 200 count; the others are counted in words", () => {
  const { members, remarks } = archive(
    page(aPage("Found")),
    page("moved", { status: "301 Moved" }),
    page("no", { status: "404 Not Found" }),
    page("{}", { type: "application/json" }),
    aRecord({ type: "revisit", url, body: anAnswer("") }),
    aRecord({ type: "resource", url, contentType: "text/html", body: aPage("Kept") }),
    aRecord({ type: "resource", url, contentType: "image/png", body: "png" }),
    aRecord({ type: "metadata", contentType: "application/warc-fields", body: "" }),
  );
  expect(members).toHaveLength(2);
  expect(remarks).toEqual([
    "2 passed over: pages that were moved or not found",
    "2 passed over: pictures, scripts and other files",
    "1 passed over: repeats of an earlier capture",
  ]);
});

test.each([
  ["gzip", gzipSync],
  ["deflate", deflateSync],
  ["deflate", deflateRawSync],
])("A body that is packed with %s is unpacked", (coding, pack) => {
  expect(texts(archive(page(pack("<p>words</p>"), { fields: [`Content-Encoding: ${coding}`] })))).toEqual([
    "<p>words</p>",
  ]);
});

test("A body in chunks is joined, and one that was joined already is left", () => {
  const fields = ["Transfer-Encoding: chunked"];
  const chunked = "5;x=1\r\n<p>wo\r\n7\r\nrds</p>\r\n0\r\n\r\n";
  expect(texts(archive(page(chunked, { fields }), page("<p>words</p>", { fields })))).toEqual([
    "<p>words</p>",
    "<p>words</p>",
  ]);
});

test("A body that says it is packed and is not is left as it is", () => {
  expect(texts(archive(page("<p>words</p>", { fields: ["Content-Encoding: gzip"] })))).toEqual([
    "<p>words</p>",
  ]);
});

test("The server's word on the encoding counts where the page has none of its own", () => {
  const type = "text/html; charset=windows-1251";
  const encodings = archive(
    page("<p>words</p>", { type }),
    page('<meta charset="utf-8"><p>words</p>', { type }),
    page("\ufeff<p>words</p>", { type }),
    page("<p>words</p>", { type: "text/html; charset=klingon" }),
  ).members.map(({ encoding }) => encoding);
  expect(encodings).toEqual(["windows-1251", undefined, undefined, undefined]);
});

test("A broken record is told, and the pages round it are read", () => {
  const records = [page("one"), page("two"), page("three")];
  const packed = Buffer.concat(records.map((record) => gzipSync(record)));
  const first = gzipSync(records[0] ?? "").length;
  packed.fill(0xff, first + 30, first + 60);
  const content = archiveOf(readWarc(packed, () => {}));
  expect(texts(content)).toEqual(["one", "three"]);
  expect(content.unread.length).toBeGreaterThan(0);
  const plain = Buffer.concat(records);
  plain.write("Content-Lengthy", plain.indexOf("Content-Length", records[0]?.length ?? 0));
  expect(texts(archive(plain))).toEqual(["one", "three"]);
  const cut = archive(Buffer.concat(records).subarray(0, -10));
  expect(texts(cut)).toEqual(["one", "two"]);
  expect(cut.unread[0]?.error.message).toBe("The archive is damaged: a record is cut off");
});

test("An archive that grows out of bounds is refused, packed once or twice", () => {
  const blanks = Buffer.alloc(60_000_000, " ");
  const once = readWarc(gzipped([page(blanks)]), () => {});
  expect(once).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining("more than 200 times") },
  });
  const twice = archive(page(gzipSync(blanks), { fields: ["Content-Encoding: gzip"] }));
  expect(twice.unread[0]?.error.message).toBe("It is larger than 50 MB");
});

test("A package without a list of pages, or with one that names none of them, gives them all", () => {
  const warc = gzipped([page(aPage("Found"))]);
  for (const pages of [null, [{ url: "https://other.example/" }]])
    expect(archiveOf(readWacz(aWacz(warc, pages), () => {})).members).toHaveLength(1);
});

test("What a page fetched beside the listed ones is passed over, with a count", () => {
  const frame = aRecord({ type: "response", url: "https://ads.example/frame", body: anAnswer(aPage("Ad")) });
  const { members, remarks } = archiveOf(
    readWacz(aWacz(gzipped([page(aPage("Found")), frame]), [{ url: `${url}#top` }]), () => {}),
  );
  expect(members).toHaveLength(1);
  expect(remarks).toEqual(["1 passed over: pages that the archive does not list"]);
});

test("An archive without any page says so", () => {
  const request = aRecord({ type: "request", url, body: "GET / HTTP/1.1\r\n\r\n" });
  expect(readWarc(request, () => {})).toMatchObject({
    ok: false,
    error: { message: "The web archive holds no page that was answered" },
  });
});
