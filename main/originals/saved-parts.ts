import type { MimePart } from "../import/mime-parts";
import { fontType, pictureKind } from "./picture-types";
import { type Inline, newInline } from "./pictures";

/** The parts of a saved page, as its references find them. */
export type Archive = {
  /** A picture or a font as a data: address; null when the archive does not hold it, or there is no room left. */
  readonly inline: (reference: string, from: string) => string | null;
  /** A style sheet: its text, and the address that its own references start from. */
  readonly style: (
    reference: string,
    from: string,
  ) => { readonly text: string; readonly address: string } | null;
  /** The address that references of the page start from. */
  readonly address: string;
};

type About = {
  /** Where the page was saved from. */
  readonly location: string;
  /** What the page itself says that its references start from. */
  readonly base: string | undefined;
  /** The style sheets, decoded. */
  readonly styles: ReadonlyMap<MimePart, string>;
};

const absolute = (reference: string, from: string): string => {
  const whole = URL.parse(reference, from === "" ? undefined : from);
  if (whole === null) return reference;
  whole.hash = "";
  return whole.href;
};

const index = (parts: readonly MimePart[], location: string): Map<string, MimePart> => {
  const found = new Map<string, MimePart>();
  const add = (name: string, part: MimePart): void => {
    if (name !== "" && !found.has(name)) found.set(name, part);
  };
  for (const part of parts) {
    const place = part.headers.get("content-location")?.trim() ?? "";
    add(place, part);
    add(absolute(place, location), part);
    const id = part.headers.get("content-id")?.trim().replace(/^<|>$/g, "") ?? "";
    if (id !== "") add(`cid:${id}`, part);
  }
  return found;
};

const typeOf = (part: MimePart): string | null => {
  const kind = pictureKind(part.bytes, "");
  return "type" in kind ? kind.type : fontType(part.bytes);
};

/** Style sheets have at most so many characters in all, each use counted: one may be asked for again and again. */
const mostStyle = 20_000_000;

/** Finds parts by their Content-Location and Content-ID. */
export const newArchive = (
  parts: readonly MimePart[],
  { location, base, styles }: About,
  inline: Inline = newInline(),
): Archive => {
  const found = index(parts, location);
  const partOf = (reference: string, from: string): MimePart | undefined =>
    found.get(reference.trim()) ?? found.get(absolute(reference.trim(), from));
  let styled = 0;
  return {
    address: base === undefined ? location : absolute(base, location),
    inline: (reference, from) => {
      const part = partOf(reference, from);
      const type = part === undefined ? null : typeOf(part);
      return part === undefined || type === null ? null : inline(part.bytes, type);
    },
    style: (reference, from) => {
      const part = partOf(reference, from);
      const text = part === undefined ? undefined : styles.get(part);
      if (part === undefined || text === undefined) return null;
      styled += text.length;
      if (styled > mostStyle) return null;
      // The styles of the page itself are saved under a name that nothing is relative to.
      const place = part.headers.get("content-location") ?? "cid:";
      return { text, address: place.startsWith("cid:") ? from : absolute(place, from) };
    },
  };
};
