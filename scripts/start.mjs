// `npm start -- [arguments of the app]`, after setup.
import { rmSync } from "node:fs";
import { runHere } from "./lib/run.mjs";
import { electronRuntime, hasDisplay, virtualDisplay } from "./runtime.mjs";
import { sqliteCheckStamp } from "./steps/sqlite.mjs";

const SEGMENTATION_FAULT = 139;

const { electronPath, args, env } = electronRuntime();
const command = [electronPath, ...args, ...process.argv.slice(2)];
if (!hasDisplay()) {
  process.stderr.write(
    "There is no display: Assay runs under a virtual one, where nobody sees it. Ctrl+C ends it.\n",
  );
  // What Chromium logs about a machine without a desktop says nothing about Assay.
  command.splice(1 + args.length, 0, "--log-level=3");
  command.unshift(...virtualDisplay);
}

const code = await runHere(command[0], command.slice(1), {
  env: { ...process.env, ...env },
  // Paths are meant relative to the folder where the person typed the command.
  cwd: process.env.INIT_CWD ?? process.cwd(),
});
if (code === SEGMENTATION_FAULT) {
  rmSync(sqliteCheckStamp, { force: true });
  process.stderr.write(
    "Assay crashed (segmentation fault). The likeliest cause is a SQLite addon that does not fit the Electron runtime.\n" +
      "Run the command again: setup then tries the addon and says what to do. What you had entered is in the project file.\n",
  );
}
process.exit(code);
