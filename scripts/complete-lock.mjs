// `node scripts/complete-lock.mjs`, after adding or updating a package.
// Registries that mirror only a part lack some packages for other systems (@biomejs/cli-android-arm64, say). `npm install` then leaves
// them out of package-lock.json, and `npm ci` refuses a lock file without them, on every machine. This adds what is missing: the
// name, the version and the system that it is for, which npm needs to pass over it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./lib/project.mjs";

const SYSTEMS = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
];
const PROCESSORS = ["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "x64"];

const path = join(root, "package-lock.json");
const lock = JSON.parse(readFileSync(path, "utf8"));
const added = [];
for (const [owner, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (isLocked(owner, name) || !/^\d/.test(version)) continue;
    const { cpu, libc, os } = platformOf(name);
    // JSON leaves out what is undefined; the order is npm's own.
    lock.packages[`node_modules/${name}`] = { version, cpu, dev, libc, optional: true, os };
    added.push(`${name}@${version}`);
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en"));
lock.packages = Object.fromEntries(sorted);
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(
  added.length === 0 ? "package-lock.json is complete" : `added to package-lock.json:\n${added.join("\n")}`,
);

/** Whether Node's look-up from the owner's folder upwards meets the package. */
function isLocked(owner, name) {
  for (let folder = owner; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))) {
    if (`${folder ? `${folder}/` : ""}node_modules/${name}` in lock.packages) return true;
    if (folder === "") return false;
  }
}

function platformOf(name) {
  const words = name.split(/[-/]/);
  const listed = (known) => {
    const found = known.filter((word) => words.includes(word));
    return found.length > 0 ? found : undefined;
  };
  const isMusl = words.some((word) => word.startsWith("musl"));
  return { cpu: listed(PROCESSORS), os: listed(SYSTEMS), libc: isMusl ? ["musl"] : undefined };
}
