import { join } from "node:path";
import { root } from "./lib/project.mjs";
import { SetupError } from "./lib/setup-error.mjs";
import { findElectron } from "./steps/electron.mjs";

/**
 * How Assay is launched from this checkout; start, dev, tests, screenshots and measurements all launch it this way.
 * The app's own arguments follow `args`, so that they start at `process.argv[1]` or after `--no-sandbox`.
 * `env` holds only what is added to `process.env`.
 * Without a display the caller wraps the command in {@link virtualDisplay}.
 */
export function electronRuntime() {
  const found = findElectron();
  if (!found) throw new SetupError("The Electron runtime is not installed.", "Run `npm run setup`.");
  return {
    electronPath: join(found.dir, "electron"),
    electronDir: found.dir,
    version: found.version,
    // Chromium refuses to start its sandbox as root; an ordinary user keeps it.
    args: isRoot() ? ["--no-sandbox"] : [],
    env: { ASSAY_APP_DIR: root },
  };
}

export const hasDisplay = () =>
  process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** Put before a command, this gives it a display of its own. */
export const virtualDisplay = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"];

const isRoot = () => process.getuid?.() === 0;
