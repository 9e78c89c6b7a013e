/** What is told of an RTF while it is read. */
export type RtfHandler = {
  readonly open: () => void;
  readonly close: () => void;
  /** A control word with its number ("par", "u" 8217) or a control symbol ("~"); null where there is no number. */
  readonly word: (name: string, value: number | null) => void;
  /** One byte written in hexadecimal. */
  readonly byte: (value: number) => void;
  /** A stretch of plain bytes; line ends among them are no text. */
  readonly text: (start: number, end: number) => void;
};

const openBrace = 0x7b;
const closeBrace = 0x7d;
const backslash = 0x5c;
const apostrophe = 0x27;
const minus = 0x2d;
const space = 0x20;

const isLetter = (byte: number): boolean => (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a);
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
const isPlain = (byte: number): boolean =>
  byte !== openBrace &&
  byte !== closeBrace &&
  byte !== backslash &&
  byte !== 0x0a &&
  byte !== 0x0d &&
  byte !== 0;

/** Longer words and numbers are none of the format's. */
const longestWord = 32;
const longestNumber = 10;

const hexDigit = (byte: number): number => {
  if (isDigit(byte)) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
};

const hexValue = (bytes: Uint8Array, at: number): number => {
  const high = hexDigit(bytes[at] ?? 0);
  const low = hexDigit(bytes[at + 1] ?? 0);
  return high === -1 || low === -1 ? -1 : high * 16 + low;
};

/** Reads the control word after the backslash at `at`; gives the place after it. */
const readWord = (bytes: Uint8Array, at: number, handler: RtfHandler): number => {
  let next = at + 1;
  let name = "";
  while (next - at <= longestWord && isLetter(bytes[next] ?? 0)) {
    name += String.fromCharCode(bytes[next] ?? 0);
    next += 1;
  }
  const isNegative = bytes[next] === minus && isDigit(bytes[next + 1] ?? 0);
  if (isNegative) next += 1;
  const digits = next;
  let size = 0;
  while (next - digits < longestNumber && isDigit(bytes[next] ?? 0)) {
    size = size * 10 + (bytes[next] ?? 0) - 0x30;
    next += 1;
  }
  const value = next === digits ? null : isNegative ? -size : size;
  if (bytes[next] === space) next += 1;
  // Binary data follows as it is, and may hold braces.
  if (name === "bin") return next + Math.max(0, value ?? 0);
  handler.word(name, value);
  return next;
};

const readControl = (bytes: Uint8Array, at: number, handler: RtfHandler): number => {
  const next = bytes[at + 1] ?? 0;
  if (isLetter(next)) return readWord(bytes, at, handler);
  if (next === apostrophe) {
    const value = hexValue(bytes, at + 2);
    if (value !== -1) handler.byte(value);
    return at + (value === -1 ? 2 : 4);
  }
  handler.word(next === 0x0a || next === 0x0d ? "par" : String.fromCharCode(next), null);
  return at + 2;
};

/**
 * Reads RTF byte by byte, once, without a stack of its own: whatever stands in the file, it takes time by its length
 * alone. Ends with the group that opened the document; gives how many groups were still open when the file ended.
 */
export const readTokens = (bytes: Uint8Array, handler: RtfHandler): number => {
  let at = 0;
  let depth = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte === openBrace) {
      depth += 1;
      handler.open();
      at += 1;
    } else if (byte === closeBrace) {
      depth -= 1;
      handler.close();
      at += 1;
      if (depth <= 0) return 0;
    } else if (byte === backslash) at = readControl(bytes, at, handler);
    else if (isPlain(byte)) {
      const start = at;
      while (at < bytes.length && isPlain(bytes[at] ?? 0)) at += 1;
      handler.text(start, at);
    } else at += 1;
  }
  return depth;
};
