/** Latin ligatures, and the forms that Arabic letters take in print: what stands in the text is the letters. */
const printed = /[\ufb00-\ufb06\ufb50-\ufdfb\ufe70-\ufefc]/g;

/**
 * Writes printers' ligatures as the letters that they stand for, and says how many there were. Nothing else is normalised.
 */
export const openLigatures = (text: string): { readonly text: string; readonly count: number } => {
  let count = 0;
  const opened = text.replace(printed, (form) => {
    count += 1;
    return form.normalize("NFKC");
  });
  return { text: opened, count };
};
