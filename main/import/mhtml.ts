import { decodeWords } from "postal-mime";
import type { Proposal } from "../../shared/domain/article";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { publishedDate } from "./html/published-date";
import { readPageFile } from "./html/read-html";
import type { FileContent, Known } from "./imported-article";
import { type MimePart, readMime } from "./mime-parts";

const pageTypes = new Set(["text/html", "application/xhtml+xml"]);

const isPage = ({ type, bytes }: MimePart): boolean => pageTypes.has(type) && bytes.length > 0;

/** The page itself: the part that "start" names, else the first that is one. Frames and pictures come after it. */
const rootPage = (message: MimePart): MimePart | undefined => {
  if (isPage(message)) return message;
  const start = message.parameters.get("start");
  const started = message.parts.find(
    (part) => start !== undefined && part.headers.get("content-id") === start,
  );
  if (started !== undefined && isPage(started)) return started;
  for (const part of message.parts) {
    const page = rootPage(part);
    if (page !== undefined) return page;
  }
  return undefined;
};

/** A web archive and its page. Fails when there is none in it. */
export const openWebArchive = (
  bytes: Uint8Array,
): Result<{ readonly message: MimePart; readonly page: MimePart }> => {
  const message = readMime(bytes);
  const page = rootPage(message);
  return page === undefined
    ? fail(
        "invalid-input",
        "The web archive (MHTML) holds no page",
        "Open it in a browser and save the page again.",
      )
    : ok({ message, page });
};

const isWebAddress = (value: string): boolean => /^https?:\/\//i.test(value);

const stated = (field: Proposal["field"], value: string, from: string): Proposal[] =>
  value === "" ? [] : [{ field, value, from, strength: "stated" }];

/**
 * Reads a page saved as MHTML (Chromium's "single file", Internet Explorer's web archive): its root page like any other,
 * with the address that the archive gives for it. Pictures, styles and frames are passed over. The "Date" header is the
 * day on which it was saved, so it is told and not proposed.
 */
export const readMhtml = async (bytes: Uint8Array, known: Known): Promise<Result<FileContent>> => {
  const opened = openWebArchive(bytes);
  if (!opened.ok) return opened;
  const { message, page } = opened.value;
  const locations = [
    {
      value: message.headers.get("snapshot-content-location") ?? "",
      from: "MHTML Snapshot-Content-Location",
    },
    { value: page.headers.get("content-location") ?? "", from: "MHTML Content-Location" },
  ].filter(({ value }) => isWebAddress(value));
  const subject = decodeWords(message.headers.get("subject") ?? "").trim();
  const saved = publishedDate(message.headers.get("date") ?? "");
  return readPageFile(
    { bytes: page.bytes, declared: page.parameters.get("charset"), address: locations[0]?.value },
    {
      mediaType: "multipart/related",
      importer: "web archive (MHTML) 1",
      proposals: [
        ...locations.flatMap(({ value, from }) => stated("url", value, from)),
        ...stated("title", subject, "MHTML Subject"),
      ],
      steps: [
        "root page taken from the web archive",
        ...(saved === null ? [] : [`saved on ${saved} according to the archive`]),
      ],
    },
    known,
  );
};
