/** What goes wrong: a call, its error, and at which calls ("3" the third, "3+7" then every seventh, "3+" from there on). */
export type Fault = readonly [call: string, error: string, when: string];

/** What to start a worker through, so that chosen calls of its main thread are answered with an error in the kernel's place. */
export const withFault = ([call, error, when]: Fault): readonly string[] => [
  ...["strace", "-o", "/dev/null", "-e", `trace=${call}`],
  ...["-e", `inject=${call}:error=${error}:when=${when}`],
];

/** Does the same for many things, two at a time: the machine has two cores, and each takes half a second. */
export const twoAtATime = async <T>(
  things: readonly T[],
  work: (thing: T) => Promise<void>,
): Promise<void> => {
  const left = [...things];
  const lane = async (): Promise<void> => {
    for (let thing = left.shift(); thing !== undefined; thing = left.shift()) await work(thing);
  };
  await Promise.all([lane(), lane()]);
};
