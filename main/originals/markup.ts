/** Text as it stands in HTML, in an attribute or between tags. */
export const escapeHtml = (text: string): string =>
  /[&<>"]/.test(text)
    ? text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
    : text;

/** Attributes by name and value; a value is escaped where it is written. */
export type Attributes = readonly (readonly [name: string, value: string])[];

/** The begin tag of an element. Its name and those of its attributes are ours, or were checked. */
export const beginTag = (name: string, attributes: Attributes = []): string =>
  `<${name}${attributes.map(([key, value]) => ` ${key}="${escapeHtml(value)}"`).join("")}>`;

/** Markup that is gathered piece by piece, up to a limit: beyond it all further pieces are let go. */
export type Sink = {
  readonly push: (html: string) => void;
  readonly isFull: () => boolean;
  readonly html: () => string;
};

/** A page has at most so many characters (UTF-16 units, so 150 MB in memory): a window still lays that out. */
const mostCharacters = 75_000_000;

/** An empty sink that takes `most` characters. */
export const newSink = (most = mostCharacters): Sink => {
  const parts: string[] = [];
  let length = 0;
  return {
    push: (html) => {
      length += html.length;
      if (length <= most) parts.push(html);
      else parts.length = 0;
    },
    isFull: () => length > most,
    html: () => parts.join(""),
  };
};

/** The address of a link as people may read it; null for one that is no address of the web or of a mailbox. */
export const readableAddress = (href: string): string | null => {
  const address = href.trim();
  return /^(?:https?:\/\/|mailto:)[^\s]/i.test(address) ? address.slice(0, 2000) : null;
};
