import { crc32, deflateSync } from "node:zlib";
import { strToU8 } from "fflate";
import { docxOf, external, paragraph, run, table } from "../../../samples/docx";
import { epubOf } from "../../../samples/epub";
import { odtOf, odtParagraph } from "../../../samples/odt";
import { escapeRtf, rtfOf } from "../../../samples/rtf";

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
};

/** A picture that a window can show: bars of a tint, `width` by `height` pixels. */
export const aPng = (width = 360, height = 150, tint = 0): Uint8Array => {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      rows.set(
        [60 + tint + ((x / width) * 120) / 2, 110 + (y / height) * 60, 150 + tint / 2],
        y * (width * 3 + 1) + 1 + x * 3,
      );
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", size),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", new Uint8Array()),
  ]);
};

/** The start of a Windows metafile as Word embeds it, which no window shows. */
export const anEmf = (): Uint8Array => {
  const bytes = Buffer.alloc(120);
  bytes[0] = 1;
  bytes.write(" EMF", 40, "latin1");
  return bytes;
};

/** The address of bytes in a page. */
export const dataUri = (type: string, bytes: Uint8Array): string =>
  `data:${type};base64,${Buffer.from(bytes).toString("base64")}`;

/** A picture in a Word document, embedded ("embed") or only linked to ("link"). */
export const docxPicture = (id: string, alt = "", how: "embed" | "link" = "embed"): string =>
  `<w:r><w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><wp:inline><wp:docPr id="1" name="x" descr="${alt}"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:${how}="${id}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;

/** A relation of a Word document to one of its parts. */
export const relation = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`;

const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

const styled = (properties: string, text: string): string =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;

const listed = (text: string, list: number, level = 0): string =>
  `<w:p><w:pPr><w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr></w:pPr>${run(text)}</w:p>`;

const numbering = `<w:numbering ${w}>${["bullet", "decimal"]
  .map(
    (format, at) =>
      `<w:abstractNum w:abstractNumId="${at}">${[0, 1].map((level) => `<w:lvl w:ilvl="${level}"><w:numFmt w:val="${format}"/></w:lvl>`).join("")}</w:abstractNum>`,
  )
  .join(
    "",
  )}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`;

const long =
  "The harbour office of Port Marrow keeps a log of every boat that leaves after noon, and the log of 14 April has a gap of forty minutes that nobody in the office has been able to explain since.";

/** A Word document with everything that is shown, and most of what is not. */
export const aWordDocument = (picture: Uint8Array = aPng()): Uint8Array =>
  docxOf({
    notes: ["Timetable of the harbour office, page 12.", "Interview, 3 May."],
    relations: `${external("rId9", "hyperlink", "https://harbour.example/ferry")}${external("rIdJs", "hyperlink", "javascript:alert(1)")}${relation("rIdPng", "image", "media/image1.png")}${relation("rIdEmf", "image", "media/image2.emf")}${relation("rIdNum", "numbering", "numbering.xml")}${relation("rIdC", "comments", "comments.xml")}`,
    body: [
      paragraph("The ferry that did not come back", "Title"),
      paragraph(
        `${run(`${long} It was `)}${styled("<w:b/>", "never")}${run(" found, ")}${styled("<w:i/>", "it is said")}${run(".")}<w:r><w:footnoteReference w:id="1"/></w:r>`,
      ),
      `<w:p>${docxPicture("rIdPng", "The pier in April")}</w:p>`,
      paragraph("The pier in April", "Caption"),
      `<w:p>${docxPicture("rIdEmf", "A chart")}</w:p>`,
      paragraph("What the harbour knew", "Heading1"),
      paragraph("“We saw the lights until one,” said the keeper.", "Quote"),
      listed("Two life rafts", 1),
      listed("one of them patched", 1, 1),
      listed("One radio", 1),
      paragraph("In this order:"),
      listed("The bell", 2),
      listed("The lamp", 2),
      table([
        [paragraph("Boat"), paragraph("Places"), paragraph("Remarks of the harbour master")],
        [paragraph("Marrow I"), paragraph("40"), paragraph("Left at noon, with forty people aboard.")],
      ]),
      paragraph(
        `${run("The council ")}<w:ins w:id="1" w:author="x">${run("has ")}</w:ins><w:del w:id="2" w:author="x"><w:r><w:delText>had </w:delText></w:r></w:del>${run("agreed.")}<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r>`,
      ),
      `<w:p><w:pPr><w:bidi/></w:pPr><w:dir w:val="rtl">${run("وصلت السفينة صباح الأحد، ولم يكن أحد في الميناء.")}</w:dir></w:p>`,
      paragraph(
        `<w:hyperlink r:id="rId9">${run("The harbour’s own page")}</w:hyperlink>${run(" and ")}<w:hyperlink r:id="rIdJs">${run("a trap")}</w:hyperlink>`,
      ),
      paragraph('<script>alert(1)</script>" onerror="x'.replace(/^/, " ")),
    ].join(""),
    others: {
      "word/numbering.xml": strToU8(numbering),
      "word/header1.xml": strToU8("<broken"),
      "word/comments.xml": strToU8(
        `<w:comments ${w}><w:comment w:id="0" w:author="Ada Quill" w:initials="AQ"><w:p>${run("Who says so?")}</w:p></w:comment></w:comments>`,
      ),
      "word/media/image1.png": [picture, { level: 0 }],
      "word/media/image2.emf": anEmf(),
    },
  });

