/** Bytes of an RTF that was written in Latin-1 letters. */
export const rtf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));

/** The head of a document as Word writes it, with its fonts and styles. */
export const head = String.raw`{\rtf1\ansi\ansicpg1252\uc1\deff0{\fonttbl{\f0\froman\fcharset0 Times;}{\f1\fswiss\fcharset204 Arial Cyr;}{\f2\fnil\fcharset128 MS Mincho;}{\f3\fnil\fcharset178 Arabic;}}{\colortbl;\red0\green0\blue0;}{\stylesheet{\ql Normal;}{\s1\ql\outlinelevel0 heading 1;}{\s2 Quote;}{\*\cs10 Default Paragraph Font;}}`;

/** A document of a body. */
export const rtfOf = (body: string): Uint8Array => rtf(`${head}${body}}`);

/** Characters outside ASCII as RTF writes them. */
export const escapeRtf = (text: string): string =>
  text
    .replace(/[\\{}]/g, "\\$&")
    .replace(/[^\0-\x7f]/g, (letter) => `\\u${(letter.charCodeAt(0) << 16) >> 16}?`);

/** Documents that Word could have written. */
export const samples: readonly { readonly name: string; readonly bytes: Uint8Array }[] = [
  {
    name: "report.rtf",
    bytes: rtfOf(
      String.raw`{\info{\title The bridge at Holm}{\author Dag Rask}{\creatim\yr2024\mo3\dy9\hr8\min0}}
{\pard\s1\outlinelevel0 The bridge at Holm\par}
{\pard The bridge was closed at {\b six} on Friday.{\footnote\pard The council\rquote s log.\par} Caf\'e9 owners waited.\par}
{\pard\s2 \ldblquote We had no word,\rdblquote  said one.\par}
{\pard {\field{\*\fldinst HYPERLINK "https://holm.example/"}{\fldrslt The council\rquote s page}}\par}
{\trowd\pard\intbl Span\cell Metres\cell\row}
{\trowd\pard\intbl North\cell 40\cell\row}
{\pard{\*\shppict{\pict\pngblip 89504e470d0a}}\u1055?\u1088?\u1080?\par}`,
    ),
  },
  {
    name: "code-pages.rtf",
    bytes: rtfOf(
      String.raw`\pard\f1 \'cf\'f0\'e8\'e2\'e5\'f2 \f2 \'93\'fa\'96\'7b{\f0  and }\f3 \'d3\'e1\'c7\'e3\par`,
    ),
  },
];
