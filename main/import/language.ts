import { detectAll } from "tinyld";

/**
 * UTF-16 units looked at to tell the language: enough to be sure, few enough for ten thousand files. The detector takes
 * 0.5 ms for them, so that function words, which take a tenth of that, are asked first.
 */
const sampleLength = 400;
const fewestLetters = 60;
const leastAccuracy = 0.3;

/**
 * The commonest function words of the languages that most reports come in. They settle the plain cases without
 * the detector; words that stand in several lists count for each.
 */
const functionWords: Readonly<Record<string, string>> = {
  en: "the of and to in a that is was for on with as by at from it be has have are were his which not this but had an they who will their said or been",
  fr: "le la les de des du et en un une que qui dans pour par sur est au aux pas ne ce se il elle avec son sa ses plus a ont été cette mais sont à",
  de: "der die das und in den von zu mit dem im des ein eine ist nicht auf für sich auch als an werden aus bei nach dass sie er es hat einen einer wird am um wie noch",
  es: "el la los las de que y en un una por con para del se al su no es lo como más fue ha sus este pero sobre entre también desde según",
  it: "il la di che e in un una per del della dei con non le i gli al nel sono è da si dal alla anche come più ha lo degli delle nella",
  pt: "o a os as de que e em um uma para com do da dos das no na por se não ao mais foi como pelo pela é sua seu também à são",
  nl: "de het een van en in is op te dat voor met zijn die aan niet ook door als bij er maar om tot uit worden naar heeft wordt hij",
  sv: "och i att det som en ett på är av för med den till inte om har de han var men sig från så kan när hade vid under sade hon ska skulle efter kommer",
  da: "og i at det som en et på er af for med den til ikke om har de han var men sig fra så kan når havde ved under siger hun skal skulle efter blev også",
  nb: "og i å det som en et på er av for med den til ikke om har de han var men seg fra så kan når hadde ved under sier hun skal skulle etter ble også at",
  // Not many reports come in these, but they would be taken for a neighbour.
  af: "die het van en in is dat nie vir met op te aan sy hul wat ook na teen was as om by deur word sal n",
  ca: "el la els les de que i en un una per amb del al dels no es va són com més seu però aquest aquesta també des ha pel als",
  gl: "o a os as de que e en un unha para por con do da dos das no na non se máis foi como polo pola é súa seu tamén ao ós",
};

const languages = Object.keys(functionWords);

/** The languages whose function word a word is, by their place in `languages`. */
const languagesOf = new Map<string, number[]>();
for (const [at, language] of languages.entries())
  for (const word of functionWords[language]?.split(" ") ?? [])
    languagesOf.set(word, [...(languagesOf.get(word) ?? []), at]);

const fewestWords = 12;
/** Of a text's words, this share must be function words of the language, and so many times more than of the next. */
const leastShare = 0.25;
const leastLead = 1.6;

/** The language of plain prose by its function words; null when they do not settle it. */
const byFunctionWords = (words: readonly string[]): string | null => {
  if (words.length < fewestWords) return null;
  const counts = languages.map(() => 0);
  for (const word of words) for (const at of languagesOf.get(word) ?? []) counts[at] = (counts[at] ?? 0) + 1;
  const best = Math.max(...counts);
  const place = counts.indexOf(best);
  const next = Math.max(...counts.filter((_, at) => at !== place));
  return best >= words.length * leastShare && best >= next * leastLead ? (languages[place] ?? null) : null;
};

/** Letters of languages in Arabic script that the detector takes for Persian or Urdu. */
const arabicScript: readonly { readonly language: string; readonly letters: RegExp }[] = [
  { language: "ckb", letters: /[ڕڵۆێە]/g },
  { language: "ps", letters: /[ټډړږښګڼې]/g },
];
const leastSpecial = 0.03;

const detect = (sample: string): string => {
  const best = detectAll(sample)[0];
  if (best === undefined || best.accuracy < leastAccuracy) return "";
  if (!/^(?:ar|fa|ur)$/.test(best.lang)) return best.lang;
  const special = arabicScript.find(
    ({ letters }) => (sample.match(letters)?.length ?? 0) > sample.length * leastSpecial,
  );
  return special?.language ?? best.lang;
};

/** A letter of these scripts says as much as three of an alphabet. */
const isDense = (word: string): boolean => /^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(word);

/** The text's language as a BCP 47 tag; "" when it is too short or the guess too weak. */
export const detectLanguage = (text: string): string => {
  const sample = text.slice(0, sampleLength);
  const words = sample.toLowerCase().match(/\p{L}+/gu) ?? [];
  const letters = words.reduce((sum, word) => sum + word.length * (isDense(word) ? 3 : 1), 0);
  if (letters < fewestLetters) return "";
  return byFunctionWords(words) ?? detect(sample);
};

const scripts: readonly { readonly script: string; readonly letters: RegExp }[] = [
  { script: "Arab", letters: /\p{Script=Arabic}/gu },
  { script: "Hebr", letters: /\p{Script=Hebrew}/gu },
  { script: "Cyrl", letters: /\p{Script=Cyrillic}/gu },
  { script: "Grek", letters: /\p{Script=Greek}/gu },
  { script: "Latn", letters: /\p{Script=Latin}/gu },
];
const mostLetters = 0.8;

/**
 * Whether a text is plainly in another script than its language is written in: pages in Arabic often say that they are
 * English, and would be read from the wrong side. False when that is not plain.
 */
export const isInOtherScript = (tag: string, text: string): boolean => {
  const sample = text.slice(0, sampleLength);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  if (letters < fewestLetters) return false;
  const found = scripts.find(({ letters: of }) => (sample.match(of)?.length ?? 0) >= letters * mostLetters);
  const usual = new Intl.Locale(tag).maximize().script;
  const isKnown = scripts.some(({ script }) => script === usual);
  return found !== undefined && usual !== undefined && isKnown && found.script !== usual;
};

/** A language tag in its canonical form ("EN_us" is "en-US"); "" for what is none. */
export const languageTag = (value: string): string => {
  try {
    const tag = Intl.getCanonicalLocales(value.replaceAll("_", "-"))[0] ?? "";
    return tag.length > 35 || tag === "und" ? "" : tag;
  } catch {
    return "";
  }
};
