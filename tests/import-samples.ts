/** A valid file of some format, for tests that change it. */
export type ImportSample = { readonly name: string; readonly bytes: Uint8Array };

const modules = import.meta.glob<{ samples?: readonly ImportSample[] }>("./samples/*.ts", { eager: true });

/** Small valid files of every format that can be imported, by the name of the format. */
export const importSamples: readonly (ImportSample & { readonly format: string })[] = Object.entries(
  modules,
).flatMap(([path, { samples = [] }]) =>
  samples.map((sample) => ({ ...sample, format: /([^/]+)\.ts$/.exec(path)?.[1] ?? path })),
);
