import { brotliCompressSync, gzipSync } from "node:zlib";
import { aZip } from "./zip";

/** A record of a web archive. */
export type RecordParts = {
  readonly type: string;
  readonly url?: string;
  readonly contentType?: string;
  readonly date?: string;
  readonly body: Uint8Array | string;
};

/** The bytes of one record. */
export const aRecord = ({
  type,
  url,
  contentType = "application/http; msgtype=response",
  date = "2024-05-11T08:30:00Z",
  body,
}: RecordParts): Buffer => {
  const bytes = Buffer.from(body as Uint8Array);
  const head = [
    "WARC/1.1",
    `WARC-Type: ${type}`,
    "WARC-Record-ID: <urn:uuid:0a9a5b9c-7d52-4a3c-9f43-0d8f6c1e2b11>",
    ...(url === undefined ? [] : [`WARC-Target-URI: ${url}`]),
    `WARC-Date: ${date}`,
    `Content-Type: ${contentType}`,
    `Content-Length: ${bytes.length}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), bytes, Buffer.from("\r\n\r\n")]);
};

/** What a server answered. */
export const anAnswer = (
  body: Uint8Array | string,
  { status = "200 OK", type = "text/html; charset=utf-8", fields = [] as readonly string[] } = {},
): Buffer =>
  Buffer.concat([
    Buffer.from([`HTTP/1.1 ${status}`, `Content-Type: ${type}`, ...fields, "", ""].join("\r\n")),
    Buffer.from(body as Uint8Array),
  ]);

/** A web page with an article in it. */
export const aPage = (title: string, words = "the river stood a hand below the wall"): string =>
  `<!doctype html><html lang="en"><head><title>${title}</title></head><body><nav><a href="/">Home</a></nav><article><h1>${title}</h1>${Array.from({ length: 5 }, (_, at) => `<p>Paragraph ${at + 1} of the report says that ${words}, and that nobody had to leave the house that night because of it.</p>`).join("")}</article></body></html>`;

/** Packed record by record, as archivers do. */
export const gzipped = (records: readonly Buffer[]): Uint8Array =>
  Buffer.concat(records.map((record) => gzipSync(record)));

const address = (path: string): string => `https://news.example/${path}`;

const records: readonly Buffer[] = [
  aRecord({ type: "warcinfo", contentType: "application/warc-fields", body: "software: Example 1.0\r\n" }),
  aRecord({
    type: "request",
    url: address("flood"),
    contentType: "application/http; msgtype=request",
    body: "GET /flood HTTP/1.1\r\n\r\n",
  }),
  aRecord({ type: "response", url: address("flood"), body: anAnswer(aPage("River stays below the wall")) }),
  aRecord({
    type: "response",
    url: address("bridge"),
    body: anAnswer(brotliCompressSync(aPage("Old bridge is closed", "the old bridge is closed to buses")), {
      fields: ["Content-Encoding: br"],
    }),
  }),
];

/** A package (WACZ) of records with a list of pages. */
export const aWacz = (
  warc: Uint8Array,
  pages: readonly { url: string; title?: string }[] | null,
): Uint8Array =>
  aZip([
    { name: "datapackage.json", bytes: '{"profile":"data-package","wacz_version":"1.1.1","resources":[]}' },
    { name: "archive/data.warc.gz", bytes: warc, isStored: true },
    ...(pages === null
      ? []
      : [
          {
            name: "pages/pages.jsonl",
            bytes: [
              '{"format":"json-pages-1.0","id":"pages","title":"All Pages"}',
              ...pages.map((page) => JSON.stringify(page)),
            ].join("\n"),
          },
        ]),
  ]);

/** Valid archives, for tests that change them. */
export const samples: readonly { name: string; bytes: Uint8Array }[] = [
  { name: "plain.warc", bytes: Buffer.concat(records) },
  { name: "packed.warc.gz", bytes: gzipped(records) },
  {
    name: "pages.wacz",
    bytes: aWacz(gzipped(records), [{ url: address("flood"), title: "River stays below the wall" }]),
  },
];
