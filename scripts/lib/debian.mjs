import { capture, hasCommand } from "./run.mjs";
import { SetupError } from "./setup-error.mjs";

/** Installs Debian packages when we may, else says with which command the person can. */
export function installDebianPackages(packages, why, progress) {
  const hasApt = hasCommand("apt-get");
  if (!hasApt || process.getuid?.() !== 0) {
    throw new SetupError(
      why,
      hasApt
        ? `Run this, then the command again:\n  sudo apt-get update && sudo apt-get install -y ${packages.join(" ")}`
        : `Install what your system calls these Debian packages, then run the command again: ${packages.join(" ")}`,
    );
  }
  progress(`apt-get install ${packages.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = () =>
    capture("apt-get", ["install", "-y", "--no-install-recommends", ...packages], { env });
  // A fresh image has no package lists; an up-to-date one is spared the wait.
  let done = install();
  if (done.status !== 0 && capture("apt-get", ["update"], { env }).status === 0) done = install();
  if (done.status !== 0) {
    throw new SetupError(
      `${why} apt-get could not install them: ${done.stderr.trim()}`,
      `Run this yourself to see why:\n  apt-get update && apt-get install -y ${packages.join(" ")}`,
    );
  }
}

/** Since 2024 some libraries carry the suffix t64 and the old name is only a virtual package. */
export function currentName(name) {
  return capture("apt-cache", ["show", `${name}t64`]).status === 0 ? `${name}t64` : name;
}
