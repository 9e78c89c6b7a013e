/**
 * News agencies and broadcasters by the names under which they stand in datelines, credits and "told ..." phrases. Other
 * outlets are told by the form of their names; these have names that say nothing or are short.
 */
const outlets: Readonly<Record<string, readonly string[]>> = {
  AP: ["AP", "A.P.", "Associated Press", "The Associated Press"],
  Reuters: ["Reuters", "Thomson Reuters", "Reuters News"],
  AFP: ["AFP", "Agence France-Presse", "Agence France Presse"],
  dpa: ["dpa", "DPA", "Deutsche Presse-Agentur"],
  EFE: ["EFE", "Agencia EFE"],
  ANSA: ["ANSA"],
  Xinhua: ["Xinhua", "Xinhua News Agency"],
  TASS: ["TASS", "ITAR-TASS"],
  "RIA Novosti": ["RIA Novosti", "RIA"],
  Interfax: ["Interfax", "Interfax-Ukraine"],
  UPI: ["UPI", "United Press International"],
  "PA Media": ["PA", "PA Media", "Press Association"],
  "Kyodo News": ["Kyodo", "Kyodo News"],
  "Jiji Press": ["Jiji", "Jiji Press"],
  Yonhap: ["Yonhap", "Yonhap News Agency"],
  "Anadolu Agency": ["AA", "Anadolu", "Anadolu Agency", "Anadolu Ajansı"],
  IANS: ["IANS"],
  ANI: ["ANI"],
  PTI: ["PTI", "Press Trust of India"],
  Bernama: ["Bernama"],
  Antara: ["Antara"],
  Ukrinform: ["Ukrinform"],
  Belga: ["Belga"],
  ANP: ["ANP"],
  Lusa: ["Lusa"],
  SANA: ["SANA"],
  WAFA: ["WAFA"],
  IRNA: ["IRNA"],
  QNA: ["QNA"],
  KUNA: ["KUNA"],
  "UN News": ["UN News"],
  Bloomberg: ["Bloomberg", "Bloomberg News"],
  CNN: ["CNN"],
  BBC: ["BBC", "BBC News"],
  NPR: ["NPR"],
  "ABC News": ["ABC News"],
  "CBS News": ["CBS", "CBS News"],
  "NBC News": ["NBC", "NBC News"],
  MSNBC: ["MSNBC"],
  PBS: ["PBS", "PBS NewsHour"],
  CNBC: ["CNBC"],
  "Fox News": ["Fox News", "Fox News Digital"],
  "Sky News": ["Sky News"],
  "Al Jazeera": ["Al Jazeera"],
  "Al Arabiya": ["Al Arabiya"],
  "France 24": ["France 24", "FRANCE 24"],
  RFI: ["RFI", "Radio France Internationale"],
  "RFE/RL": ["RFE/RL", "RFE", "Radio Free Europe"],
  VOA: ["VOA", "Voice of America"],
  DW: ["DW", "Deutsche Welle"],
  RT: ["RT"],
  CGTN: ["CGTN"],
  NHK: ["NHK"],
  TRT: ["TRT", "TRT World"],
  ITV: ["ITV", "ITV News"],
  CBC: ["CBC", "CBC News"],
  Axios: ["Axios"],
  Politico: ["Politico", "POLITICO"],
};

const byAlias = new Map(
  Object.entries(outlets).flatMap(([name, aliases]) => aliases.map((alias) => [alias, name] as const)),
);

/** A known agency's or broadcaster's name for what a text calls it; null for a name that is not known. */
export const knownOutlet = (called: string): string | null =>
  byAlias.get(called.replace(/^the\s+/i, "").trim()) ?? byAlias.get(called.trim()) ?? null;

/** Every known way to write an outlet, longest first, as the inside of a regular expression. */
export const knownOutletPattern = [...byAlias.keys()]
  .sort((one, other) => other.length - one.length)
  .map((alias) => alias.replace(/[.\\/]/g, "\\$&"))
  .join("|");