const more =
  'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"';

/** Attributes that declare the namespaces which the samples of the importer need not. */
export const odtMore = more;

/** XML of a style of text that a document's styles may hold. */
const odtStyles = `<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ${more}><office:styles><style:style style:name="Strong"><style:text-properties fo:font-weight="bold"/></style:style><style:style style:name="Slanted"><style:text-properties fo:font-style="italic" style:text-underline-style="solid"/></style:style><text:list-style style:name="Numbers"><text:list-level-style-number text:level="1" style:num-format="1"/><text:list-level-style-bullet text:level="2"/></text:list-style></office:styles><office:master-styles><style:master-page style:name="Standard"><style:header><text:p>Head</text:p></style:header></style:master-page></office:master-styles></office:document-styles>`;

/** A picture in an ODT. */
const odtPicture = (href: string, alt = ""): string =>
  `<draw:frame svg:width="9.5cm" ${more}><draw:image xlink:href="${href}"/><svg:title>${alt}</svg:title></draw:frame>`;

const cell = (text: string, more = ""): string =>
  `<table:table-cell${more}><text:p>${text}</text:p></table:table-cell>`;

/** An ODT with everything that is shown, and most of what is not. */
export const anOpenDocument = (picture: Uint8Array = aPng(420, 160, 40)): Uint8Array =>
  odtOf({
    styles: { P1: "Quotations" },
    body: [
      '<text:tracked-changes><text:changed-region><text:deletion><text:p>struck out</text:p></text:deletion></text:changed-region></text:tracked-changes><text:h text:outline-level="1">Salt on the road</text:h>',
      odtParagraph(
        `<text:span text:style-name="Strong">The depot</text:span> opened<text:s text:c="2"/>at four.<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>By the depot’s own clock.</text:p></text:note-body></text:note><text:tab/>Nobody <text:span text:style-name="Slanted">came</text:span>.<text:line-break/>${long}<office:annotation><dc:creator>Bo Lund</dc:creator><dc:date>2024-05-02T09:30:00</dc:date><text:p>Ask the depot.</text:p></office:annotation>`,
      ),
      odtParagraph(odtPicture("Pictures/1.png", "The depot at night")),
      odtParagraph("“It was the wrong salt,” the driver said.", "P1"),
      odtParagraph(
        '<draw:frame><draw:text-box><text:p>A box beside the text.</text:p></draw:text-box></draw:frame><text:a xlink:href="https://depot.example/log" xmlns:xlink="http://www.w3.org/1999/xlink">The log</text:a> and <text:a xlink:href="javascript:alert(1)" xmlns:xlink="http://www.w3.org/1999/xlink">a trap</text:a>',
      ),
      '<text:list text:style-name="Numbers"><text:list-item><text:p>Forty tonnes</text:p><text:list><text:list-item><text:p>of them ten wet</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>Two lorries</text:p></text:list-item></text:list>',
      '<text:p>And then</text:p><text:list text:style-name="Numbers" text:continue-numbering="true"><text:list-item><text:p>One driver</text:p></text:list-item></text:list>',
      `<table:table><table:table-header-rows><table:table-row>${cell("Day")}${cell("Tonnes", ' table:number-columns-spanned="2"')}<table:covered-table-cell/></table:table-row></table:table-header-rows><table:table-row>${cell("Monday", ' table:number-rows-spanned="2"')}${cell("12")}${cell("dry")}</table:table-row><table:table-row><table:covered-table-cell><text:p>covered</text:p></table:covered-table-cell>${cell("28")}${cell("wet")}</table:table-row></table:table>`,
      odtParagraph("وصل الملح متأخرا، وكان الطريق مغلقا."),
      odtParagraph(' <script>alert(1)</script>" onerror="x'),
      odtParagraph(odtPicture("https://spy.example/pixel.png", "far away")),
    ].join(""),
    others: { "styles.xml": strToU8(odtStyles), "Pictures/1.png": [picture, { level: 0 }] },
  });

