/** The order of names in every list, as the store has it: "Post 9" before "Post 10", whatever the case. */
export const compareNames: (a: string, b: string) => number = new Intl.Collator("en", {
  sensitivity: "base",
  numeric: true,
}).compare;
