import { bufferOf, fromUtf8 } from "./encodings";

/** A part of a MIME message: a mail, a saved page, or what one of them holds. */
export type MimePart = {
  /** By lower-case name, unfolded and otherwise as written; the first of each name. */
  readonly headers: ReadonlyMap<string, string>;
  /** As "text/html", in lower case. */
  readonly type: string;
  /** Parameters of the type by lower-case name. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The content without its transfer encoding; empty for what has parts. */
  readonly bytes: Uint8Array;
  readonly parts: readonly MimePart[];
};

/** Mails nest replies in replies, but hardly so deep; the walk calls itself. */
const deepest = 30;
const mostParts = 5000;
/** Longer headers are a trap: a browser writes less than a kilobyte. */
const longestHeaders = 1_000_000;

const parameterPattern = /;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g;

/** A parameter as RFC 2231 writes it: a charset and a language before percent signs. */
const percentDecoded = (value: string): string => {
  try {
    return decodeURIComponent(value.replace(/^[^']*'[^']*'/, ""));
  } catch {
    return value;
  }
};

/** The value of a structured header without its parameters, in lower case, and the parameters. */
export const headerValue = (header: string): { value: string; parameters: Map<string, string> } => {
  const parameters = new Map<string, string>();
  for (const [, name = "", quoted, bare = ""] of header.slice(0, 20_000).matchAll(parameterPattern)) {
    const value = quoted?.replace(/\\(.)/g, "$1") ?? bare;
    const isExtended = name.endsWith("*");
    parameters.set(name.replace(/\*$/, "").toLowerCase(), isExtended ? percentDecoded(value) : value);
  }
  return {
    value: header
      .replace(/;[\s\S]*$/, "")
      .trim()
      .toLowerCase(),
    parameters,
  };
};

const readHeaders = (bytes: Uint8Array): Map<string, string> => {
  // Headers are ASCII, and in newer mail UTF-8.
  const text = fromUtf8(bytes) ?? bufferOf(bytes).toString("latin1");
  const headers = new Map<string, string>();
  for (const line of text.replace(/\r?\n(?=[ \t])/g, "").split(/\r?\n/)) {
    const found = /^([!-9;-~]+)[ \t]*:[ \t]*(.*)$/.exec(line);
    const name = found?.[1]?.toLowerCase();
    if (name !== undefined && !headers.has(name)) headers.set(name, (found?.[2] ?? "").trim());
  }
  return headers;
};

const fromQuotedPrintable = (text: string): Uint8Array =>
  Buffer.from(
    text
      .replace(/[ \t]+(?=\r?\n)/g, "")
      .replace(/=\r?\n/g, "")
      .replace(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    "latin1",
  );

const decodeBody = (bytes: Uint8Array, encoding: string): Uint8Array => {
  switch (encoding.toLowerCase().trim()) {
    case "base64":
      return Buffer.from(bufferOf(bytes).toString("latin1"), "base64");
    case "quoted-printable":
      return fromQuotedPrintable(bufferOf(bytes).toString("latin1"));
    default:
      return bytes;
  }
};

/** Where the headers end and the body begins. */
const splitHeaders = (bytes: Uint8Array): { head: Uint8Array; body: Uint8Array } => {
  const buffer = bufferOf(bytes).subarray(0, longestHeaders);
  // A part without headers begins with the blank line.
  if (buffer[0] === 10) return { head: new Uint8Array(), body: bytes.subarray(1) };
  if (buffer[0] === 13 && buffer[1] === 10) return { head: new Uint8Array(), body: bytes.subarray(2) };
  const ends = [
    { at: buffer.indexOf("\r\n\r\n"), length: 4 },
    { at: buffer.indexOf("\n\n"), length: 2 },
  ].filter(({ at }) => at >= 0);
  ends.sort((one, other) => one.at - other.at);
  const [end] = ends;
  if (end === undefined) return { head: buffer, body: new Uint8Array() };
  return { head: bytes.subarray(0, end.at), body: bytes.subarray(end.at + end.length) };
};

/** What stands between the lines of a boundary; an end that is missing is the end of the file. */
const splitParts = (body: Uint8Array, boundary: string): Uint8Array[] => {
  const buffer = bufferOf(body);
  const mark = `--${boundary}`;
  const found: Uint8Array[] = [];
  let start = -1;
  let at = buffer.indexOf(mark);
  while (at >= 0 && found.length < mostParts) {
    const after = at + mark.length;
    if (at === 0 || buffer[at - 1] === 10) {
      const lineEnd = buffer.indexOf(10, after);
      const rest = buffer
        .subarray(after, lineEnd < 0 ? buffer.length : lineEnd)
        .toString("latin1")
        .trim();
      if (rest === "" || rest === "--") {
        const contentEnd = buffer[at - 2] === 13 ? at - 2 : at - 1;
        if (start >= 0) found.push(body.subarray(start, Math.max(start, contentEnd)));
        start = rest === "--" || lineEnd < 0 ? -1 : lineEnd + 1;
        if (rest === "--") break;
      }
    }
    at = buffer.indexOf(mark, after);
  }
  if (start >= 0) found.push(body.subarray(start));
  return found;
};

/**
 * Reads a MIME message to its parts. Never fails: what is no message is one part without headers. Own code, because the
 * parts' bytes are needed undecoded (their encoding is told or asked for like that of any other file) and "format=flowed"
 * has to be undone by the depth of the quotation; postal-mime does neither.
 * @see RFC 2045, RFC 2046
 */
export const readMime = (bytes: Uint8Array, depth = 0): MimePart => {
  const { head, body } = splitHeaders(bytes);
  const headers = readHeaders(head);
  const { value, parameters } = headerValue(headers.get("content-type") ?? "");
  const type = value || "text/plain";
  const boundary = parameters.get("boundary");
  if (type.startsWith("multipart/") && boundary !== undefined && boundary !== "" && depth < deepest) {
    const parts = splitParts(body, boundary).map((part) => readMime(part, depth + 1));
    if (parts.length > 0) return { headers, type, parameters, bytes: new Uint8Array(), parts };
  }
  const content = decodeBody(body, headers.get("content-transfer-encoding") ?? "");
  return { headers, type, parameters, bytes: content, parts: [] };
};
