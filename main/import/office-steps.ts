/** What was read of an office document and what was not, for its provenance. */
export const officeSteps = (what: string, pictures: number, hasRunningHeads = false): string[] => [
  `text read from ${what}`,
  ...(pictures > 0 ? [`${pictures} ${pictures === 1 ? "picture" : "pictures"} left out`] : []),
  ...(hasRunningHeads ? ["headers and footers left out"] : []),
];

/** How many of a package's parts are pictures. */
export const picturesIn = (names: readonly string[]): number =>
  names.filter((name) => /\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp|heic|avif)$/i.test(name)).length;
