import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { finishDrafts } from "./finish-drafts";
import type { FileContent, Known } from "./imported-article";
import { newsExportOf } from "./news-export";
import { odfSpaces, readOdtText } from "./odt-pieces";
import { type OfficeFacts, proposalsOfFacts } from "./office-facts";
import { officeSteps, picturesIn } from "./office-steps";
import { readXml, textsOf } from "./office-xml";
import { type OfficeZip, openOfficeZip } from "./office-zip";

const mediaType = "application/vnd.oasis.opendocument.text";
const importer = "OpenDocument text 1";

/** OpenDocument encrypts its parts one by one, each of them listed with how in the manifest. */
const checkProtection = (zip: OfficeZip): Result<null> => {
  const name = "META-INF/manifest.xml";
  if (!zip.names.includes(name)) return ok(null);
  const manifest = zip.read(name);
  if (!manifest.ok) return manifest;
  let isProtected = false;
  const read = readXml(
    manifest.value,
    name,
    odfSpaces,
    {
      open: (element) => {
        isProtected ||= element === "manifest:encryption-data";
      },
      close: () => {},
      text: () => {},
    },
    "plain",
  );
  // A manifest that cannot be read does not keep its text from being read.
  return read.ok && isProtected
    ? fail(
        "invalid-input",
        "The document is protected by a password",
        "Open it in the program that made it, save a copy without the password, and import that.",
      )
    : ok(null);
};

const factsOf = (zip: OfficeZip): OfficeFacts => {
  const meta = zip.names.includes("meta.xml") ? zip.read("meta.xml") : null;
  const texts = meta?.ok === true ? textsOf(meta.value, "meta.xml", odfSpaces) : null;
  const first = (name: string): string | undefined =>
    texts?.ok === true ? texts.value.get(name)?.[0] : undefined;
  return {
    title: first("dc:title"),
    creator: first("meta:initial-creator") ?? first("dc:creator"),
    created: first("meta:creation-date"),
    modified: first("dc:date"),
  };
};

const times = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** Opens an OpenDocument text, and its part with the text. Fails when it is damaged or protected. */
export const openOdt = (
  bytes: Uint8Array,
): Result<{ readonly zip: OfficeZip; readonly content: Uint8Array }> => {
  const zip = openOfficeZip(bytes);
  if (!zip.ok) return zip;
  const open = checkProtection(zip.value);
  if (!open.ok) return open;
  const content = zip.value.read("content.xml");
  return content.ok ? ok({ zip: zip.value, content: content.value }) : content;
};

/** Reads an OpenDocument text (ODT), or each article of a news database's export in that format. */
export const readOdt = (bytes: Uint8Array, known: Known): Result<FileContent> => {
  const opened = openOdt(bytes);
  if (!opened.ok) return opened;
  const { zip, content } = opened.value;
  const text = readOdtText(content);
  if (!text.ok) return text;
  const { pieces, deletions, comments } = text.value;
  const file = {
    mediaType,
    importer,
    pieces,
    steps: officeSteps(
      "the OpenDocument text",
      picturesIn(zip.names.filter((name) => !name.startsWith("Thumbnails/"))),
    ),
    remarks: [
      ...(deletions > 0
        ? [`${times(deletions, "tracked deletion", "tracked deletions")} left out of the text`]
        : []),
      ...(comments > 0 ? [`${times(comments, "comment", "comments")} left out`] : []),
    ],
  };
  const proposals = proposalsOfFacts(factsOf(zip), "document properties");
  return finishDrafts(newsExportOf(file) ?? [{ ...file, proposals }], known);
};
