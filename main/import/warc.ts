import { type AppError, fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { largestDocument, memberTooLarge, mostMembers, mostUnpacked, tooMuch } from "./archive-limits";
import { bufferOf, encodingLabel, fromUtf8 } from "./encodings";
import { readHttpResponse } from "./http-response";
import type { FileContent, Member } from "./imported-article";
import { readRecords, type WarcRecord } from "./warc-records";
import { listZip, unpackEntry, type ZipEntry } from "./zip-entries";

/** What has been gathered from an archive so far. */
type Harvest = {
  readonly members: Member[];
  readonly unread: { part: string; error: AppError }[];
  /** What was passed over, by its name in the plural. */
  readonly passed: Map<string, number>;
  readonly budget: { left: number };
};

/** More broken records than this, and the rest is not looked at. */
const mostBroken = 1000;
/** Characters of an address that are shown, and greatest length of one that is kept. */
const longestAddress = 4000;

const count = (harvest: Harvest, what: string) => {
  harvest.passed.set(what, (harvest.passed.get(what) ?? 0) + 1);
};

const addressOf = ({ fields }: WarcRecord): string =>
  (fields.get("warc-target-uri") ?? "").replace(/^<(.*)>$/, "$1");

const isHtml = (type: string): boolean => /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(type);

/** What the server said of the encoding, where the page itself says nothing: its mark and its own words go first. */
const encodingOf = (body: Uint8Array, type: string): string | null => {
  const start = bufferOf(body).toString("latin1", 0, 1024);
  if (
    /^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/.test(start) ||
    /<meta[^>]{0,300}charset\s*=/i.test(start)
  )
    return null;
  return encodingLabel(/charset\s*=\s*"?([\w.:-]{1,40})/i.exec(type)?.[1] ?? "");
};

const memberOf = (record: WarcRecord, body: Uint8Array, type: string): Member => {
  const address = addressOf(record);
  const captured = /^\d{4}-\d\d-\d\d/.exec(record.fields.get("warc-date") ?? "")?.[0];
  const encoding = encodingOf(body, type);
  return {
    name: address.slice(0, longestAddress).replace(/[\ud800-\udbff]$/, "") || "page without an address",
    bytes: body,
    proposals:
      /^https?:\/\//i.test(address) && address.length <= longestAddress
        ? [{ field: "url", value: address, from: "web archive", strength: "stated" }]
        : [],
    ...(encoding === null ? {} : { encoding }),
    steps: [
      captured === undefined ? "taken from a web archive" : `taken from a web archive: captured ${captured}`,
    ],
  };
};

/** The page that a record holds; otherwise what it is, in the plural, or what is wrong with it. */
const pageOf = (record: WarcRecord, left: number): Member | string | AppError | null => {
  const type = record.fields.get("content-type") ?? "";
  switch (record.fields.get("warc-type")?.toLowerCase()) {
    case "revisit":
      return "repeats of an earlier capture";
    case "resource":
      if (!isHtml(type)) return "pictures, scripts and other files";
      return record.body.length > largestDocument ? memberTooLarge : memberOf(record, record.body, type);
    case "response": {
      const answer = readHttpResponse(record.body, Math.min(largestDocument, left));
      if (answer === null) return "answers that are not of the web";
      if (!isHtml(answer.type)) return "pictures, scripts and other files";
      if (answer.status !== 200) return "pages that were moved or not found";
      return answer.isTooLarge ? memberTooLarge : memberOf(record, answer.body, answer.type);
    }
    default:
      // What the archiver asked and noted for itself.
      return null;
  }
};

const gather = (bytes: Uint8Array, harvest: Harvest, alive: () => void) => {
  let broken = 0;
  const complain = (what: string) => {
    broken += 1;
    const error: AppError = { kind: "damaged", message: `The archive is damaged: ${what}` };
    if (broken <= 20) harvest.unread.push({ part: `record after ${harvest.members.length} pages`, error });
    return broken < mostBroken ? "go-on" : "give-up";
  };
  for (const record of readRecords(bytes, harvest.budget, complain)) {
    alive();
    const page = pageOf(record, harvest.budget.left);
    if (page === null) continue;
    if (typeof page === "string") count(harvest, page);
    else if ("kind" in page)
      harvest.unread.push({ part: addressOf(record).slice(0, longestAddress), error: page });
    else {
      harvest.members.push(page);
      harvest.budget.left -= page.bytes.length;
    }
    if (harvest.budget.left < 0 || harvest.members.length > mostMembers) return;
  }
};

const newHarvest = (size: number): Harvest => ({
  members: [],
  unread: [],
  passed: new Map(),
  budget: { left: mostUnpacked(size) },
});

const contentOf = (harvest: Harvest, size: number, remarks: readonly string[] = []): Result<FileContent> => {
  const { members, unread, passed, budget } = harvest;
  if (budget.left < 0) return tooMuch(size);
  if (members.length > mostMembers)
    return fail("invalid-input", `The archive holds more than ${mostMembers.toLocaleString("en")} pages`);
  if (members.length === 0 && unread.length === 0)
    return fail(
      "invalid-input",
      "The web archive holds no page that was answered",
      "Archive the pages again, with their text and not only their addresses.",
    );
  const counts = [...passed].map(([what, times]) => `${times} passed over: ${what}`);
  return ok({ kind: "archive", members, unread, remarks: [...remarks, ...counts] });
};

/** Reads a web archive (WARC): each page that a server answered with is a file of its own. */
export const readWarc = (bytes: Uint8Array, alive: () => void): Result<FileContent> => {
  const harvest = newHarvest(bytes.length);
  gather(bytes, harvest, alive);
  return contentOf(harvest, bytes.length);
};

const withoutFragment = (address: string): string => address.replace(/#.*$/s, "");

/** The pages that somebody meant to archive, with their titles: what was fetched for them stands beside. */
const listedPages = (bytes: Uint8Array, entries: readonly ZipEntry[]): Map<string, string> => {
  const list = entries.find(({ name, size }) => name === "pages/pages.jsonl" && size <= largestDocument);
  const unpacked = list === undefined ? null : unpackEntry(bytes, list);
  const pages = new Map<string, string>();
  for (const line of unpacked?.ok === true ? (fromUtf8(unpacked.value) ?? "").split("\n") : []) {
    try {
      const { url, title } = JSON.parse(line) as { url?: unknown; title?: unknown };
      if (typeof url === "string") pages.set(withoutFragment(url), typeof title === "string" ? title : "");
    } catch {
      // An empty or broken line lists no page.
    }
  }
  return pages;
};

const withTitle = (member: Member, title: string | undefined): Member =>
  title === undefined || title.trim() === ""
    ? member
    : {
        ...member,
        proposals: [
          ...member.proposals,
          {
            field: "title",
            value: title.slice(0, 1000).replace(/[\ud800-\udbff]$/, ""),
            from: "web archive's list of pages",
            strength: "guessed",
          },
        ],
      };

/** Reads a web archive in its package (WACZ): the pages on its list, or all where it has none. */
export const readWacz = (bytes: Uint8Array, alive: () => void): Result<FileContent> => {
  const listed = listZip(bytes, mostMembers);
  if (!listed.ok) return listed;
  const archives = listed.value.filter(({ name }) => /^archive\/[^/]+\.warc(?:\.gz)?$/.test(name));
  const harvest = newHarvest(bytes.length);
  if (archives.reduce((sum, { size }) => sum + size, 0) > harvest.budget.left) return tooMuch(bytes.length);
  for (const archive of archives) {
    const unpacked = unpackEntry(bytes, archive);
    if (unpacked.ok) gather(unpacked.value, harvest, alive);
    else harvest.unread.push({ part: archive.name, error: unpacked.error });
  }
  const pages = listedPages(bytes, listed.value);
  const found = harvest.members.filter(({ name }) => pages.has(withoutFragment(name)));
  if (found.length === 0) return contentOf(harvest, bytes.length);
  const others = harvest.members.length - found.length;
  const members = found.map((member) => withTitle(member, pages.get(withoutFragment(member.name))));
  const remarks = others === 0 ? [] : [`${others} passed over: pages that the archive does not list`];
  return contentOf({ ...harvest, members }, bytes.length, remarks);
};
