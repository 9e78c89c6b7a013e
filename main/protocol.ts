import { protocol, type Session } from "electron";
import { answerFromBundle } from "./bundle-files";

/** The one origin of Assay's pages. */
export const bundleOrigin = "app://bundle";

/** Has to run before the app is ready. */
export function declareBundleScheme() {
  protocol.registerSchemesAsPrivileged([
    { scheme: "app", privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the window's files, and nothing else of the disk, under `app://bundle/`. */
export function serveBundle(session: Session, folder: string) {
  session.protocol.handle("app", (request) => answerFromBundle(folder, request));
}
