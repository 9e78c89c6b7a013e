import { bufferOf } from "../import/encodings";
import { type Attributes, beginTag, escapeHtml } from "./markup";
import { pictureKind } from "./picture-types";

const megabyte = 1_000_000;
/** What is inlined in a page has at most so many bytes, each use counted: one picture may be shown again and again. */
const mostInlined = 50 * megabyte;

/** Gives bytes as a data: address while there is room for them; null beyond. */
export type Inline = (bytes: Uint8Array, type: string) => string | null;

/** Inlines up to `most` bytes. The same bytes (by identity) are encoded once, and count each time. */
export const newInline = (most = mostInlined): Inline => {
  const encoded = new Map<Uint8Array, string>();
  let used = 0;
  return (bytes, type) => {
    if (used + bytes.length > most) return null;
    used += bytes.length;
    const address = encoded.get(bytes) ?? `data:${type};base64,${bufferOf(bytes).toString("base64")}`;
    encoded.set(bytes, address);
    return address;
  };
};

/** The pictures of a package: each is shown where it stands, or words say why it is not. */
export type Pictures = {
  /** Markup of the picture in a part of the package; null for one that the document does not hold. */
  readonly show: (part: string | null, about: { readonly alt: string; readonly width?: string }) => string;
  /** Whether the picture in a part is one that can be shown. */
  readonly isShowable: (part: string) => boolean;
  /** Sentences for the note: what is not shown, and why. */
  readonly remarks: () => string[];
};

type Read = (part: string) => Uint8Array | null;

const countOf = (count: number): string => `${count} ${count === 1 ? "picture is" : "pictures are"}`;

const placeholder = (why: string, alt: string): string =>
  `<span class="gone">Picture not shown (${escapeHtml(why)})${alt === "" ? "" : `: ${escapeHtml(alt)}`}</span>`;

const cached = (read: Read): Read => {
  const known = new Map<string, Uint8Array | null>();
  return (part) => {
    const before = known.get(part);
    if (before !== undefined) return before;
    const bytes = read(part);
    known.set(part, bytes);
    return bytes;
  };
};

const remarksOn = (unshown: readonly string[], large: number, absent: number): string[] => {
  const formats = [...new Set(unshown)].sort().join(", ");
  return [
    ...(unshown.length > 0
      ? [`${countOf(unshown.length)} in a format that cannot be shown here (${formats}).`]
      : []),
    ...(large > 0
      ? [
          `${countOf(large)} left out: together with the others they have more than ${mostInlined / megabyte} MB.`,
        ]
      : []),
    ...(absent > 0 ? [`${countOf(absent)} not in the file, or damaged in it.`] : []),
  ];
};

/** Shows the pictures that `read` gives the bytes of; null says that there is no such part, or that it is damaged. */
export const newPictures = (read: Read, inline: Inline = newInline()): Pictures => {
  const bytesOf = cached(read);
  const unshown: string[] = [];
  let large = 0;
  let absent = 0;
  return {
    isShowable: (part) => {
      const bytes = bytesOf(part);
      return bytes !== null && "type" in pictureKind(bytes, part);
    },
    show: (part, { alt, width }) => {
      const bytes = part === null ? null : bytesOf(part);
      if (bytes === null) {
        absent += 1;
        return placeholder("not in the file", alt);
      }
      const kind = pictureKind(bytes, part ?? "");
      if ("unshown" in kind) {
        unshown.push(kind.unshown);
        return placeholder(kind.unshown, alt);
      }
      const address = inline(bytes, kind.type);
      if (address === null) {
        large += 1;
        return placeholder("too large", alt);
      }
      const attributes: Attributes = [
        ["src", address],
        ["alt", alt],
      ];
      return beginTag("img", width === undefined ? attributes : [...attributes, ["style", `width:${width}`]]);
    },
    remarks: () => remarksOn(unshown, large, absent),
  };
};
