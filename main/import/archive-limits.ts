import { fail } from "../../shared/errors";

/** What an archive may hold. An archive beyond it is refused as a whole, with the reason. */
export const mostMembers = 20_000;

const megabyte = 1_000_000;
const most = 400 * megabyte;
const mostRatio = 200;
/** Below this the ratio says nothing: a row of blanks packs a thousand times, and harms nobody. */
const harmless = 10 * megabyte;

/** Greatest size of one document in an archive, in bytes. */
export const largestMember = 50 * megabyte;

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
  `It is larger than ${largestMember / megabyte} MB`,
  "Save the part that matters as a text of its own.",
).error;
