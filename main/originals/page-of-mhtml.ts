import { ok, type Result } from "../../shared/result";
import { decodeUnknown } from "../import/decode-text";
import { parseHtml } from "../import/html/parse-html";
import { declaredEncoding } from "../import/html/read-html";
import { openWebArchive } from "../import/mhtml";
import type { MimePart } from "../import/mime-parts";
import { pageTooLarge } from "./frame";
import { newSink } from "./markup";
import { type Archive, newArchive } from "./saved-parts";
import { savedDecisions } from "./saved-rules";
import { writeDom } from "./write-dom";

const leavesOf = (part: MimePart): MimePart[] =>
  part.parts.length === 0 ? [part] : part.parts.flatMap(leavesOf);

/** Pages of old times are laid out by other rules, and their document type says which. */
const doctypeOf = (html: string): string =>
  /^(?:[\s\ufeff]|<!--(?:(?!-->)[\s\S]){0,5000}-->|<\?xml[^>]{0,500}>)*(<!doctype\s[^<>]{0,300}>)/i.exec(
    html,
  )?.[1] ?? "";

const longestData = 1000;

/**
 * Pictures that a page holds in its attributes are longer than the parser is given (they make it slow): short names
 * stand for them until they are written.
 */
const takeData = (html: string): { readonly html: string; readonly data: ReadonlyMap<string, string> } => {
  const data = new Map<string, string>();
  const short = html.replace(
    /(["'(=])(data:(?:image|font|application)\/[^"'\s()<>]+)/gi,
    (whole, before, address) => {
      if (whole.length <= longestData) return whole;
      const name = `held:${data.size + 1}`;
      data.set(name, address);
      return `${before}${name}`;
    },
  );
  return { html: short, data };
};

const styleTexts = async (
  parts: readonly MimePart[],
  alive: () => void,
): Promise<ReadonlyMap<MimePart, string>> => {
  const texts = new Map<MimePart, string>();
  for (const part of parts) {
    if (part.type !== "text/css") continue;
    alive();
    const head = Buffer.from(part.bytes.subarray(0, 200)).toString("latin1");
    const declared = part.parameters.get("charset") ?? /^@charset "([\w:.-]+)";/.exec(head)?.[1];
    texts.set(part, (await decodeUnknown(part.bytes, { declared })).text);
  }
  return texts;
};

const archiveOf = async (
  message: MimePart,
  page: MimePart,
  html: string,
  alive: () => void,
): Promise<Archive> => {
  const parts = leavesOf(message);
  const base = /<base\s[^>]{0,2000}?href\s*=\s*["']?([^"'\s>]+)/i.exec(html.slice(0, 100_000))?.[1];
  const location =
    page.headers.get("content-location") ?? message.headers.get("snapshot-content-location") ?? "";
  return newArchive(parts, { location, base, styles: await styleTexts(parts, alive) });
};

/**
 * The page that was saved as MHTML, with the pictures, fonts and styles that the archive holds, in the looks that it was
 * saved in. Frames are empty. Fails as `readMhtml` does when there is no page in it.
 */
export const pageOfMhtml = async (
  bytes: Uint8Array,
  alive: () => void,
  encoding: string | null = null,
): Promise<Result<string>> => {
  const opened = openWebArchive(bytes);
  if (!opened.ok) return opened;
  const { message, page } = opened.value;
  const { text } = await decodeUnknown(page.bytes, {
    declared: page.parameters.get("charset") ?? declaredEncoding(page.bytes),
    ...(encoding === null ? {} : { chosen: encoding }),
  });
  const { html, data } = takeData(text);
  const archive = await archiveOf(message, page, html, alive);
  alive();
  const sink = newSink();
  sink.push(doctypeOf(html));
  writeDom(parseHtml(html).document, sink, savedDecisions(archive, data));
  return sink.isFull() ? pageTooLarge : ok(sink.html());
};
