const rightToLeft = /^(ar|arc|ckb|dv|fa|ha-arab|he|iw|ku-arab|nqo|pa-arab|prs|ps|sd|syr|ug|ur|uz-arab|yi)\b/i;

/** The direction that a text in this language (BCP 47) is read in; the browser tells by its letters where none is known. */
export const directionOf = (language: string): "ltr" | "rtl" | "auto" => {
  if (language === "") return "auto";
  return rightToLeft.test(language) ? "rtl" : "ltr";
};
