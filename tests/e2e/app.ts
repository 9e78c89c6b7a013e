import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { _electron, test as base, type ElectronApplication, expect, type Page } from "@playwright/test";
// `window.assay`, for code that runs in the page.
import type {} from "../../renderer/bridge";
import { electronRuntime } from "../../scripts/runtime.mjs";

/** The folder with the built app in `out/`. */
export const builtApp = process.env.ASSAY_APP_DIR ?? resolve(import.meta.dirname, "../..");

/** An app that hangs at its end is a bug; it must not cost the run a minute and name no reason. */
const CLOSE_MS = 15_000;

type Options = {
  /** `sample`: a first start, which opens the sample project. `new`: an empty project. `none`: the start screen. Else a file. */
  readonly project: "sample" | "new" | "none" | (string & {});
  /** Further arguments of the app. */
  readonly args: readonly string[];
};

/** The running app, and a person's hands on it from outside. */
export type Assay = {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** The project that is open at the start; null on the start screen. */
  readonly projectPath: string | null;
  /** A folder of the test's own, removed afterwards. The profile is `folder/profile`, the home folder `folder/home`. */
  readonly folder: string;
  /** Ends the app as a person would. */
  readonly close: () => Promise<void>;
  /** SIGKILL: no handler runs. */
  readonly kill: () => Promise<void>;
  /** Starts it again with the same profile; closes it first if it still runs. `app` and `page` are new ones then. */
  readonly relaunch: (args?: readonly string[]) => Promise<void>;
  /** What the next dialogs of that kind answer, in place of a person. */
  readonly answerDialogs: (answers: {
    readonly open?: readonly string[] | null;
    readonly save?: string | null;
    /** Index of the button. */
    readonly message?: number;
  }) => Promise<void>;
  /** Lets a console error, a blocked request or a logged incident pass that the test provokes on purpose. */
  readonly expectProblem: (pattern: RegExp) => void;
  /** The app's log so far. */
  readonly log: () => string;
};

export type { Page };
export { expect };

/** A test on the real window. It fails on any console error, page error, CSP violation, attempted request or logged incident. */
export const test = base.extend<Options & { assay: Assay; page: Page }>({
  project: ["sample", { option: true }],
  args: [[], { option: true }],
  assay: async ({ project, args }, use) => {
    const folder = mkdtempSync(join(tmpdir(), "assay-e2e-"));
    const { assay, problems } = await start(folder, project, args);
    // A file that the profile does not know is examined before it opens. Other files are a test's own affair.
    if (project === "new")
      await expect(assay.page.getByRole("navigation", { name: "Screens" })).toBeVisible({
        timeout: CLOSE_MS,
      });
    await use(assay);
    await assay.close();
    const found = problems();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    expect(found, "the app complained, or tried to reach the network").toEqual([]);
  },
  page: async ({ assay }, use) => {
    await use(assay.page);
  },
});

async function start(folder: string, project: Options["project"], args: readonly string[]) {
  const profile = join(folder, "profile");
  const documents = join(folder, "home/Documents");
  mkdirSync(profile, { recursive: true });
  mkdirSync(documents, { recursive: true });
  const projectPath = prepareProject(project, profile, documents);
  const projectArgs = project === "sample" || project === "none" ? [] : ["--project", projectPath ?? ""];
  const seen: string[] = [];
  const allowed: RegExp[] = [];
  const logFile = join(profile, "logs/main.log");
  const log = () => (existsSync(logFile) ? readFileSync(logFile, "utf8") : "");

  let running = await launch(folder, [...projectArgs, ...args], seen);
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    const { app } = running;
    const process = app.process();
    const timer = setTimeout(() => {
      seen.push(`the app did not end within ${CLOSE_MS / 1000} s`);
      process.kill("SIGKILL");
    }, CLOSE_MS);
    await app.close();
    clearTimeout(timer);
  };
  const assay: Assay = {
    get app() {
      return running.app;
    },
    get page() {
      return running.page;
    },
    projectPath,
    folder,
    close,
    kill: async () => {
      if (!isOpen) return;
      isOpen = false;
      const process = running.app.process();
      const gone = new Promise((done) => process.once("exit", done));
      process.kill("SIGKILL");
      await gone;
    },
    relaunch: async (again = []) => {
      await close();
      running = await launch(folder, again, seen);
      isOpen = true;
    },
    answerDialogs: (answers) =>
      running.app.evaluate(({ dialog }, { open, save, message }) => {
        if (open !== undefined) {
          dialog.showOpenDialog = async () => ({ canceled: open === null, filePaths: [...(open ?? [])] });
        }
        if (save !== undefined) {
          dialog.showSaveDialog = async () => ({ canceled: save === null, filePath: save ?? "" });
        }
        if (message !== undefined) {
          dialog.showMessageBox = async () => ({ response: message, checkboxChecked: false });
        }
      }, answers),
    expectProblem: (pattern) => {
      allowed.push(pattern);
    },
    log,
  };
  const logged = () =>
    log()
      .split("\n")
      .filter((line) => /\[(warn|error)\]/.test(line));
  return {
    assay,
    problems: () =>
      [...seen, ...logged()].filter((problem) => !allowed.some((pattern) => pattern.test(problem))),
  };
}

