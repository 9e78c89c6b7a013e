import { z } from "zod";
import { fail } from "../../shared/errors";
import { ok, type Result } from "../../shared/result";
import { type Drawing, lendDocument, startDrawing } from "./drawing-process";

/** Runs of text of one page, and characters of one run: no page for people has more. */
const mostRunsOfPage = 5_000;
const longestRun = 2_000;

/** A page of a PDF as the view needs it. Points; `runs` is its text at its places, for selecting, copying and reading aloud. */
const PdfPage = z.object({
  width: z.number().positive().finite(),
  height: z.number().positive().finite(),
  runs: z
    .array(
      z.object({
        text: z.string().max(longestRun),
        matrix: z.array(z.number().finite()).length(6),
        size: z.number().positive().finite(),
        length: z.number().nonnegative().finite(),
      }),
    )
    .max(mostRunsOfPage),
});
export type PdfPage = z.infer<typeof PdfPage>;

/** A PDF that is open for drawing. What cannot be drawn or read is null; the other pages go on. */
export type PdfPages = {
  readonly count: number;
  /** Of the page `at`, from 1, at most so many runs of text. */
  readonly describe: (at: number, mostRuns: number) => Promise<PdfPage | null>;
  /** A PNG of the page `at`, from 1. Goes before what else is waited for, the last that was asked for first. */
  readonly draw: (at: number) => Promise<Uint8Array | null>;
  /** Ends the process. What is waited for is null. */
  readonly close: () => void;
};

/** In pixels: twice the width at which a page is shown, and no more than this in all however long a page is. */
const width = 1600;
const mostPixels = 12_000_000;

/** Milliseconds that one page, and that opening the document, may take. */
const limits = { page: 20_000, open: 30_000 };
/** A document that has ended so many processes one after the other is drawn no further. */
const mostDeaths = 5;

const failed = fail(
  "damaged",
  "The pages of this PDF could not be drawn",
  "“Export original” in the article's details writes the very same bytes to a file, for a PDF viewer.",
);

type Waiting = {
  readonly at: number;
  readonly isUrgent: boolean;
  readonly script: string;
  readonly settle: (answer: unknown) => void;
};

/** Opens a PDF in a process of its own, and in another one when that has died over a page. */
export const openPdfPages = async (
  bytes: Uint8Array,
  bundle: string,
  unwanted: AbortSignal,
): Promise<Result<PdfPages>> => {
  const document = lendDocument(bytes);
  let drawing: Drawing | null = null;
  let deaths = 0;
  let isClosed = false;
  let isBusy = false;
  let waiting: Waiting[] = [];
  /** Pages over which a process has ended. */
  const deadly = new Set<number>();

  const close = () => {
    isClosed = true;
    document.takeBack();
    drawing?.end();
    for (const { settle } of waiting) settle(null);
    waiting = [];
  };

  /** How many pages the document has; null when it could not be opened in a new process. */
  const open = async (): Promise<unknown> => {
    drawing = await startDrawing(bundle, document.page);
    if (isClosed) drawing.end();
    const count = await drawing.ask("pdfPages.open()", limits.open);
    if (count === null) drawing.end();
    return count;
  };

  const answer = async ({ at, script }: Waiting): Promise<unknown> => {
    if (deadly.has(at) || deaths >= mostDeaths) return null;
    if (drawing?.isAlive() !== true && (await open()) === null) {
      deaths += 1;
      return null;
    }
    const found = await drawing?.ask(script, limits.page);
    const isAlive = drawing?.isAlive() === true;
    if (!isAlive) deadly.add(at);
    deaths = isAlive ? 0 : deaths + 1;
    return found ?? null;
  };

  const work = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    while (!isClosed && waiting.length > 0) {
      // Who scrolls through many pages waits for the one that they came to.
      const next = waiting.findLast(({ isUrgent }) => isUrgent) ?? waiting[0];
      if (next === undefined) break;
      waiting = waiting.filter((one) => one !== next);
      next.settle(await answer(next));
    }
    isBusy = false;
  };

  const ask = (at: number, isUrgent: boolean, script: string): Promise<unknown> =>
    isClosed
      ? Promise.resolve(null)
      : new Promise((settle) => {
          waiting.push({ at, isUrgent, script, settle });
          void work();
        });

  unwanted.addEventListener("abort", close, { once: true });
  const count = z
    .number()
    .int()
    .positive()
    .max(100_000)
    .safeParse(await open());
  if (!count.success) {
    close();
    return failed;
  }
  return ok({
    count: count.data,
    describe: async (at, mostRuns) => {
      const runs = Math.min(mostRuns, mostRunsOfPage);
      const page = PdfPage.safeParse(
        await ask(at, false, `pdfPages.describe(${at}, ${runs}, ${longestRun})`),
      );
      return page.success ? page.data : null;
    },
    draw: async (at) => {
      const picture = await ask(at, true, `pdfPages.draw(${at}, ${width}, ${mostPixels})`);
      return typeof picture === "string" ? Buffer.from(picture, "base64") : null;
    },
    close,
  });
};
