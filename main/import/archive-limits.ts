import { fail } from "../../shared/errors";

/** What an archive may hold. An archive beyond it is refused as a whole, with the reason. */
export const mostMembers = 20_000;

const megabyte = 1_000_000;
/** Greatest size of a file that is read, in bytes: an archive may have it. */
export const largestFile = 200 * megabyte;

const most = 400 * megabyte;
const mostRatio = 200;
/** Below this the ratio says nothing: a row of blanks packs a thousand times, and harms nobody. */
const harmless = 10 * megabyte;

/** Greatest size of one document, in bytes, whether it comes by itself or in an archive. */
export const largestDocument = 50 * megabyte;

/** How many bytes an archive of `size` bytes may unpack to. */
export const mostUnpacked = (size: number): number => Math.min(most, Math.max(harmless, size * mostRatio));

/** Why an archive of `size` bytes that unpacks to more is not read. */
export const tooMuch = (size: number) =>
  fail(
    "invalid-input",
    mostUnpacked(size) === most
      ? `The archive was not unpacked: it would take more than ${most / megabyte} MB`
      : `The archive was not unpacked: it would grow to more than ${mostRatio} times its size`,
    "Archives of articles are not like this. If you trust it, unpack it, and import what matters.",
  );

/** Why a file in an archive is not read. */
export const memberTooLarge = fail(
  "invalid-input",
  `It is larger than ${largestDocument / megabyte} MB`,
  "Save the part that matters as a text of its own.",
).error;

/** Why not all archives in a file are unpacked. */
export const tooMuchWithin = fail(
  "invalid-input",
  `The archives in it were not all unpacked: with what is in them it would take more than ${most / megabyte} MB, grow to more than ${mostRatio} times its size, or hold more than ${mostMembers.toLocaleString("en")} files`,
  "Unpack it, and import what matters in parts.",
).error;

/**
 * What one article may hold. The reader lays an article out as a whole: at these sizes it stands in the window after two
 * or three seconds (measured), and what is far beyond them would freeze the window or end it.
 */
export const mostOfArticle = { characters: 4_000_000, paragraphs: 20_000 };

/** Why a text is not taken as an article. Null when it may be one. */
export const tooLongForArticle = (characters: number, paragraphs: number): ReturnType<typeof fail> | null => {
  const [found, most, what] =
    characters > mostOfArticle.characters
      ? [characters, mostOfArticle.characters, "characters"]
      : [paragraphs, mostOfArticle.paragraphs, "paragraphs"];
  return found <= most
    ? null
    : fail(
        "invalid-input",
        `It is too long for one article: ${found.toLocaleString("en")} ${what}, where ${most.toLocaleString("en")} are the most`,
        "Split it, or import the part that matters.",
      );
};

/** Why a document is not read. */
export const documentTooLarge = fail(
  "invalid-input",
  `It is larger than ${largestDocument / megabyte} MB`,
  "Split it, or import the part that matters.",
);
