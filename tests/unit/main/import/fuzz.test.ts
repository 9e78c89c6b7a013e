import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { FileContent, type ImportedArticle } from "../../../../main/import/imported-article";
import { readFile } from "../../../../main/import/read-file";
import { importSamples } from "../../../import-samples";
import { mutateBytes, randomFrom } from "../../../mutate-bytes";

/*
 * Every reader against files that are wrong in some way. `npm test` runs the same cases each time; ASSAY_FUZZ=30 runs
 * new ones for 30 minutes, and ASSAY_FUZZ_SEED=n begins with the case of that number (with ASSAY_FUZZ=0.01 it is the only one).
 */

const minutes = Number(process.env["ASSAY_FUZZ"] ?? 0);
const seed = Number(process.env["ASSAY_FUZZ_SEED"] ?? (minutes > 0 ? Date.now() % 1_000_000_000 : 1));
const cases = minutes > 0 ? Number.POSITIVE_INFINITY : 3000;
/** In milliseconds of work. */
const mostTime = minutes > 0 ? minutes * 60_000 : 50_000;
const mostPerCase = 5000;

/** Time that this process has worked, in milliseconds: a busy machine is no fault of a reader. */
const worked = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Says what is wrong with an article; "" when it is as the schema and the store want it. */
const faultOf = ({ text, blocks, asides, pages, proposals }: ImportedArticle): string => {
  let last = 0;
  for (const { start, end } of blocks) {
    if (start < last || end <= start || end > text.length)
      return `block ${start} to ${end} of ${text.length}`;
    last = end;
  }
  if (/\p{Cs}/u.test(text)) return "half a character in the text";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
  if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/.test(text))
    return "a control character in the text";
  if (asides.some(({ at, text: aside }) => at > text.length || /\p{Cs}/u.test(aside))) return "an aside";
  if (pages.some((page, at) => page > text.length || page < (pages[at - 1] ?? 0))) return "a page";
  if (!proposals.some(({ field }) => field === "title")) return "no title";
  return proposals.some(({ value }) => /\p{Cs}|\n/u.test(value)) ? "a proposal" : "";
};

/** Reads as the host does: members of archives are files of their own. */
const readAll = async (bytes: Uint8Array, fileName: string, depth = 0): Promise<string> => {
  const result = await readFile(bytes, { fileName, columns: { "*": { text: "text" } } }, () => {});
  if (!result.ok)
    return result.error.message.length > 0 && result.error.message.length < 2000 ? "" : "a message";
  const content = FileContent.parse(result.value);
  if (content.kind === "table") return "";
  if (content.kind === "articles") return content.articles.map(faultOf).find((fault) => fault !== "") ?? "";
  for (const { name, bytes: member } of depth < 2 ? content.members.slice(0, 3) : []) {
    const fault = await readAll(member, name, depth + 1);
    if (fault !== "") return fault;
  }
  return "";
};

/** A reader that never comes back cannot be told by its own thread. */
const watchCase = () => {
  const state = new Int32Array(new SharedArrayBuffer(8));
  const source = `const { state, most } = require("node:worker_threads").workerData; let before = -1, since = 0;
    setInterval(() => { const now = Atomics.load(state, 0); if (now !== before) { before = now; since = Date.now(); }
      if (Atomics.load(state, 1) === 0 && Date.now() - since > most) { require("node:fs").writeSync(2, "Fuzz case " + now + " hangs: ASSAY_FUZZ_SEED=" + now + "\\n"); process.kill(process.pid, "SIGKILL"); } }, 500);`;
  const watcher = new Worker(source, { eval: true, workerData: { state, most: 30_000 } });
  return { begin: (at: number) => Atomics.store(state, 0, at), end: () => watcher.terminate() };
};

test("There are samples of every format", () => {
  const formats = new Set(importSamples.map(({ format }) => format));
  for (const format of [
    "csv",
    "docx",
    "eml",
    "epub",
    "feed",
    "html",
    "jsonl",
    "mhtml",
    "news-export",
    "odt",
    "rtf",
    "warc",
    "zip",
  ])
    expect(formats).toContain(format);
});

/** Samples that no reader can get a text from, and has to say so. */
const withoutText = /^(?:protected|scan)/;

test.each(importSamples)("$format: $name is read as it is", async ({ name, bytes }) => {
  const result = await readFile(bytes, { fileName: name }, () => {});
  expect(result).toMatchObject({ ok: !withoutText.test(name) });
  expect(await readAll(bytes, name)).toBe("");
});

test(
  `Whatever is wrong with a file, it has an outcome, and articles are sound (seed ${seed})`,
  async () => {
    const watched = watchCase();
    const start = worked();
    const faults: string[] = [];
    let done = 0;
    for (; done < cases && worked() - start < mostTime && faults.length < 10; done += 1) {
      const number = seed + done;
      const random = randomFrom(number);
      const sample = importSamples[random(importSamples.length)];
      const other = importSamples[random(importSamples.length)];
      if (sample === undefined || other === undefined) throw new Error("There are no samples");
      const { how, bytes } = mutateBytes(sample.bytes, random, other.bytes);
      watched.begin(number);
      const from = worked();
      const fault = await readAll(bytes, sample.name).catch(
        (cause: unknown) => `threw ${cause instanceof Error ? cause.stack : cause}`,
      );
      const time = worked() - from;
      if (fault !== "") faults.push(`case ${number}, ${sample.name} (${how}): ${fault}`);
      else if (time > mostPerCase)
        faults.push(`case ${number}, ${sample.name} (${how}): took ${Math.round(time)} ms`);
    }
    await watched.end();
    console.log(`fuzz: ${done} cases in ${Math.round(worked() - start)} ms`);
    expect(faults).toEqual([]);
    if (minutes === 0) expect(done).toBeGreaterThan(1000);
  },
  3 * mostTime + 60_000,
);
