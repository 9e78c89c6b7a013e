import { describe, expect, it, onTestFinished, vi } from "vitest";
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

  const ofSize = (name: string, bytes: number): SentFile => ({
    ...aFile(name),
    arrayBuffer: () => Promise.resolve(new ArrayBuffer(bytes)),
  });

  it("never sends more than 20 MB at once, but for a file that is larger", async () => {
    const files = [
      ...Array.from({ length: 20 }, (_, at) => ofSize(`${at}.pdf`, 3_000_000)),
      ofSize("large.zip", 30_000_000),
      aFile("b.txt"),
    ];
    const { portions } = await sending(files);
    const sizes = portions.map((names) =>
      names.reduce(
        (sum, name) => sum + (name.endsWith(".pdf") ? 3_000_000 : name === "large.zip" ? 30_000_000 : 5),
        0,
      ),
    );
    expect(Math.max(...sizes.filter((size) => size !== 30_000_000))).toBe(18_000_000);
    expect(portions.at(-2)).toEqual(["large.zip"]);
    expect(portions.flat()).toEqual(files.map(({ name }) => name));
  });

  it("sends large files one by one at first, so that progress is told of each", async () => {
    const { progress } = await sending(Array.from({ length: 4 }, (_, at) => ofSize(`${at}.pdf`, 900_000)));
    expect(progress).toEqual([1, 3, 4]);
  });

  it("sends one file at a time where each takes long", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const sent: number[] = [];
    const files = Array.from({ length: 60 }, (_, at) => aFile(`${at}.pdf`));
    await sendFiles(files, {
      send: (portion) => {
        sent.push(portion.length);
        vi.advanceTimersByTime(2500);
        return Promise.resolve(portion.map(({ name }) => imported(name)));
      },
      isCancelled: () => false,
      onProgress: () => {},
    });
    expect(sent.slice(0, 6)).toEqual([25, 12, 6, 3, 1, 1]);
    expect(sent.reduce((sum, count) => sum + count, 0)).toBe(60);
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
