import { addressParser, decodeWords } from "postal-mime";
import type { EncodingChoice, Proposal } from "../../shared/domain/article";
import type { Result } from "../../shared/result";
import type { Piece } from "./build-article";
import { canonicalText, decodeUnknown } from "./decode-text";
import { finishDrafts } from "./finish-drafts";
import { publishedDate } from "./html/published-date";
import { declaredEncoding } from "./html/read-html";
import { readPage } from "./html/read-page";
import type { FileContent, Known } from "./imported-article";
import { piecesOfMailText, unflow } from "./mail-text";
import { headerValue, type MimePart, readMime } from "./mime-parts";

type Body = {
  readonly pieces: readonly Piece[];
  readonly steps: readonly string[];
  readonly remarks: readonly string[];
  readonly encoding: EncodingChoice | null;
  /** What the markup of the body states, after the headers. */
  readonly proposals: readonly Proposal[];
};

/** Furniture of newsletters, in the languages that they mostly come in. */
const newsletterLine =
  /\bunsubscribe\b|\bview (?:it |this (?:e-?mail|message|newsletter) )?(?:online|in (?:your|a|the) (?:web ?)?browser)|\b(?:manage|update|change) (?:your )?(?:e-?mail )?(?:preferences|subscription|settings)|\byou(?:'re| are)? (?:receiving|received) this (?:e-?mail|message|newsletter)|\bforward (?:this )?to a friend|\badd us to your address book|newsletter abbestellen|se désabonner|se désinscrire|darse de baja|cancelar (?:la |tu )?suscripción|annulla l.iscrizione|отписаться/iu;
const longestFurniture = 400;

const withoutNewsletterLines = (pieces: readonly Piece[]): Piece[] =>
  pieces.map((piece) =>
    piece.aside === undefined && piece.text.length <= longestFurniture && newsletterLine.test(piece.text)
      ? { ...piece, aside: "other" }
      : piece,
  );

const isAttached = (part: MimePart): boolean =>
  headerValue(part.headers.get("content-disposition") ?? "").value === "attachment";

const isText = (part: MimePart): boolean => part.type === "text/plain" && !isAttached(part);
const isHtml = (part: MimePart): boolean => part.type === "text/html" && !isAttached(part);

const readTextPart = async (part: MimePart, known: Known): Promise<Body> => {
  const decoded = await decodeUnknown(part.bytes, {
    declared: part.parameters.get("charset"),
    chosen: known.encoding,
  });
  const { text } = canonicalText(decoded.text);
  const isFlowed = part.parameters.get("format")?.toLowerCase() === "flowed";
  const isSpaceDropped = part.parameters.get("delsp")?.toLowerCase() === "yes";
  const flowed = isFlowed ? unflow(text, isSpaceDropped) : text;
  const { pieces, steps } = piecesOfMailText(flowed);
  const unflowed = isFlowed ? ["lines joined that the mail program had wrapped (format=flowed)"] : [];
  const { remarks, encoding } = decoded;
  return { pieces, steps: [...decoded.steps, ...unflowed, ...steps], remarks, encoding, proposals: [] };
};

const readHtmlPart = async (part: MimePart, known: Known): Promise<Body> => {
  const declared = part.parameters.get("charset") ?? declaredEncoding(part.bytes);
  const decoded = await decodeUnknown(part.bytes, { declared, chosen: known.encoding });
  const page = readPage(decoded.text, { isWhole: true });
  const { remarks, encoding } = decoded;
  const proposals = page.proposals.filter(({ field }) => field === "url" || field === "language");
  return { pieces: page.pieces, steps: [...decoded.steps, ...page.steps], remarks, encoding, proposals };
};

const lengthOf = ({ pieces }: Body): number =>
  pieces.reduce(
    (sum, { text, aside }) => (aside === undefined ? sum + text.replace(/\s+/g, "").length : sum),
    0,
  );

const joined = (bodies: readonly Body[]): Body => ({
  pieces: bodies.flatMap(({ pieces }) => pieces),
  steps: [...new Set(bodies.flatMap(({ steps }) => steps))],
  remarks: [...new Set(bodies.flatMap(({ remarks }) => remarks))],
  encoding: bodies.find(({ encoding }) => encoding !== null)?.encoding ?? null,
  proposals: bodies.flatMap(({ proposals }) => proposals),
});

/** Markup with less of the words than this is a shell round a picture. */
const leastOfText = 0.5;

/** Of the ways in which a mail says one thing, the markup is the best: it has headings, lists and links as such. */
const bestOf = (bodies: readonly { body: Body; isMarkup: boolean }[]): Body[] => {
  const longest = Math.max(0, ...bodies.map(({ body }) => lengthOf(body)));
  const enough = bodies.filter(({ body }) => lengthOf(body) > 0 && lengthOf(body) >= longest * leastOfText);
  const best = enough.find(({ isMarkup }) => isMarkup) ?? enough[0];
  return best === undefined ? [] : [best.body];
};

const hasMarkup = (part: MimePart): boolean => isHtml(part) || part.parts.some(hasMarkup);

/** The texts of a message in their order, without what is attached. */
const bodiesOf = async (part: MimePart, known: Known): Promise<Body[]> => {
  if (isHtml(part)) return [await readHtmlPart(part, known)];
  if (isText(part)) return [await readTextPart(part, known)];
  const inner: { body: Body; isMarkup: boolean }[] = [];
  for (const child of part.parts) {
    const bodies = await bodiesOf(child, known);
    if (bodies.length > 0) inner.push({ body: joined(bodies), isMarkup: hasMarkup(child) });
    // The rest of "related" is what the first part shows.
    if (part.type === "multipart/related" && bodies.length > 0) break;
  }
  return part.type === "multipart/alternative" ? bestOf(inner) : inner.map(({ body }) => body);
};

const attachmentsOf = (part: MimePart): string[] => {
  if (part.parts.length > 0) return part.parts.flatMap(attachmentsOf);
  const disposition = headerValue(part.headers.get("content-disposition") ?? "");
  const name = disposition.parameters.get("filename") ?? part.parameters.get("name") ?? "";
  const isShown = isText(part) || isHtml(part) || part.headers.has("content-id");
  return isShown && disposition.value !== "attachment"
    ? []
    : [decodeWords(name) || `without a name (${part.type})`];
};

const senderOf = (header: string): string => {
  const names = addressParser(header.slice(0, 20_000), { flatten: true }).map(
    ({ name, address }) => name || address || "",
  );
  return names.filter((name) => name !== "").join(", ");
};

const stated = (field: Proposal["field"], value: string | null, from: string): Proposal[] =>
  value === null || value === "" ? [] : [{ field, value, from, strength: "stated" }];

/** The subject without the marks of replies and forwards. */
const titleOf = (subject: string): string =>
  subject
    .trim()
    .replace(/^(?:(?:re|fwd?|aw|wg|tr|rv|sv|vs)(?:\[\d+\])?\s*:\s*)+/i, "")
    .trim();

/**
 * Reads a mail: sender, subject and date from its headers, and its text, as markup where that is more than a shell.
 * Attachments are named and not read.
 */
export const readEml = async (bytes: Uint8Array, known: Known): Promise<Result<FileContent>> => {
  const message = readMime(bytes);
  const header = (name: string): string => message.headers.get(name) ?? "";
  const body = joined(await bodiesOf(message, known));
  const attachments = attachmentsOf(message);
  const draft = {
    mediaType: "message/rfc822",
    importer: "mail 1",
    pieces: withoutNewsletterLines(body.pieces),
    proposals: [
      ...stated("title", titleOf(decodeWords(header("subject"))), "mail Subject"),
      ...stated("byline", senderOf(header("from")), "mail From"),
      ...stated("publishedOn", publishedDate(header("date")), "mail Date"),
      ...stated("language", header("content-language").split(",")[0] ?? "", "mail Content-Language"),
      ...body.proposals,
    ],
    encoding: body.encoding,
    steps: body.steps,
    remarks: [
      ...body.remarks,
      ...(attachments.length === 0
        ? []
        : [`attachments were not read: ${attachments.slice(0, 20).join(", ")}`]),
    ],
  };
  return finishDrafts([draft], known);
};
