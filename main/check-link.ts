import { fail } from "../shared/errors";
import { ok, type Result } from "../shared/result";

/** Longer addresses are trackers or attacks, and no dialog shows them whole. */
const MAX_LENGTH = 2000;

/** Controls, white space, bidi and zero-width characters, lone surrogates: an address that has one does not read as it leads. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{Variation_Selector}]/u;

/**
 * Whether an address from an article may be offered to the system's browser, and how it reads in full: only http and
 * https, with a host, without a user name, and with nothing in it that makes it read otherwise than it leads.
 * An international host name comes back in its ASCII form (`xn--`), so that look-alikes show.
 */
export function checkLink(address: string): Result<string> {
  if (address.length > MAX_LENGTH) return refuse("it is too long");
  if (HIDDEN.test(address)) return refuse("it has hidden characters in it");
  if (address.includes("\\")) return refuse("it has a backslash in it");
  // The parser would mend `https:evil` and `https:/evil`; a person reads them otherwise.
  if (!/^https?:\/\/[^/?#]/i.test(address)) return refuse("it is not a web address");
  if (!URL.canParse(address)) return refuse("it is not a web address");
  const url = new URL(address);
  if (url.protocol !== "https:" && url.protocol !== "http:") return refuse("it is not a web address");
  if (url.username !== "" || url.password !== "" || /^https?:\/\/[^/?#]*@/i.test(address)) {
    return refuse("it carries a user name");
  }
  if (url.hostname === "") return refuse("it names no host");
  return ok(url.href);
}

const refuse = (why: string) => fail("invalid-input", `Assay does not open this address: ${why}.`);
