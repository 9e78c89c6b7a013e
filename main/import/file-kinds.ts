/** A kind of file that holds no article, or none that can be read: what it is, and what to do. */
export type Refusal = { readonly name: string; readonly advice: string };

const unpack = "Unpack it, and import the files in it.";
const toText = "Save it as DOCX, PDF or plain text from the program that made it, and import that.";
const toCsv = "If its rows are articles, save them as CSV. Otherwise paste the text that matters.";
const picture =
  "Assay reads no text in pictures. Recognise the text with another program (OCR), and import or paste it.";
const spoken = "Transcribe it with another program, and import the transcript.";
const program = "Programs are never imported.";

type Signature = Refusal & { readonly at?: number; readonly bytes: string };

/** Bytes as Latin-1 letters. A signature of plain letters that an article could begin with wants more behind it. */
const signatures: readonly Signature[] = [
  { bytes: "7z\u00bc\u00af\u0027\u001c", name: "a compressed file (7z)", advice: unpack },
  { bytes: "Rar!\u001a\u0007", name: "a compressed file (RAR)", advice: unpack },
  { bytes: "\u001f\u008b", name: "a compressed file (gzip)", advice: unpack },
  { bytes: "\u00fd7zXZ\u0000", name: "a compressed file (xz)", advice: unpack },
  { bytes: "\u0028\u00b5\u002f\u00fd", name: "a compressed file (Zstandard)", advice: unpack },
  { at: 4, bytes: "1AY&SY", name: "a compressed file (bzip2)", advice: unpack },
  { at: 257, bytes: "ustar\u0000", name: "an archive (tar)", advice: unpack },
  { at: 257, bytes: "ustar  \u0000", name: "an archive (tar)", advice: unpack },
  {
    bytes: "SQLite format 3\u0000",
    name: "a database (SQLite)",
    advice: "If it is an Assay project, open it instead of importing it.",
  },
  { bytes: "\u0089PNG\r\n", name: "a picture (PNG)", advice: picture },
  { bytes: "\u00ff\u00d8\u00ff", name: "a picture (JPEG)", advice: picture },
  { bytes: "GIF87a", name: "a picture (GIF)", advice: picture },
  { bytes: "GIF89a", name: "a picture (GIF)", advice: picture },
  { bytes: "II*\u0000", name: "a picture (TIFF)", advice: picture },
  { bytes: "MM\u0000*", name: "a picture (TIFF)", advice: picture },
  { at: 8, bytes: "WEBPVP8", name: "a picture (WebP)", advice: picture },
  { at: 4, bytes: "ftyphei", name: "a picture (HEIC)", advice: picture },
  { at: 4, bytes: "ftypmif1", name: "a picture (HEIC)", advice: picture },
  { at: 4, bytes: "ftypavif", name: "a picture (AVIF)", advice: picture },
  { bytes: "8BPS\u0000\u0001", name: "a picture (Photoshop)", advice: picture },
  { bytes: "AT&TFORM", name: "a scanned document (DjVu)", advice: picture },
  { bytes: "ID3\u0002", name: "a sound recording (MP3)", advice: spoken },
  { bytes: "ID3\u0003", name: "a sound recording (MP3)", advice: spoken },
  { bytes: "ID3\u0004", name: "a sound recording (MP3)", advice: spoken },
  { bytes: "\u00ff\u00fb", name: "a sound recording (MP3)", advice: spoken },
  { bytes: "fLaC\u0000", name: "a sound recording (FLAC)", advice: spoken },
  { bytes: "OggS\u0000", name: "a sound recording (Ogg)", advice: spoken },
  { at: 8, bytes: "WAVEfmt ", name: "a sound recording (WAV)", advice: spoken },
  { at: 4, bytes: "ftypM4A", name: "a sound recording (M4A)", advice: spoken },
  { at: 8, bytes: "AVI LIST", name: "a video (AVI)", advice: spoken },
  { at: 4, bytes: "ftyp", name: "a video (MP4)", advice: spoken },
  { bytes: "\u001aE\u00df\u00a3", name: "a video (Matroska, WebM)", advice: spoken },
  {
    bytes: "0&\u00b2u\u008ef\u00cf\u0011",
    name: "a video or sound recording (Windows Media)",
    advice: spoken,
  },
  { bytes: "FLV\u0001", name: "a video (FLV)", advice: spoken },
  { bytes: "\u007fELF", name: "a program", advice: program },
  { bytes: "\u00cf\u00fa\u00ed\u00fe", name: "a program", advice: program },
  { bytes: "\u00ca\u00fe\u00ba\u00be", name: "a program", advice: program },
  { bytes: "\u0000asm", name: "a program", advice: program },
  { bytes: "%!PS", name: "a PostScript document", advice: "Turn it into a PDF, and import that." },
  { at: 60, bytes: "BOOKMOBI", name: "an e-book (MOBI)", advice: "Turn it into an EPUB, and import that." },
  {
    bytes: "bplist00",
    name: "a Safari web archive or a list of settings",
    advice: "Save the page from Safari as page source or as a PDF, and import that.",
  },
  { bytes: "PAR1", name: "a table (Parquet)", advice: toCsv },
  {
    bytes: "!BDN",
    name: "a mailbox (Outlook)",
    advice: "Save the messages that matter as EML, and import those.",
  },
];

