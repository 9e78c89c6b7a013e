// The control of the network tests: a window like Assay's with none of its protections. What leaks here, the tests can see.
import { app, BrowserWindow, protocol } from "electron";

protocol.registerSchemesAsPrivileged([
  { scheme: "app", privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
app.whenReady().then(() => {
  protocol.handle(
    "app",
    () =>
      new Response("<!doctype html><title>Unprotected</title><body></body>", {
        headers: { "Content-Type": "text/html" },
      }),
  );
  const window = new BrowserWindow({ width: 1440, height: 900 });
  window.loadURL("app://bundle/index.html");
});
app.on("window-all-closed", () => app.quit());
