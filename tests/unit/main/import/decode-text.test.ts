import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { canonicalText, decodeUnknown } from "../../../../main/import/decode-text";
import { encodingLabel } from "../../../../main/import/encodings";
import { readPlain, utf8 } from "./read-sample";

const texts = {
  english:
    "“We agreed to close it,” the official said — “properly and in time”. It’s the last café on the route.",
  french:
    "La compagnie a annoncé jeudi que le bac cesserait de naviguer à la mi-septembre, a déclaré à la presse un responsable. Cette décision « historique » a été saluée par les pêcheurs.",
  german:
    "Die Reederei erklärte am Donnerstag, die Fähre würde bis Mitte September eingestellt. „Das ist ein großer Schritt“, sagte der Bürgermeister.",
  polish:
    "Armator ogłosił w czwartek, że prom przestanie pływać w połowie września. „To ważny krok”, powiedział burmistrz w Łodzi.",
  russian:
    "Пароходство объявило в четверг, что паром перестанет ходить в середине сентября. «Это важный шаг», — сказал мэр города.",
  greek: "Η εταιρεία ανακοίνωσε την Πέμπτη ότι το πλοίο θα σταματήσει τα δρομολόγια στα μέσα Σεπτεμβρίου.",
  turkish:
    "Şirket perşembe günü, vapur seferlerinin eylül ortasında duracağını açıkladı. Belediye başkanı bunun önemli bir adım olduğunu söyledi.",
  arabic:
    "أعلنت الشركة يوم الخميس أن العبارة ستتوقف عن العمل بحلول منتصف سبتمبر، وقال رئيس البلدية إن هذه خطوة مهمة.",
  hebrew: "החברה הודיעה ביום חמישי כי המעבורת תפסיק לפעול באמצע ספטמבר.",
  japanese:
    "会社は木曜日、フェリーが九月中旬に運航を終えると発表した。市長は「これは重要な一歩だ」と述べた。",
  chinese: "公司周四宣布，渡轮将于九月中旬停航。市长说：“这是重要的一步。”",
  taiwanese: "公司週四宣布，渡輪將於九月中旬停航。市長說：「這是重要的一步。」",
  korean: "회사는 목요일 여객선이 9월 중순에 운항을 멈출 것이라고 발표했다. 시장은 “중요한 조치”라고 말했다.",
};

const withMark = (mark: readonly number[], text: Buffer): Buffer => Buffer.concat([Buffer.from(mark), text]);
const swapped = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();
const utf32 = (text: string, isLittleEndian: boolean): Buffer =>
  Buffer.concat(
    Array.from(text, (letter) => {
      const bytes = Buffer.alloc(4);
      if (isLittleEndian) bytes.writeUInt32LE(letter.codePointAt(0) ?? 0);
      else bytes.writeUInt32BE(letter.codePointAt(0) ?? 0);
      return bytes;
    }),
  );
const mixed = "Café 😀 “quoted” and Łódź";

