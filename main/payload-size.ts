/** What a value costs beside its characters and bytes: enough that a million empty objects count as a lot. */
const NODE_BYTES = 8;

/**
 * Whether a call's input is plain data (strings, numbers, booleans, null, undefined, arrays, plain objects and bytes)
 * of at most `limit` bytes. Stops counting at the limit, so that a huge input, or a cycle, costs no more than an
 * allowed one.
 * Used on both sides of the bridge: in the preload script, so that too much never leaves the page, and in main,
 * which trusts no page.
 */
export function checkPayload(input: unknown, limit: number): "fits" | "too-big" | "not-plain" {
  const waiting: unknown[] = [input];
  let bytes = 0;
  while (waiting.length > 0) {
    const value = waiting.pop();
    bytes += NODE_BYTES;
    if (typeof value === "string") bytes += value.length * 2;
    else if (typeof value === "object" && value !== null) {
      if (value instanceof Uint8Array) bytes += value.byteLength;
      else if (Array.isArray(value)) {
        if (bytes + value.length * NODE_BYTES > limit) return "too-big";
        // A sparse array claims a length that it does not have.
        for (let at = 0; at < value.length; at += 1) waiting.push(value[at]);
      } else if (isPlain(value)) {
        for (const key of Object.keys(value)) {
          if (key === "__proto__") return "not-plain";
          bytes += key.length * 2;
          waiting.push((value as Record<string, unknown>)[key]);
        }
      } else return "not-plain";
    } else if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint") {
      return "not-plain";
    }
    if (bytes > limit) return "too-big";
  }
  return "fits";
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
