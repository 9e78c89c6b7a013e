import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { samples as docx } from "../samples/docx";
import { samples as epub } from "../samples/epub";
import { samples as mhtml } from "../samples/mhtml";
import { samples as odt } from "../samples/odt";
import { line, pdfOf } from "../samples/pdf";
import { samples as rtf } from "../samples/rtf";
import { type Assay, expect, test } from "./app";
import { paragraphs, title } from "./ferry";
import { importOriginal, show } from "./original";

test.use({ project: "new" });

/** Imports a page; what it takes to show its original. */
const importPage = (assay: Assay, inBody = "") =>
  importOriginal(
    assay,
    "page.html",
    `<!doctype html><html><head><title>${title}</title></head><body>${inBody}<h1>${title}</h1>${paragraphs
      .slice(1)
      .map((words) => `<p>${words}</p>`)
      .join("")}</body></html>`,
  );

/** What the window of the original shows at a place, in its own pixels: red, green, blue. */
const colourAt = (assay: Assay, x: number, y: number) =>
  assay.app.evaluate(
    async ({ BrowserWindow }, at) => {
      const shown = BrowserWindow.getAllWindows().find((one) =>
        one.webContents.getURL().startsWith("app://original"),
      );
      const picture = await shown?.webContents.capturePage({ x: at.x, y: at.y, width: 1, height: 1 });
      // Blue, green, red, opacity.
      const [blue = -1, green = -1, red = -1] = picture?.toBitmap() ?? [];
      return [red, green, blue];
    },
    { x, y },
  );

/** Keys of a person who looks at the original. */
const press = (assay: Assay, keyCode: string, modifiers: readonly "control"[] = []) =>
  assay.app.evaluate(
    ({ BrowserWindow }, key) => {
      const shown = BrowserWindow.getAllWindows().find((one) =>
        one.webContents.getURL().startsWith("app://original"),
      );
      for (const type of ["keyDown", "keyUp"] as const)
        shown?.webContents.sendInputEvent({ type, keyCode: key.keyCode, modifiers: [...key.modifiers] });
    },
    { keyCode, modifiers },
  );

/** All text in the window of the original, as it is copied: "" until there is some. */
const copied = async (assay: Assay) => {
  await press(assay, "a", ["control"]);
  await press(assay, "c", ["control"]);
  return assay.app.evaluate(({ clipboard }) => clipboard.readText());
};

const isLoading = (assay: Assay) =>
  assay.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some(({ webContents }) => webContents.isLoading()),
  );

const resizeOriginal = (assay: Assay, width: number, height: number) =>
  assay.app.evaluate(
    ({ BrowserWindow }, size) =>
      BrowserWindow.getAllWindows()
        .find((one) => one.webContents.getURL().startsWith("app://original"))
        ?.setContentSize(size.width, size.height),
    { width, height },
  );

const closeOriginal = (assay: Assay) =>
  assay.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((one) => one.webContents.getURL().startsWith("app://original"))
      ?.close(),
  );

/** What the page that draws PDFs has of the world: a hostile document could have made it its own. */
const insideDrawing = (assay: Assay) =>
  assay.app.evaluate(async ({ webContents }) => {
    const drawing = webContents.getAllWebContents().find((one) => one.getURL().includes("/pdf-pages/"));
    const { sandbox, contextIsolation, nodeIntegration } = (
      drawing as unknown as { getLastWebPreferences: () => Record<string, unknown> }
    ).getLastWebPreferences();
    const found = await drawing?.executeJavaScript(`(async () => ({
      reached: await fetch("http://192.0.2.1/", { mode: "no-cors" }).then(() => "yes", () => "no"),
      bridge: typeof window.assay,
      node: typeof require,
      // JPEG 2000 is decoded by code that PDF.js fetches from the bundle.
      decodes: await fetch("../pdfjs/wasm/openjpeg.wasm")
        .then((answer) => answer.arrayBuffer())
        .then((bytes) => WebAssembly.compile(bytes))
        .then(() => "yes", String),
    }))()`);
    return { ...found, sandbox, contextIsolation, nodeIntegration };
  });

/** How many processes draw PDFs. */
const drawings = (assay: Assay) =>
  assay.app.evaluate(
    ({ webContents }) =>
      webContents.getAllWebContents().filter((one) => one.getURL().includes("/pdf-pages/")).length,
  );

/** A page of 595 by 842 points: a red square of 200 points in its lower left corner, and a line of text above it. */
const drawnPage = (words: string) => ({
  content: `1 0 0 rg 0 0 200 200 re f 0 g ${line(60, 700, words, 12)}`,
});

