import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { beginTag, escapeHtml, type Sink } from "./markup";

/* White paper, because that is what the documents were made for; the view has no dark form. */
const style = `:root{color-scheme:light}
html{background:#fff;color:#1d1c19;font:17px/1.6 Charter,"Bitstream Charter","Iowan Old Style",Georgia,"Liberation Serif",serif}
body{max-width:44rem;margin:0 auto;padding:1.25rem 1.5rem 6rem;overflow-wrap:anywhere}
.note{font:13px/1.5 system-ui,sans-serif;color:#5e5a52;padding-bottom:1rem;margin-bottom:2.5rem;border-bottom:1px solid #dedad2}
.note b{color:#1d1c19;font-weight:600}
h1,h2,h3,h4,h5,h6{line-height:1.25;margin:2em 0 .6em;font-weight:600}
.title{font-size:2.1rem}h1:not(.title){font-size:1.75rem}h2{font-size:1.4rem}h3{font-size:1.2rem}h4,h5,h6{font-size:1rem}
p,blockquote,ul,ol,dl,pre,table,figure{margin:0 0 1em}
main>:first-child,section>:first-child{margin-top:0}
blockquote{margin-inline:1.25rem;padding-inline-start:1rem;border-inline-start:3px solid #dedad2}
ul,ol{padding-inline:1.75em}li>ul,li>ol{margin-bottom:0}li>p{margin-bottom:.35em}
a{color:#1d4f7c;text-decoration:underline;text-underline-offset:.15em;text-decoration-thickness:1px}
a[title]:not([href]){text-decoration-style:dotted;cursor:help}
a:not([href],[title]){color:inherit;text-decoration:none}
img{max-width:100%;height:auto;vertical-align:middle}
p:has(>img)+.caption,p:has(>.gone)+.caption{margin-top:-.5em}figcaption{margin-top:.5em}
table{display:block;width:max-content;max-width:100%;overflow-x:auto;border-collapse:collapse;font-size:.94em;line-height:1.45}
th,td{border:1px solid #cfcac0;padding:.35em .65em;text-align:start;vertical-align:top;min-width:2.5em;overflow-wrap:break-word}
th{font-weight:600;background:#f7f5f1}td>:last-child,th>:last-child{margin-bottom:0}
caption{text-align:start;padding:0 0 .4em}
.exact p,.exact li,.exact h1,.exact h2,.exact h3,.exact h4,.exact h5,.exact h6{white-space:pre-wrap;tab-size:5}
pre,code,kbd,samp{font-family:ui-monospace,"Liberation Mono",monospace;font-size:.9em}pre{white-space:pre-wrap}
figcaption,.caption,.subtitle{color:#5e5a52}figcaption,.caption{font-size:.88em}.subtitle{font-size:1.2rem}
sup,sub{line-height:0}
.notes,ol:has(>li[id^="footnote-"]),ol:has(>li[id^="endnote-"]),dl{font-size:.86em;line-height:1.5;margin-top:3rem;padding-top:1rem;border-top:1px solid #dedad2}
.footnote{font-size:.86em;line-height:1.5;color:#48443d;margin-inline-start:1.25rem}
.comment{font:14px/1.5 system-ui,sans-serif;background:#faf6e8;border-inline-start:3px solid #d9c58a;padding:.6em .9em;margin:0 0 1em}
.comment p{margin:0 0 .3em}.comment p:last-child{margin:0}.by,dt{font-weight:600}dd{margin:0 0 .8em}
.gone{display:inline-block;font:13px/1.5 system-ui,sans-serif;color:#5e5a52;border:1px dashed #b9b3a7;border-radius:4px;padding:.15em .6em}
.part+.part{margin-top:4rem;padding-top:3rem;border-top:1px solid #dedad2}
@media(max-width:480px){body{padding-inline:1rem}blockquote{margin-inline:.25rem}}`;

/** What a page made from a document says above it. */
type FrameNote = {
  /** "Word document": what it is. */
  readonly format: string;
  /** What of it is shown, as a sentence. */
  readonly shown: string;
  /** What is not, as sentences. */
  readonly remarks: readonly string[];
  /** Spaces and tabs stand in the text as in the document; in others they are only layout of the file. */
  readonly isExact: boolean;
};

const sampleLength = 200_000;
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/gu;

/** Whether most of the letters run from right to left: tables and lists then begin at the right, too. */
const isRightToLeft = (html: string): boolean => {
  const text = html.slice(0, sampleLength).replace(/<[^>]*>?|&\w+;/g, "");
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return (text.match(rightToLeft)?.length ?? 0) * 2 > letters;
};

const noteOf = ({ format, shown, remarks }: Omit<FrameNote, "isExact">): string =>
  `<p class="note" lang="en" dir="ltr"><b>${escapeHtml(format)}.</b> ${escapeHtml(
    [shown, ...remarks].join(" "),
  )} “Export original” in the article’s details writes the very same bytes.</p>`;

/** The failure of a page that is too large to be shown. */
export const pageTooLarge = fail(
  "invalid-input",
  "The original is too large to be shown as one page",
  "Export the original, and open it in the program that made it.",
);

/** The page of a document: a quiet note about what is shown, and the document on white paper. */
export const framed = (body: Sink, note: FrameNote, language?: string): Result<string> => {
  if (body.isFull()) return pageTooLarge;
  const html = body.html();
  const isTag = language !== undefined && /^[a-z]{2,8}(?:-[a-z0-9]{1,8}){0,4}$/i.test(language);
  const begin = beginTag("html", [
    ...(isTag ? [["lang", language] as const] : []),
    ...(isRightToLeft(html) ? [["dir", "rtl"] as const] : []),
  ]);
  const head = `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Original</title><style>${style}</style></head>`;
  const content =
    html === "" ? '<p lang="en" dir="ltr">There is nothing in it that could be shown.</p>' : html;
  return ok(
    `<!doctype html>\n${begin}${head}<body>${noteOf(note)}<main${note.isExact ? ' class="exact"' : ""}>${content}</main></body></html>`,
  );
};