function prepareProject(project: Options["project"], profile: string, documents: string): string | null {
  if (project === "sample") return join(documents, "Assay sample project.assay");
  if (project === "none") {
    // A profile that is not new, and remembers no project.
    const analyst = { id: "ana-01900000-0000-7000-8000-000000000001", name: "Test Analyst", initials: "TA" };
    writeFileSync(join(profile, "profile.json"), JSON.stringify({ analyst }));
    return null;
  }
  if (project !== "new") return project;
  const path = join(documents, "Test project.assay");
  execFileSync(process.execPath, [join(builtApp, "out/main/cli.js"), "new", path]);
  return path;
}

/** How long a start may take before it is tried once more, in milliseconds. */
const LAUNCH_MS = 20_000;

async function begin(folder: string, args: readonly string[]) {
  const runtime = electronRuntime();
  const app = await _electron.launch({
    timeout: LAUNCH_MS,
    executablePath: runtime.electronPath,
    args: [...runtime.args, `--user-data-dir=${join(folder, "profile")}`, ...args],
    cwd: folder,
    // The app's own theme, not one that Playwright emulates.
    colorScheme: null,
    env: {
      ...runtime.env,
      ...definedOf(process.env),
      HOME: join(folder, "home"),
      XDG_CONFIG_HOME: join(folder, "home/.config"),
    },
  });
  try {
    return { app, page: await app.firstWindow({ timeout: LAUNCH_MS }) };
  } catch (cause) {
    app.process().kill("SIGKILL");
    throw cause;
  }
}

/**
 * Starts the app. Now and then (three times in some five hundred starts, on a busy machine) Electron stands still before
 * its first window under Playwright; then it is started once more, and the run says so.
 */
async function launch(folder: string, args: readonly string[], problems: string[]) {
  const { app, page } = await begin(folder, args).catch((cause: unknown) => {
    process.stdout.write(`The app did not start and is started again: ${String(cause)}\n`);
    return begin(folder, args);
  });
  keepAsking(app);
  page.on("console", (message) => {
    // Electron warns in the console of windows that are less than safe.
    if (message.type() === "error" || message.text().includes("Electron Security Warning")) {
      problems.push(`console: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => problems.push(`page error: ${error.stack ?? error.message}`));
  page.on("crash", () => problems.push("the page crashed"));
  page.on("request", (request) => {
    if (!/^(app|data|blob):/.test(request.url())) problems.push(`request: ${request.url()}`);
  });
  await page.waitForLoadState();
  return { app, page };
}

/**
 * Now and then Playwright's bridge to the main process loses an answer ("Resulting promise was garbage collected"). What
 * these tests ask there does no harm when it is asked twice.
 */
function keepAsking(app: ElectronApplication) {
  const evaluate = app.evaluate.bind(app) as (...given: unknown[]) => Promise<unknown>;
  const ask = async (...given: unknown[]): Promise<unknown> => {
    try {
      return await evaluate(...given);
    } catch (cause) {
      if (!String(cause).includes("garbage collected")) throw cause;
      return evaluate(...given);
    }
  };
  app.evaluate = ask as ElectronApplication["evaluate"];
}

const definedOf = (env: NodeJS.ProcessEnv) =>
  Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