test("the original is shown without scripts and without a network, and exported byte for byte", async ({
  assay,
}) => {
  const { page } = assay;
  assay.expectProblem(/Blocked (a request|script execution)|net::ERR|Content Security Policy/);
  const html = Buffer.from(
    `<!doctype html><html><head><title>${title}</title><script>document.title = "ran"; document.documentElement.dataset.ran = "1"</script>
     <img src="http://192.0.2.1/beacon.png" onerror="document.documentElement.dataset.ran = '1'"></head>
     <body><h1>${title}</h1>${paragraphs
       .slice(1)
       .map((words) => `<p>${words}</p>`)
       .join("")}</body></html>`,
  );
  const which = await importOriginal(assay, "hostile.html", html);
  const { original } = which;
  expect(original).toBe(createHash("sha256").update(html).digest("hex"));

  const opened = assay.app.waitForEvent("window");
  await show(assay, which);
  const shown = await opened;
  const state = await assay.app.evaluate(async ({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().startsWith("app://original"),
    );
    if (window === undefined) throw new Error("there is no window of the original");
    const contents = window.webContents as unknown as {
      getLastWebPreferences: () => Record<string, unknown>;
    };
    const { javascript, sandbox, contextIsolation, nodeIntegration } = contents.getLastWebPreferences();
    return { title: window.getTitle(), javascript, sandbox, contextIsolation, nodeIntegration };
  });
  expect(state).toMatchObject({
    javascript: false,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
  });
  expect(state.title).toContain("original");
  await shown.close();

  const target = join(assay.folder, "out.html");
  await assay.answerDialogs({ save: target });
  expect(await page.evaluate((one) => window.assay.files.exportOriginal(one), which)).toMatchObject({
    ok: true,
  });
  expect(readFileSync(target).equals(html)).toBe(true);
});

const addresses = (assay: Assay) =>
  assay.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .map(({ webContents }) => webContents.getURL())
      .sort(),
  );