/** A book with pictures, notes, and what a book should not hold. */
export const aBook = (picture: Uint8Array = aPng(300, 420, 80)): Uint8Array =>
  epubOf({
    metadata: "<dc:title>Night Trains</dc:title><dc:language>en-GB</dc:language>",
    chapters: [
      {
        file: "cover.xhtml",
        type: "cover",
        body: '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 3 4"><title>Cover</title><image width="3" height="4" xlink:href="pictures/cover.png"/></svg>',
      },
      {
        file: "one%20.xhtml",
        body: `<h1 id="top">One</h1><p>The sleeper left at ten.<a epub:type="noteref" href="notes.xhtml#n1">1</a> ${long}</p><figure><img src="./pictures/cover.png" alt="The engine"/><figcaption>The engine</figcaption></figure><p onclick="alert(1)">It did <em>not</em> stop. <a href="https://trains.example/">Timetable</a> <a href="javascript:alert(1)">trap</a></p><script>alert(1)</script><style>p{color:red}</style><iframe src="https://spy.example/"></iframe><form action="https://spy.example/"><p>Write to us</p><input type="text" value="x"/></form><object data="https://spy.example/x"><p>Instead of the film</p></object><img src="https://spy.example/pixel.png" onerror="alert(1)"/>`,
      },
      {
        file: "two.xhtml",
        body: '<h1 id="top">Two</h1><blockquote><p>“Is this Lyme?”</p></blockquote><table><tr><th>Train</th><td>10:00</td></tr></table><p hidden="hidden">unseen</p><p>&lt;script&gt;alert(1)&lt;/script&gt;</p><p>הרכבת יצאה בעשר ולא עצרה.</p>',
      },
      { file: "notes.xhtml", body: '<p id="n1">By the station clock.</p>' },
    ],
    others: { "OEBPS/pictures/cover.png": [picture, { level: 0 }] },
  });

/** An RTF with everything that is shown. */
export const anRtf = (): Uint8Array =>
  rtfOf(
    String.raw`{\header\pard Head\par}{\pard\s1\outlinelevel0 The bridge at Holm\par}
{\pard The bridge was closed at {\b six} on Friday.{\footnote\pard The council\rquote s log.\par} Caf\'e9 owners waited. ${escapeRtf(long)}\par}
{\pard\s2 \ldblquote We had no word,\rdblquote  said one.\par}
{\pard{\listtext\tab}\ls1 Two piers\par}{\pard{\listtext\tab}\ls1 One arch\par}
{\trowd\pard\intbl Span\cell Metres\cell\row}
{\trowd\pard\intbl North\cell 40\cell\row}
{\pard ${escapeRtf('<script>alert(1)</script> " onerror="x')}\line second line\par}
{\pard ${escapeRtf("أغلق الجسر يوم الجمعة.")}\par}
{\pard{\*\shppict{\pict\pngblip 89504e470d0a}}The end.\par}`,
  );

const part = (headers: string, body: string): string => `------x\r\n${headers}\r\n\r\n${body}\r\n`;

const packed = (bytes: Uint8Array): string =>
  (
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,76}/g) ?? []
  ).join("\r\n");

/** A page as Chromium saves it, with the parts that it needs. */
export const aSavedPage = (
  html: string,
  parts: readonly { readonly type: string; readonly at: string; readonly bytes: Uint8Array | string }[],
  charset = "utf-8",
): Uint8Array =>
  Buffer.from(
    `From: <Saved by Blink>\r\nSnapshot-Content-Location: https://courier.example/2024/page.html\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="----x"\r\n\r\n${part(
      `Content-Type: text/html; charset="${charset}"\r\nContent-Transfer-Encoding: base64\r\nContent-Location: https://courier.example/2024/page.html`,
      packed(Buffer.from(html)),
    )}${parts
      .map(({ type, at, bytes }) =>
        part(
          `Content-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n${at.startsWith("cid:") ? `Content-ID: <${at.slice(4)}>` : `Content-Location: ${at}`}`,
          packed(Buffer.from(bytes as Uint8Array)),
        ),
      )
      .join("")}------x--\r\n`,
    "latin1",
  );