describe("decoding bytes", () => {
  it.each([
    ["utf-8", withMark([0xef, 0xbb, 0xbf], Buffer.from(mixed))],
    ["utf-16le", withMark([0xff, 0xfe], Buffer.from(mixed, "utf16le"))],
    ["utf-16be", withMark([0xfe, 0xff], swapped(mixed))],
    ["utf-32le", withMark([0xff, 0xfe, 0, 0], utf32(mixed, true))],
    ["utf-32be", withMark([0, 0, 0xfe, 0xff], utf32(mixed, false))],
  ])("honours the byte order mark of %s", async (name, bytes) => {
    const decoded = await decodeUnknown(bytes, { declared: "windows-1251" });
    expect(decoded).toMatchObject({ text: mixed, encoding: { name, alternatives: [] }, remarks: [] });
  });

  it.each([
    ["utf-8", Buffer.from(mixed)],
    ["utf-16le", Buffer.from(mixed, "utf16le")],
    ["utf-16be", swapped(mixed)],
    ["utf-16le", Buffer.from(`${texts.russian}\n${texts.chinese}\n`, "utf16le")],
    ["utf-32le", utf32(mixed, true)],
    ["utf-32be", utf32(mixed, false)],
  ])("tells %s without a byte order mark", async (name, bytes) => {
    const decoded = await decodeUnknown(bytes);
    expect(decoded.encoding).toEqual({ name, alternatives: [] });
    expect([mixed, `${texts.russian}\n${texts.chinese}\n`]).toContain(decoded.text);
  });

  it.each([
    ["windows-1252", texts.english],
    ["windows-1252", texts.french],
    ["windows-1252", texts.german],
    ["macintosh", texts.french],
    ["windows-1250", texts.polish],
    ["windows-1251", texts.russian],
    ["koi8-r", texts.russian.replace(/[«»—]/g, "-")],
    ["ibm866", texts.russian.replace(/[«»—]/g, "-")],
    ["iso-8859-5", texts.russian.replace(/[«»—]/g, "-")],
    ["windows-1253", texts.greek],
    ["windows-1254", texts.turkish],
    ["windows-1255", texts.hebrew],
    ["windows-1256", texts.arabic],
    ["shift_jis", texts.japanese],
    ["euc-jp", texts.japanese],
    ["gb18030", texts.chinese],
    ["big5", texts.taiwanese],
    ["euc-kr", texts.korean],
  ])("detects %s", async (name, text) => {
    const decoded = await decodeUnknown(iconv.encode(text, name));
    expect(decoded.text).toBe(text);
    expect(decoded.encoding.name).toBe(name);
  });

  it("detects what stands far behind in a long file", async () => {
    const text = `${"The ferry line will close its northern route. ".repeat(5000)}\n${texts.german}`;
    expect((await decodeUnknown(iconv.encode(text, "windows-1252"))).text).toBe(text);
  });

  it.each(["Café à 5 €", "Le bac cessera à la mi-août, dit-on à la mairie", "Zürich und Köln"])(
    "does not take the accents in %j for letters of another alphabet",
    async (text) => {
      const decoded = await decodeUnknown(iconv.encode(text, "windows-1252"));
      expect(decoded.text).toBe(text);
    },
  );

  it("reads short Western words as windows-1252, and has them looked at", async () => {
    const decoded = await decodeUnknown(Buffer.from([0x93, 0x43, 0x61, 0x66, 0xe9, 0x94, 0x20, 0x80, 0x35]));
    expect(decoded.text).toBe("“Café” €5");
    expect(decoded.encoding.name).toBe("windows-1252");
    expect(decoded.remarks.join()).toContain("guessed to be windows-1252");
  });

  it("shows how a doubtful text would read otherwise, where the readings differ", async () => {
    const article = await readPlain(iconv.encode(texts.russian, "windows-1251"));
    expect(article.doubts).toContain("encoding");
    const mac = article.encoding?.alternatives.find(({ name }) => name === "x-mac-cyrillic");
    expect(mac?.preview).toMatch(/в четверг/);
    expect(mac?.preview).not.toBe(texts.russian.slice(0, 200));
    for (const { preview } of article.encoding?.alternatives ?? [])
      expect(preview.length).toBeLessThanOrEqual(400);
  });

  it("does not doubt what only one encoding fits", async () => {
    const article = await readPlain(iconv.encode(texts.japanese, "shift_jis"));
    expect(article.doubts).not.toContain("encoding");
    expect(article.encoding?.alternatives).toEqual([]);
  });

  it("takes the declared encoding, but not for bytes that are valid UTF-8", async () => {
    const bytes = iconv.encode(texts.russian, "windows-1251");
    const decoded = await decodeUnknown(bytes, { declared: "CP1251" });
    expect(decoded).toMatchObject({
      text: texts.russian,
      encoding: { name: "windows-1251", alternatives: [] },
    });
    expect((await decodeUnknown(utf8(texts.russian), { declared: "iso-8859-1" })).text).toBe(texts.russian);
    expect((await decodeUnknown(utf8("plain"), { declared: "shift_jis" })).encoding.name).toBe("utf-8");
    expect((await decodeUnknown(bytes, { declared: "no-such-thing" })).text).toBe(texts.russian);
    // Declared as something in which the bytes make no sense.
    expect((await decodeUnknown(bytes, { declared: "euc-jp" })).text).toBe(texts.russian);
  });

  it("reads ISO-2022-JP, declared or by its escapes", async () => {
    const bytes = Buffer.from("\u001b$B2q<R$OLZMKF|\u001b(B ok", "latin1");
    expect((await decodeUnknown(bytes)).text).toBe("会社は木曜日 ok");
    expect((await decodeUnknown(bytes, { declared: "ISO-2022-JP" })).text).toBe("会社は木曜日 ok");
  });

  it("reads in the encoding that somebody chose, and still lists the others", async () => {
    const bytes = iconv.encode(texts.russian, "maccyrillic");
    const article = await readPlain(bytes, { encoding: "x-mac-cyrillic" });
    expect(article.text).toBe(texts.russian);
    expect(article.doubts).not.toContain("encoding");
    expect(article.encoding?.alternatives.map(({ name }) => name)).toContain("windows-1251");
    expect(article.steps[0]).toBe("decoded as x-mac-cyrillic (as chosen)");
  });

  it.each([
    ["a file cut off in the middle of a letter", utf8(texts.russian).subarray(0, 101)],
    ["a file with a byte order mark and a broken letter", Buffer.from([0xef, 0xbb, 0xbf, 0x43, 0xe9, 0x20])],
    ["half a pair in UTF-16", Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00])],
    ["an odd byte in UTF-16", Buffer.from([0xff, 0xfe, 0x41, 0x00, 0x42])],
    ["no code point in UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0, 0, 0x11, 0, 0x41, 0, 0, 0])],
  ])("shows what is lost in %s, and says so", async (_, bytes) => {
    const article = await readPlain(bytes);
    expect(article.text).toContain("\ufffd");
    expect(article.remarks.join()).toMatch(/stand as �|replaced by �/);
  });

  it("has a text with broken places looked at, with the other readings", async () => {
    const article = await readPlain(utf8(texts.russian).subarray(0, 101));
    expect(article.encoding?.name).toBe("utf-8");
    expect(article.doubts).toContain("encoding");
    expect(article.encoding?.alternatives.length).toBeGreaterThan(0);
  });

  it("takes a stray NUL for what it is", async () => {
    expect((await decodeUnknown(utf8("before\0after, and so on"))).encoding.name).toBe("utf-8");
  });
});

describe("the names of encodings", () => {
  it.each([
    ["UTF8", "utf-8"],
    ["latin1", "windows-1252"],
    ["ISO-8859-1", "windows-1252"],
    ["us-ascii", "windows-1252"],
    ["Shift-JIS", "shift_jis"],
    ["x-sjis", "shift_jis"],
    ["GBK", "gb18030"],
    ["x-mac-cyrillic", "x-mac-cyrillic"],
    ["KOI8-R", "koi8-r"],
    ["cp1250", "windows-1250"],
    ["ks_c_5601-1987", "euc-kr"],
    ["", null],
    ["klingon", null],
  ])("knows %j as %j", (name, label) => expect(encodingLabel(name)).toBe(label));
});

describe("canonical text", () => {
  it("replaces half characters visibly", () => {
    expect(canonicalText("a\ud800b \u{1f600}")).toMatchObject({ text: "a\ufffdb \u{1f600}" });
    expect(canonicalText("a\ud800b").remarks.join()).toContain("half characters");
    expect(canonicalText("a😀b")).toEqual({ text: "a😀b", steps: [], remarks: [] });
  });
});
