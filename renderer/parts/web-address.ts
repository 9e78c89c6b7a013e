/** The address as a URL when it is one that a browser may be asked to open, else null. */
export const readWebAddress = (address: string): URL | null => {
  // The parser would mend `https:example.org`; the main process refuses what is mended, and user names.
  if (!/^https?:\/\/[^/?#]/i.test(address.trim()) || !URL.canParse(address)) return null;
  const url = new URL(address);
  return url.username === "" && url.password === "" ? url : null;
};
