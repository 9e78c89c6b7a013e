import { app, type BrowserWindow, dialog } from "electron";
import type { Log } from "./log";

/** After so many crashes within a minute the page is brought back only when somebody asks for it. */
const MAX_CRASHES = 3;
const CRASHES_WINDOW_MS = 60_000;

const SAFE = "Everything that was shown as saved is safe in your project.";

/** Brings the page of a window back when its process dies or hangs. Every edit is in the store already; the page only shows it. */
export function bringPageBack(window: BrowserWindow, log: Log) {
  let crashes: readonly number[] = [];
  window.webContents.on("render-process-gone", (_event, { reason, exitCode }) => {
    if (reason === "clean-exit") return;
    const incident = log.incident("the window's page, which died", `${reason} ${exitCode}`);
    const now = Date.now();
    crashes = [...crashes.filter((at) => now - at < CRASHES_WINDOW_MS), now];
    if (crashes.length <= MAX_CRASHES) window.webContents.reload();
    else
      void askToGoOn(window, incident).then((goesOn) => {
        crashes = [];
        if (goesOn && !window.isDestroyed()) window.webContents.reload();
      });
  });
  offerWhenStuck(window, log);
}

/** Whether to load the page once more; the other answer ends the app. */
async function askToGoOn(window: BrowserWindow, incident: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: "error",
    message: "The window of Assay stopped several times in a row.",
    detail: `${SAFE} The log has the details under ${incident}.`,
    buttons: ["Load it again", "Quit"],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  if (response === 1) app.quit();
  return response === 0;
}

/** Asks about a page that does not answer; the question goes when it answers again. */
function offerWhenStuck(window: BrowserWindow, log: Log) {
  let question: AbortController | null = null;
  window.on("responsive", () => question?.abort());
  window.on("unresponsive", async () => {
    log.warn("The window does not respond");
    if (question !== null) return;
    question = new AbortController();
    const { signal } = question;
    const { response } = await dialog.showMessageBox(window, {
      type: "warning",
      message: "The window of Assay does not answer.",
      detail: `${SAFE} What is being typed in a form may have to be typed again.`,
      buttons: ["Wait", "Load it again"],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
      signal,
    });
    question = null;
    // It comes back as after any crash.
    if (response === 1 && !window.isDestroyed()) window.webContents.forcefullyCrashRenderer();
  });
}
