// Copied by setup into the development runtime's resources/app (see steps/electron.mjs). Never part of a packaged app.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { app } from "electron";

// Without the variable: <project>/.cache/electron-<version>/resources/app
const root = process.env.ASSAY_APP_DIR ?? resolve(import.meta.dirname, "../../../..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
app.setAppPath(root);
app.setName(manifest.productName);
app.setVersion(manifest.version);
// Electron waits for this module before it is ready, so the app may still set switches and schemes.
await import(pathToFileURL(join(root, manifest.main)).href);