test("an original asked for several times at once is one window, and no link in it leads anywhere", async ({
  assay,
}) => {
  const { page } = assay;
  assay.expectProblem(/Blocked (a navigation|a request)|net::ERR/);
  const links = ["app://bundle/index.html", "https://example.com/", "about:blank"].map(
    (href, at) =>
      `<a style="position:fixed;left:0;top:${at * 100}px;width:400px;height:90px" href="${href}">L</a>`,
  );
  const which = await importPage(assay, links.join(""));
  const answers = await page.evaluate(
    (one) => Promise.all([1, 2, 3].map(() => window.assay.files.showOriginal(one))),
    which,
  );
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
  const both = ["app://bundle/index.html", "app://original/"];
  expect((await addresses(assay)).map((address) => address.replace(/#.*/, ""))).toEqual(both);
  for (const y of [50, 150, 250]) {
    await assay.app.evaluate(async ({ BrowserWindow }, at) => {
      const shown = BrowserWindow.getAllWindows().find((one) =>
        one.webContents.getURL().startsWith("app://original"),
      );
      for (const type of ["mouseMove", "mouseDown", "mouseUp"] as const)
        shown?.webContents.sendInputEvent({ type, x: 50, y: at, button: "left", clickCount: 1 });
      await new Promise((resume) => setTimeout(resume, 700));
    }, y);
    await expect
      .poll(async () => (await addresses(assay)).map((address) => address.replace(/#.*/, "")))
      .toEqual(both);
  }
});

test("of two originals the last one asked for is shown, and nothing of the first is left", async ({
  assay,
}) => {
  assay.expectProblem(/net::ERR/);
  const slow = await importOriginal(
    assay,
    "slow.pdf",
    pdfOf(Array.from({ length: 50 }, (_, at) => drawnPage(`Page ${at + 1} of the slow report.`))),
  );
  const fast = await importPage(assay);
  const answers = await assay.page.evaluate(
    ([one, other]) =>
      Promise.all([one, one, one, other].map((which) => which && window.assay.files.showOriginal(which))),
    [slow, fast],
  );
  expect(answers.map((answer) => answer?.ok)).toEqual([true, true, true, true]);
  await expect.poll(() => copied(assay)).toContain(paragraphs[1]);
  await expect.poll(() => drawings(assay)).toBe(0);
  expect(
    await assay.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .map((one) => one.getTitle())
        .filter((name) => name.endsWith("original")),
    ),
  ).toEqual(["page.html — original"]);
});

test("an original that is closed while it loads is no failure", async ({ assay }) => {
  const { page } = assay;
  assay.expectProblem(/net::ERR/);
  const which = await importPage(assay);
  await assay.app.evaluate(({ app }) => {
    app.once("browser-window-created", (_event, window) =>
      window.webContents.once("did-start-loading", () => setImmediate(() => window.destroy())),
    );
  });
  expect(await page.evaluate((one) => window.assay.files.showOriginal(one), which)).toMatchObject({
    ok: true,
  });
  expect(await page.evaluate((one) => window.assay.files.showOriginal(one), which)).toMatchObject({
    ok: true,
  });
  await expect.poll(() => addresses(assay)).toHaveLength(2);
});

test("with the main window the original's goes too, and the app ends", async ({ assay }) => {
  const { page, app } = assay;
  const which = await importPage(assay);
  await page.evaluate((one) => window.assay.files.showOriginal(one), which);
  // Kept from quitting when it wants to, so that the fixture has something to close.
  const windows = await app.evaluate(
    ({ app: own, BrowserWindow }) =>
      new Promise<number>((resume) => {
        own.once("before-quit", (event) => {
          event.preventDefault();
          resume(BrowserWindow.getAllWindows().length);
        });
        setTimeout(() => resume(-1), 5000);
        BrowserWindow.getAllWindows()
          .find((one) => one.webContents.getURL().startsWith("app://bundle"))
          ?.close();
      }),
  );
  expect(windows).toBe(0);
});

test("a PDF is shown page by page as it is drawn, with text to select, and nothing of it runs or asks for anything", async ({
  assay,
}) => {
  const hostile = {
    catalog:
      "/OpenAction << /S /JavaScript /JS (app.launchURL\\(\\'http://192.0.2.1/js\\'\\);) >> /AA << /WC << /S /URI /URI (http://192.0.2.1/close) >> >>",
  };
  const link =
    "/Annots [<< /Type /Annot /Subtype /Link /Rect [0 600 595 842] /A << /S /URI /URI (http://192.0.2.1/link) >> >>]";
  const which = await importOriginal(
    assay,
    "report.pdf",
    pdfOf(
      [
        { ...drawnPage("Twelve boats were <b>waiting</b> & nobody was hurt."), extra: link },
        drawnPage("The council met on the second page."),
      ],
      hostile,
    ),
  );
  await show(assay, which);
  // The paper is 793 pixels wide in a window of 900, 24 below its upper edge.
  await expect.poll(() => colourAt(assay, 60, 700)).toEqual([255, 255, 255]);
  await resizeOriginal(assay, 900, 1300);
  await expect.poll(() => colourAt(assay, 100, 24 + 1000)).toEqual([255, 0, 0]);
  expect(await colourAt(assay, 600, 24 + 1000)).toEqual([255, 255, 255]);
  await expect
    .poll(() => copied(assay))
    .toMatch(/Twelve boats were <b>waiting<\/b> & nobody was hurt\.\s+The council met on the second page\./);
  expect(await drawings(assay)).toBe(1);
  expect(await insideDrawing(assay)).toEqual({
    reached: "no",
    bridge: "undefined",
    node: "undefined",
    decodes: "yes",
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
  });
  await closeOriginal(assay);
  await expect.poll(() => drawings(assay)).toBe(0);
});

test("of a long PDF only the pages near the screen are drawn; after the process that draws has died another goes on", async ({
  assay,
}) => {
  assay.expectProblem(/net::ERR/);
  const count = 400;
  const which = await importOriginal(
    assay,
    "long.pdf",
    pdfOf(
      Array.from({ length: count }, (_, at) => drawnPage(`This is page number ${at + 1} of the report.`)),
    ),
  );
  const fetched = () =>
    assay.app.evaluate(() => [...(globalThis as unknown as { fetched: Set<number> }).fetched]);
  await assay.app.evaluate(({ session }) => {
    const seen = new Set<number>();
    Object.assign(globalThis, { fetched: seen });
    session.fromPartition("original", { cache: false }).webRequest.onCompleted(({ url }) => {
      const at = /page\/(\d+)$/.exec(url)?.[1];
      if (at !== undefined) seen.add(Number(at));
    });
  });
  await show(assay, which);
  await resizeOriginal(assay, 900, 1300);
  await expect.poll(() => colourAt(assay, 100, 24 + 1000)).toEqual([255, 0, 0]);
  // All of them are known by now.
  await expect.poll(() => isLoading(assay), { timeout: 20_000 }).toBe(false);
  expect((await fetched()).length).toBeLessThan(20);

  // A process that dies: the next page that is asked for is drawn by another.
  await assay.app.evaluate(({ webContents }) => {
    for (const one of webContents.getAllWebContents())
      if (one.getURL().includes("/pdf-pages/")) one.forcefullyCrashRenderer();
  });
  await press(assay, "End");
  await expect.poll(async () => (await fetched()).includes(count)).toBe(true);
  await expect
    .poll(async () => {
      const colours = await Promise.all([1000, 1050, 1100, 1150, 1200].map((y) => colourAt(assay, 100, y)));
      return colours.some(([red, green]) => red === 255 && green === 0);
    })
    .toBe(true);
  // Those that the way to the end led past.
  expect((await fetched()).length).toBeLessThan(count / 2);
});

test("office files, books and saved pages are shown as a page of what is in them", async ({ assay }) => {
  const files = [
    [docx[0], /Word document\..*without the layout[\s\S]*The ferry that did not come back/],
    [odt[0], /Salt on the road[\s\S]*Forty tonnes\s+Two lorries/],
    [epub[0], /The sleeper left at ten\.\s+It did not stop\.[\s\S]*“Is this Lyme\?”/],
    [rtf[0], /The bridge was closed at six on Friday\.[\s\S]*Café owners waited/],
    [
      mhtml[0],
      /Great article, thanks\.[\s\S]*We use cookies to make this site better\.|We use cookies[\s\S]*Great article/,
    ],
  ] as const;
  for (const [file, words] of files) {
    if (file === undefined) throw new Error("a sample is missing");
    await show(assay, await importOriginal(assay, file.name, file.bytes));
    await expect.poll(() => copied(assay), { message: file.name }).toMatch(words);
  }
});
