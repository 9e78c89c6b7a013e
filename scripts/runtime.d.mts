/** The types of runtime.mjs, for the tests. */
export function electronRuntime(): {
  readonly electronPath: string;
  readonly electronDir: string;
  readonly version: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};
export function hasDisplay(): boolean;
export const virtualDisplay: readonly string[];
