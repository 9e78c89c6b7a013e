import { describe, expect, it } from "vitest";
import { finishArticle } from "../../../../main/import/finish-article";
import { detectLanguage, isInOtherScript, languageTag } from "../../../../main/import/language";

const texts: Readonly<Record<string, string>> = {
  en: "The ferry line will close its northern route at the end of the month, three people briefed on the plan said on Tuesday.",
  fr: "La compagnie a annoncé jeudi que le bac cesserait de naviguer à la mi-septembre, a déclaré un responsable de la ville.",
  de: "Die Reederei erklärte am Donnerstag, die Fähre werde bis Mitte September eingestellt. Das ist ein großer Schritt.",
  es: "La compañía anunció el jueves que el transbordador dejará de navegar a mediados de septiembre, dijo el alcalde.",
  it: "La compagnia ha annunciato giovedì che il traghetto smetterà di navigare a metà settembre, ha detto il sindaco.",
  pt: "A companhia anunciou na quinta-feira que a balsa deixará de navegar em meados de setembro, disse o prefeito da cidade.",
  nl: "De rederij maakte donderdag bekend dat de veerboot half september uit de vaart wordt genomen, zei de burgemeester.",
  af: "Die maatskappy het Donderdag aangekondig dat die veerboot nie meer na September sal vaar nie, het die burgemeester gesê.",
  sv: "Rederiet meddelade på torsdagen att färjan kommer att sluta gå i mitten av september. Det är ett viktigt steg, sade borgmästaren.",
  da: "Rederiet meddelte torsdag, at færgen holder op med at sejle midt i september. Det er et vigtigt skridt, siger borgmesteren i byen.",
  fi: "Varustamo ilmoitti torstaina, että lautta lopettaa liikennöinnin syyskuun puolivälissä. Se on tärkeä askel, sanoi pormestari.",
  ru: "Пароходство объявило в четверг, что паром перестанет ходить в середине сентября, сказал мэр города.",
  ar: "أعلنت الشركة يوم الخميس أن العبارة ستتوقف عن العمل بحلول منتصف سبتمبر، وقال رئيس البلدية إن هذه خطوة مهمة.",
  fa: "شرکت روز پنجشنبه اعلام کرد که کشتی تا اواسط سپتامبر از کار می‌ایستد. شهردار گفت که این گام مهمی است.",
  ur: "کمپنی نے جمعرات کو اعلان کیا کہ کشتی ستمبر کے وسط تک چلنا بند ہو جائے گی۔ میئر نے کہا کہ یہ ایک اہم قدم ہے۔",
  he: "החברה הודיעה ביום חמישי כי המעבורת תפסיק לפעול באמצע ספטמבר. ראש העיר אמר כי זהו צעד חשוב.",
  ckb: "کۆمپانیاکە ڕۆژی پێنجشەممە ڕایگەیاند کە کەشتییەکە لە ناوەڕاستی ئەیلوولدا دەوەستێت. شارەوان گوتی ئەمە هەنگاوێکی گرنگە.",
  ja: "会社は木曜日、フェリーが九月中旬に運航を終えると発表した。市長は「これは重要な一歩だ」と述べた。",
  zh: "公司周四宣布，渡轮将于九月中旬停航。市长说：“这是重要的一步。”许多居民表示支持这项决定。",
  ko: "회사는 목요일 여객선이 9월 중순에 운항을 멈출 것이라고 발표했다. 시장은 중요한 조치라고 말했다.",
};

describe("the language of a text", () => {
  it.each(Object.entries(texts))("is told: %s", (language, text) =>
    expect(detectLanguage(text)).toBe(language),
  );

  it.each(["", "12 34 56 78", "ok", "lorem ipsum"])("is left open for %j", (text) =>
    expect(detectLanguage(text)).toBe(""),
  );

  it("costs the same for a text of any length", () => {
    const began = performance.now();
    expect(detectLanguage(`${texts["en"]} `.repeat(200_000))).toBe("en");
    expect(performance.now() - began).toBeLessThan(500);
  });

  it.each([
    ["EN_us", "en-US"],
    ["iw", "he"],
    ["zh-hant-tw", "zh-Hant-TW"],
    ["und", ""],
    ["english please", ""],
    ["", ""],
  ])("has the tag %j for %j", (given, tag) => expect(languageTag(given)).toBe(tag));
});

describe("a language that is stated", () => {
  const finish = (text: string, isKnown = false) => {
    const stated = { field: "language", value: "en", from: "html lang", strength: "stated" } as const;
    const result = finishArticle(
      {
        mediaType: "text/html",
        importer: "test 1",
        pieces: [{ kind: "paragraph", text }],
        proposals: isKnown ? [] : [stated],
        steps: [],
      },
      { fileName: "x", proposals: isKnown ? [stated] : [] },
    );
    return result.ok
      ? result.value.proposals.filter(({ field }) => field === "language").map(({ value }) => value)
      : [];
  };

  it("is believed, unless the text is in another script", () => {
    expect(finish(texts["fr"] ?? "")).toEqual(["en"]);
    expect(finish(texts["ar"] ?? "")).toEqual(["ar", "en"]);
    expect(finish(texts["he"] ?? "")[0]).toBe("he");
  });

  it("is always believed when a person stated it", () => {
    expect(finish(texts["ar"] ?? "", true)).toEqual(["en"]);
  });

  it("is compared by script only where the script is plain", () => {
    expect(isInOtherScript("ar", texts["en"] ?? "")).toBe(true);
    expect(isInOtherScript("fa", texts["ar"] ?? "")).toBe(false);
    expect(isInOtherScript("ja", texts["en"] ?? "")).toBe(false);
    expect(isInOtherScript("en", "العبارة")).toBe(false);
  });
});
