import { app, type Session, type WebContents } from "electron";
import { developmentPolicy } from "./content-security-policy";
import type { Log } from "./log";
import { bundleOrigin } from "./protocol";

/** Where the window's page comes from: the bundle, or in development vite's server on this machine. */
export type PageOrigin = { readonly start: string; readonly origin: string; readonly devUrl: URL | null };

/** The development server counts only in a checkout, and only on the loopback address. */
export function pageOrigin(devUrl: string | undefined, isPackaged: boolean): PageOrigin {
  if (!isPackaged && devUrl !== undefined && URL.canParse(devUrl)) {
    const url = new URL(devUrl);
    if (url.protocol === "http:" && (url.hostname === "127.0.0.1" || url.hostname === "localhost")) {
      return { start: url.href, origin: url.origin, devUrl: url };
    }
  }
  return { start: `${bundleOrigin}/index.html`, origin: bundleOrigin, devUrl: null };
}

/** Whether an address is the window's page, wherever in it. */
export const isPageOf = ({ start }: PageOrigin, url: string): boolean =>
  url === start || url.startsWith(`${start}#`);

/** Switches that hand the app, or a child of it, to whoever wrote the command line. */
const HOSTILE_SWITCHES = [
  "remote-debugging-port",
  "remote-debugging-address",
  "remote-debugging-pipe",
  "inspect",
  "inspect-brk",
  "inspect-port",
  "js-flags",
  "gpu-launcher",
  "renderer-cmd-prefix",
  "utility-cmd-prefix",
  "load-extension",
  "host-rules",
  "proxy-server",
  "proxy-pac-url",
  "disable-web-security",
  "log-net-log",
] as const;

/**
 * Chromium's own talk with the world, switched off before it starts. What each layer stops was measured one by one
 * (tests/e2e/network): none is enough alone, least of all a content security policy.
 */
export function setSwitches({ devUrl }: PageOrigin) {
  const { commandLine } = app;
  // As root (containers, tests) Chromium runs only with --no-sandbox and its helpers die when told both.
  if (!commandLine.hasSwitch("no-sandbox")) app.enableSandbox();
  if (app.isPackaged) for (const name of HOSTILE_SWITCHES) commandLine.removeSwitch(name);
  const exception = devUrl === null ? "" : `, EXCLUDE ${devUrl.hostname}`;
  commandLine.appendSwitch("host-resolver-rules", `MAP * ^NOTFOUND${exception}`);
  commandLine.appendSwitch("dns-prefetch-disable");
  commandLine.appendSwitch("no-pings");
  commandLine.appendSwitch("disable-background-networking");
  commandLine.appendSwitch("disable-component-update");
  commandLine.appendSwitch("disable-domain-reliability");
}

const hardened = new WeakMap<Session, Promise<void>>();

/** Everything a session could leak or grant, shut, once. Awaited before the first window. */
export function hardenSession(session: Session, page: PageOrigin, log: Log): Promise<void> {
  const done = hardened.get(session) ?? harden(session, page, log);
  hardened.set(session, done);
  return done;
}

async function harden(session: Session, page: PageOrigin, log: Log) {
  denyPermissions(session);
  blockRequests(session, page, log);
  // `spellcheck: false` alone still fetches a dictionary; an empty list does not (electron#22995).
  session.setSpellCheckerLanguages([]);
  session.setSpellCheckerEnabled(false);
  session.on("will-download", (event, item) => {
    event.preventDefault();
    item.cancel();
  });
  // A dead port: what slips past everything else ends here. Loopback is not spared, hence `<-loopback>`.
  await session.setProxy({
    proxyRules: "http=127.0.0.1:9;https=127.0.0.1:9;socks=127.0.0.1:9",
    proxyBypassRules: page.devUrl === null ? "<-loopback>" : `<-loopback>;${page.devUrl.host}`,
  });
}

function denyPermissions(session: Session) {
  // Electron's default grants everything.
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  for (const kind of ["select-hid-device", "select-serial-port", "select-usb-device"] as const) {
    session.on(kind as never, (event: { preventDefault: () => void }) => event.preventDefault());
  }
}

function blockRequests(session: Session, { devUrl }: PageOrigin, log: Log) {
  const allowed = new Set(["app:", "data:", "blob:"]);
  if (!app.isPackaged) allowed.add("devtools:");
  session.webRequest.onBeforeRequest((details, answer) => {
    const url = URL.canParse(details.url) ? new URL(details.url) : null;
    const isDevServer = devUrl !== null && url?.host === devUrl.host;
    const isAllowed = url !== null && (isDevServer || allowed.has(url.protocol));
    if (!isAllowed) log.warn(`Blocked a request (${details.resourceType}) to ${url?.protocol}//${url?.host}`);
    answer({ cancel: !isAllowed });
  });
  if (devUrl === null) return;
  session.webRequest.onHeadersReceived((details, answer) => {
    answer({
      responseHeaders: { ...details.responseHeaders, "Content-Security-Policy": developmentPolicy(devUrl) },
    });
  });
}

/** Rules for every page of the app, whoever opens it. */
export function guardWebContents(page: PageOrigin, log: Log) {
  app.on("web-contents-created", (_event, contents) => guardOne(contents, page, log));
  app.on("session-created", (session) => void hardenSession(session, page, log));
  app.on("login", (event) => event.preventDefault());
  app.on("select-client-certificate", (event) => event.preventDefault());
}

function guardOne(contents: WebContents, page: PageOrigin, log: Log) {
  const stay = (event: { preventDefault: () => void; url: string }) => {
    if (isPageOf(page, event.url) || event.url.startsWith("devtools:")) return;
    log.warn("Blocked a navigation");
    event.preventDefault();
  };
  contents.on("will-navigate", stay);
  contents.on("will-frame-navigate", stay);
  contents.on("will-redirect", stay);
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => {
    log.warn("Blocked a new window");
    return { action: "deny" };
  });
  // WebRTC sends UDP past every other layer; the switch of the same name has no effect, this call has.
  contents.setWebRTCIPHandlingPolicy("disable_non_proxied_udp");
}
