/** Query parameters that say where a reader came from and nothing about the page. */
const tracking =
  /^(?:utm_.*|at_.*|ns_.*|mc_.*|pk_.*|fbclid|gclid|dclid|msclkid|yclid|twclid|igshid|ref|ref_src|source|smid|smtyp|cmp|cmpid|ito|ocid|ncid|sr_share|share|partner|campaign|amp|outputtype)$/iu;

const parsed = (url: string): URL | null => {
  try {
    const whole = new URL(/^[a-z][a-z0-9+.-]*:/iu.test(url) ? url : `https://${url}`);
    return /^https?:$/u.test(whole.protocol) && whole.hostname.includes(".") ? whole : null;
  } catch {
    return null;
  }
};

/** What must not be left of a host: "amp.com.au" is a company, "com.au" is none. */
const publicSuffix = /^(?:(?:co|com|org|net|gov|gob|gouv|govt|ac|edu|go|or|ne)\.)?[a-z]{2,}$/u;

/**
 * The site that a link belongs to, as far as that can be said without a list of public suffixes: its host without
 * "www", "m", "amp", "edition" and the like in front; "" when it is no link to a web page.
 */
export const siteOf = (url: string): string => {
  let host = parsed(url.trim())?.hostname.toLowerCase().replace(/\.$/u, "") ?? "";
  for (;;) {
    const shorter = host.replace(/^(?:www\d*|m|mobile|amp|edition)\./u, "");
    if (shorter === host || (publicSuffix.test(shorter) && !/^[^.]+\.[^.]{3,}$/u.test(shorter))) return host;
    host = shorter;
  }
};

/**
 * A link as it is compared: without scheme, "www", trailing slash, fragment and parameters that track readers. "" when
 * it is no link to a web page. Kept in `articles.url_key`: to change this takes a migration.
 */
export const urlKey = (url: string): string => {
  const whole = url.trim() === "" ? null : parsed(url.trim());
  if (whole === null) return "";
  const host = whole.hostname.toLowerCase().replace(/^www\d*\./u, "");
  const port = whole.port === "" ? "" : `:${whole.port}`;
  const path = whole.pathname.replace(/\/+$/u, "");
  const kept = [...whole.searchParams]
    .filter(([name]) => !tracking.test(name))
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const query = kept.length === 0 ? "" : `?${new URLSearchParams(kept).toString()}`;
  return `${host}${port}${path}${query}`;
};
