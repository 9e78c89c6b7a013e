import { describe, expect, it } from "vitest";
import { type SentFile, sendFiles } from "../../../renderer/features/library/send-files";
import type { ImportOutcome } from "../../../shared/domain/article";

const aFile = (name: string, size = 5): SentFile => ({
  name,
  size,
  arrayBuffer: () => Promise.resolve(new ArrayBuffer(Math.min(size, 1000))),
});
const imported = (fileName: string): ImportOutcome => ({
  fileName,
  part: "",
  outcome: "imported",
  articleId: null,
  title: fileName,
  publishedOn: null,
  source: "",
  characters: 5,
  steps: [],
  remarks: [],
  proposals: [],
  revisionOf: null,
  table: null,
});

/** Sends files and keeps what was sent and how far it said to be. */
const sending = async (
  files: readonly SentFile[],
  set: { isCancelled?: (sent: number) => boolean; fails?: (portion: number) => boolean } = {},
) => {
  const portions: string[][] = [];
  const progress: number[] = [];
  const outcomes = await sendFiles(files, {
    send: (sent) => {
      portions.push(sent.map(({ name }) => name));
      const isLost = set.fails?.(portions.length) ?? false;
      return Promise.resolve(isLost ? null : sent.map(({ name }) => imported(name)));
    },
    isCancelled: () => set.isCancelled?.(portions.length) ?? false,
    onProgress: (done) => progress.push(done),
  });
  return { portions, progress, outcomes };
};

describe("sending dropped files", () => {
  it("takes them in portions that grow while they are quick, in their order, each file with an outcome", async () => {
    const files = Array.from({ length: 100 }, (_, index) => aFile(`${index}.txt`));
    const { portions, progress, outcomes } = await sending(files);
    expect(portions.map((portion) => portion.length)).toEqual([25, 50, 25]);
    expect(progress).toEqual([25, 75, 100]);
    expect(outcomes.map(({ fileName }) => fileName)).toEqual(files.map(({ name }) => name));
  });

  it("never sends more than 20 MB at once, but for a file that is larger", async () => {
    const large = { ...aFile("large.zip"), arrayBuffer: () => Promise.resolve(new ArrayBuffer(30_000_000)) };
    const half = { ...aFile("half.pdf"), arrayBuffer: () => Promise.resolve(new ArrayBuffer(11_000_000)) };
    const { portions } = await sending([aFile("a.txt"), large, aFile("b.txt"), half, half]);
    expect(portions).toEqual([["a.txt"], ["large.zip"], ["b.txt", "half.pdf"], ["half.pdf"]]);
  });

  it("never reads a project, whose lock would be lost with it, nor what is too large for any archive", async () => {
    const unread = { ...aFile("mine.assay"), arrayBuffer: () => Promise.reject(new Error("was read")) };
    const { portions, outcomes } = await sending([
      unread,
      { ...unread, name: "MINE.ASSAY-wal" },
      aFile("archive.zip", 200_000_001),
      aFile("a.txt"),
    ]);
    expect(portions).toEqual([["a.txt"]]);
    expect(outcomes.map(({ outcome, remarks }) => [outcome, remarks[0]?.slice(0, 22)])).toEqual([
      ["failed", "It is an Assay project"],
      ["failed", "It is an Assay project"],
      ["failed", "It is larger than 200 "],
      ["imported", undefined],
    ]);
  });

  it("reports a file that is gone and goes on", async () => {
    const gone = { ...aFile("gone.txt"), arrayBuffer: () => Promise.reject(new Error("not found")) };
    const { outcomes } = await sending([gone, aFile("here.txt")]);
    expect(outcomes.map(({ fileName, outcome }) => [fileName, outcome])).toEqual([
      ["gone.txt", "failed"],
      ["here.txt", "imported"],
    ]);
  });

  it("reports a lost portion file by file and goes on with the next", async () => {
    const files = Array.from({ length: 30 }, (_, index) => aFile(`${index}.txt`));
    const { outcomes } = await sending(files, { fails: (portion) => portion === 1 });
    expect(outcomes.filter(({ outcome }) => outcome === "failed")).toHaveLength(25);
    expect(outcomes.filter(({ outcome }) => outcome === "imported")).toHaveLength(5);
  });

  it("ends when it is cancelled, keeps what is done and says how many files were not read", async () => {
    const files = Array.from({ length: 100 }, (_, index) => aFile(`${index}.txt`));
    const { portions, outcomes } = await sending(files, { isCancelled: (sent) => sent === 1 });
    const kept = outcomes.filter(({ outcome }) => outcome === "imported").length;
    expect(portions.flat()).toHaveLength(kept);
    expect(outcomes.at(-1)).toMatchObject({ fileName: "", outcome: "failed" });
    expect(outcomes.at(-1)?.remarks).toEqual([
      `the import was cancelled: ${100 - kept} files were not read. What was read before is kept.`,
    ]);
  });
});
