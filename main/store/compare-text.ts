/** The order of names on the screen: letters before their case and accents, numbers by their value. */
export const compareText = new Intl.Collator("en", { sensitivity: "base", numeric: true }).compare;
