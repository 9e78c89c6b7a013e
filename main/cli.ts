import { realpathSync } from "node:fs";
import { type Io, runCli as run } from "./cli/run";
import { shutNodeNetwork } from "./network-guard";

/** Runs one command and answers with its exit code; the packaged app calls this too. */
export const runCli = (argv: readonly string[], io?: Io): Promise<number> => {
  const interruption = { isAsked: false };
  const interrupt = () => {
    // The second time the person means it.
    if (interruption.isAsked) process.exit(130);
    interruption.isAsked = true;
  };
  process.on("SIGINT", interrupt);
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on("error", () => process.exit(0));
  const own: Io = { stdout: process.stdout, stderr: process.stderr, isCancelled: () => interruption.isAsked };
  return run(argv, io ?? own).finally(() => process.off("SIGINT", interrupt));
};

/** Whether Node was started with this very file (`node out/main/cli.js`) and not the app with a window. */
const isStartedDirectly = (): boolean => {
  try {
    return /[\\/]main[\\/]cli\.js$/.test(realpathSync(process.argv[1] ?? ""));
  } catch {
    return false;
  }
};

if (isStartedDirectly()) {
  shutNodeNetwork();
  process.exitCode = await runCli(process.argv.slice(2));
}
