import { spawn, spawnSync } from "node:child_process";
import { constants } from "node:os";

/** Runs a command to its end without showing it. Never throws: a missing command has status 127. */
export function capture(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, ...options });
  return {
    status: done.error ? 127 : (done.status ?? 128 + (constants.signals[done.signal] ?? 0)),
    signal: done.signal,
    stdout: done.stdout ?? "",
    stderr: done.stderr ?? String(done.error ?? ""),
  };
}

/** Runs a command on this terminal and answers its exit code (128 + signal when it was killed, as shells do). */
export function runHere(command, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { stdio: "inherit", ...options });
    // The terminal sends Ctrl+C to the child too; the child decides, and we pass its answer on.
    const ignore = () => {};
    process.on("SIGINT", ignore);
    const forward = () => child.kill("SIGTERM");
    process.on("SIGTERM", forward);
    const finish = (code) => {
      process.off("SIGINT", ignore);
      process.off("SIGTERM", forward);
      done(code);
    };
    child.on("error", (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      finish(127);
    });
    child.on("close", (code, signal) => finish(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

/** @returns {boolean} whether a command of that name is on the path */
export function hasCommand(name) {
  return capture("sh", ["-c", `command -v ${name}`]).status === 0;
}