/** Old office documents are little file systems; the names in them, in UTF-16, say which. */
const oldOffice: readonly (Refusal & { readonly mark: string })[] = [
  {
    mark: "EncryptedPackage",
    name: "an office document that is protected by a password",
    advice: "Open it in the program that made it, save a copy without the password, and import that.",
  },
  { mark: "WordDocument", name: "an old Word document (DOC)", advice: toText },
  { mark: "Workbook", name: "an old Excel table (XLS)", advice: toCsv },
  { mark: "PowerPoint Document", name: "an old PowerPoint presentation (PPT)", advice: toText },
  {
    mark: "__substg1.0_",
    name: "an Outlook message (MSG)",
    advice: "Save it as EML or as plain text, and import that.",
  },
];

const oldOfficeStart = "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1";

const oldOfficeKind = (bytes: Uint8Array): Refusal => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (
    oldOffice.find(({ mark }) => buffer.includes(mark, 0, "utf16le")) ?? {
      name: "an old office document (DOC, XLS)",
      advice: toText,
    }
  );
};

/** A text may begin with these letters too; behind a real one there are NULs. */
const binaryAfter = (bytes: Uint8Array, start: string): boolean =>
  start.length >= 8 && bytes.subarray(0, 64).includes(0);

/** What a file is by the bytes it begins with, when that is something that cannot be read; null for all else. */
export const refusedKind = (bytes: Uint8Array): Refusal | null => {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 512)).toString("latin1");
  if (start.startsWith(oldOfficeStart)) return oldOfficeKind(bytes);
  if (/^(?:MZ|BM)/.test(start) && binaryAfter(bytes, start))
    return start.startsWith("MZ")
      ? { name: "a program", advice: program }
      : { name: "a picture (BMP)", advice: picture };
  return signatures.find(({ at = 0, bytes: mark }) => start.startsWith(mark, at)) ?? null;
};

/** Members of a ZIP that tell what it is, where that is something that cannot be read. */
const zipMarks: readonly (Refusal & { readonly pattern: RegExp })[] = [
  { pattern: /^xl\/workbook\./, name: "an Excel table (XLSX)", advice: toCsv },
  { pattern: /^ppt\/presentation\./, name: "a PowerPoint presentation (PPTX)", advice: toText },
  { pattern: /^visio\//, name: "a Visio drawing", advice: toText },
  {
    pattern: /^Index\/(?:Document|Tables\/.*)\.iwa$|^index\.apxl$/,
    name: "a Pages, Numbers or Keynote document",
    advice: toText,
  },
  { pattern: /^AndroidManifest\.xml$|^META-INF\/MANIFEST\.MF$/, name: "a program", advice: program },
];

/** What a ZIP is by the names in it, when that is something that cannot be read. */
export const refusedZip = (names: readonly string[]): Refusal | null =>
  zipMarks.find(({ pattern }) => names.some((name) => pattern.test(name))) ?? null;

/** What an OpenDocument is by its media type, when that is something that cannot be read. */
export const refusedOpenDocument = (mediaType: string): Refusal | null => {
  if (/spreadsheet/.test(mediaType)) return { name: "a table (ODS)", advice: toCsv };
  if (/presentation/.test(mediaType)) return { name: "a presentation (ODP)", advice: toText };
  return /graphics|image|chart|formula|database/.test(mediaType)
    ? { name: "a drawing", advice: toText }
    : null;
};

const xmlRoots: readonly (Refusal & { readonly pattern: RegExp })[] = [
  { pattern: /^svg$/i, name: "a picture (SVG)", advice: picture },
  {
    pattern: /^(?:pkg:package|w:wordDocument)$/,
    name: "a Word document in XML",
    advice: "Save it as DOCX, and import that.",
  },
  {
    pattern: /^office:document$/,
    name: "a flat OpenDocument (FODT)",
    advice: "Save it as ODT, and import that.",
  },
  {
    pattern: /^plist$/,
    name: "a list of settings or a Safari web archive",
    advice: "Save the page as page source or as a PDF, and import that.",
  },
];

/** What an XML file is by the name of its root, where that is nothing that can be read. */
export const refusedXml = (root: string): Refusal =>
  xmlRoots.find(({ pattern }) => pattern.test(root)) ?? {
    name: `an XML file of a kind that Assay does not know (${root.slice(0, 60)})`,
    advice: "Open it in the program that made it, and save it as a web page or as text.",
  };
