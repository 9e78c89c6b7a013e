import { readdirSync } from "node:fs";
import { join } from "node:path";
import { builtApp, expect, test } from "./app";

const start = "app://bundle/index.html";

test("Every file of the bundle comes with the policy and without guessing, and nothing outside of it comes at all", async ({
  assay,
}) => {
  assay.expectProblem(/Failed to load resource.*404/);
  const folder = join(builtApp, "out/renderer");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  expect(files).toContain("index.html");
  const get = (paths: string[]) =>
    assay.page.evaluate(
      async (all) =>
        Promise.all(
          all.map(async (path) => {
            const { status, headers } = await fetch(path);
            return {
              path,
              status,
              policy: headers.get("content-security-policy") ?? "",
              sniffing: headers.get("x-content-type-options"),
            };
          }),
        ),
      paths,
    );
  for (const { path, status, policy, sniffing } of await get(files.map((file) => `app://bundle/${file}`))) {
    expect(status, path).toBe(200);
    expect(policy, path).toContain("default-src 'none'; script-src 'self'; ");
    expect(policy, path).not.toContain("unsafe");
    expect(sniffing, path).toBe("nosniff");
  }
  const outside = [
    "../package.json",
    "..%2fmain%2findex.js",
    "%2e%2e/main/index.js",
    "..%5c..%5cpackage.json",
    "/etc/passwd",
    "gone.js",
  ];
  for (const { path, status } of await get(outside.map((file) => `app://bundle/${file}`))) {
    expect(status, path).toBe(404);
  }
});

test("Inline scripts, event attributes, eval and strings as HTML are blocked", async ({ assay }) => {
  assay.expectProblem(/Content Security Policy|TrustedHTML|TrustedScript|Trusted Type/);
  const outcome = await assay.page.evaluate(async () => {
    const violations: string[] = [];
    document.addEventListener("securitypolicyviolation", (event) =>
      violations.push(event.effectiveDirective),
    );
    const canary = window as unknown as { hacked?: string[] };
    canary.hacked = [];
    const script = document.createElement("script");
    const attempts: Record<string, () => unknown> = {
      inline: () => {
        script.append("window.hacked.push('inline')");
        document.body.append(script);
      },
      attribute: () => {
        const image = document.createElement("img");
        image.setAttribute("onerror", "window.hacked.push('attribute')");
        image.src = "data:,";
        document.body.append(image);
      },
      innerHTML: () => {
        document.createElement("div").innerHTML = "<img src=x onerror=window.hacked.push('innerHTML')>";
      },
      srcdoc: () => {
        const frame = document.createElement("iframe");
        frame.srcdoc = "<script>parent.hacked.push('srcdoc')</script>";
        document.body.append(frame);
      },
      // biome-ignore lint/security/noGlobalEval: this is what must not work
      eval: () => globalThis.eval("window.hacked.push('eval')"),
      Function: () => new Function("window.hacked.push('Function')")(),
      timeout: () => setTimeout("window.hacked.push('timeout')" as unknown as () => void),
      javascriptUrl: () => {
        const link = document.createElement("a");
        link.href = "javascript:window.hacked.push('javascript')";
        document.body.append(link);
        link.click();
      },
      dataScript: () => {
        const made = document.createElement("script");
        made.setAttribute("src", "data:text/javascript,window.hacked.push('data')");
        document.body.append(made);
      },
      blobWorker: () => new Worker(URL.createObjectURL(new Blob(["1"]))),
      base: () => {
        const base = document.createElement("base");
        base.href = "https://example.org/";
        document.head.append(base);
      },
    };
    // Playwright lets `eval` through within its own call; after a pause the page's rules are in force.
    await new Promise((done) => setTimeout(done, 50));
    for (const attempt of Object.values(attempts)) {
      try {
        attempt();
      } catch {
        // Blocked where it stands.
      }
    }
    await new Promise((done) => setTimeout(done, 500));
    const base = document.baseURI;
    try {
      // Last, because where it works it empties the page.
      document.write("<script>window.hacked.push('write')</script>");
    } catch {
      // Blocked.
    }
    return {
      hacked: canary.hacked,
      violations,
      attempts: Object.keys(attempts).length,
      base,
    };
  });
  expect(outcome.hacked).toEqual([]);
  expect(outcome.base).toBe(start);
  expect(outcome.violations).toContain("script-src-elem");
  expect(outcome.violations).toContain("require-trusted-types-for");
  expect(outcome.violations.length).toBeGreaterThanOrEqual(outcome.attempts - 2);
});

test("Every permission is denied", async ({ assay }) => {
  assay.expectProblem(/permission|Permission|clipboard|geolocation|MIDI|getUserMedia|Refused|denied/);
  const granted = await assay.page.evaluate(async () => {
    const open: string[] = [];
    const asked = navigator as unknown as Record<
      string,
      Record<string, (...args: unknown[]) => Promise<unknown>>
    >;
    const tries: Record<string, () => Promise<unknown>> = {
      geolocation: () => new Promise((done, fail) => navigator.geolocation.getCurrentPosition(done, fail)),
      notifications: async () => {
        if ((await Notification.requestPermission()) !== "granted") throw new Error("denied");
      },
      camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
      microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
      screen: () => navigator.mediaDevices.getDisplayMedia({ video: true }),
      clipboardRead: () => navigator.clipboard.read(),
      clipboardReadText: () => navigator.clipboard.readText(),
      midi: () => navigator.requestMIDIAccess({ sysex: true }),
      usb: () => asked.usb?.requestDevice?.({ filters: [] }) ?? Promise.reject(),
      hid: async () => {
        const devices = await asked.hid?.requestDevice?.({ filters: [] });
        if (!Array.isArray(devices) || devices.length === 0) throw new Error("denied");
      },
      serial: () => asked.serial?.requestPort?.() ?? Promise.reject(),
      bluetooth: () => asked.bluetooth?.requestDevice?.({ acceptAllDevices: true }) ?? Promise.reject(),
      files: () => (window as unknown as { showOpenFilePicker: () => Promise<unknown> }).showOpenFilePicker(),
      idle: async () => {
        const Detector = (window as unknown as { IdleDetector: { requestPermission: () => Promise<string> } })
          .IdleDetector;
        if ((await Detector.requestPermission()) !== "granted") throw new Error("denied");
      },
      fonts: async () => {
        const fonts = await (
          window as unknown as { queryLocalFonts: () => Promise<unknown[]> }
        ).queryLocalFonts();
        if (fonts.length === 0) throw new Error("denied");
      },
    };
    const timeout = () => new Promise((_done, fail) => setTimeout(() => fail(new Error("no answer")), 1500));
    await Promise.all(
      Object.entries(tries).map(([name, attempt]) =>
        Promise.race([attempt(), timeout()]).then(
          () => open.push(name),
          () => {},
        ),
      ),
    );
    const names = [
      "geolocation",
      "notifications",
      "camera",
      "microphone",
      "midi",
      "clipboard-read",
      "clipboard-write",
      "persistent-storage",
      "background-sync",
      "screen-wake-lock",
      "idle-detection",
      "storage-access",
      "window-management",
      "local-fonts",
    ];
    for (const name of names) {
      const state = await navigator.permissions.query({ name: name as PermissionName }).then(
        (status) => status.state,
        () => "unknown",
      );
      if (state === "granted") open.push(`query ${name}`);
    }
    return open;
  });
  expect(granted).toEqual([]);
});

test("The page cannot be left, framed, or joined by another window", async ({ assay }) => {
  assay.expectProblem(
    /Blocked a navigation|Blocked a new window|Content Security Policy|Not allowed to (load|navigate)|Refused to refresh|form-action|request: /,
  );
  const { app, page } = assay;
  const asset = readdirSync(join(builtApp, "out/renderer/assets")).find((name) => name.endsWith(".css"));
  const ways = await page.evaluate(async (assetName) => {
    const targets = [
      "https://example.org/",
      "file:///etc/passwd",
      "data:text/html,x",
      "javascript:1",
      "app://evil/index.html",
      `app://bundle/assets/${assetName}`,
      "app://bundle/gone.html",
      "mailto:a@example.org",
      "blob:null",
    ];
    const click = (link: HTMLAnchorElement, event: string, init: MouseEventInit) => {
      document.body.append(link);
      link.dispatchEvent(new MouseEvent(event, { bubbles: true, cancelable: true, ...init }));
      link.remove();
    };
    const pause = () => new Promise((done) => setTimeout(done, 40));
    let opened = 0;
    for (const target of targets) {
      location.href = target;
      location.assign(target);
      location.replace(target);
      if (window.open(target) !== null) opened += 1;
      for (const rel of ["", "noopener"]) {
        for (const name of ["", "_blank", "_top"]) {
          const link = Object.assign(document.createElement("a"), { href: target, target: name, rel });
          click(link, "click", {});
          click(link, "click", { ctrlKey: true });
          click(link, "auxclick", { button: 1 });
        }
      }
      const meta = Object.assign(document.createElement("meta"), {
        httpEquiv: "refresh",
        content: `0; url=${target}`,
      });
      document.head.append(meta);
      const form = Object.assign(document.createElement("form"), { action: target, method: "get" });
      document.body.append(form);
      form.submit();
      const frame = Object.assign(document.createElement("iframe"), { src: target });
      document.body.append(frame);
      await pause();
      for (const made of [meta, form, frame]) made.remove();
    }
    return { opened };
  }, asset);
  expect(ways.opened).toBe(0);

  // An empty page of our own origin needs no navigation that could be refused; the window finds back.
  for (const way of ["location", "meta refresh"]) {
    await page.evaluate((how) => {
      if (how === "location") location.href = "about:blank";
      else
        document.head.append(
          Object.assign(document.createElement("meta"), {
            httpEquiv: "refresh",
            content: "0; url=about:blank",
          }),
        );
    }, way);
    await page.waitForURL("about:blank");
    await page.waitForURL(start);
  }

  // A file, a link and HTML dropped on the window.
  const client = await page.context().newCDPSession(page);
  for (const data of [
    { items: [], files: ["/etc/passwd"], dragOperationsMask: 1 },
    { items: [{ mimeType: "text/uri-list", data: "https://example.org/" }], dragOperationsMask: 1 },
    { items: [{ mimeType: "text/html", data: "<img src=x onerror=alert(1)>" }], dragOperationsMask: 1 },
  ]) {
    for (const type of ["dragEnter", "dragOver", "drop"] as const) {
      await client.send("Input.dispatchDragEvent", { type, x: 300, y: 300, data });
    }
  }
  await page.waitForTimeout(300);
  expect(page.url().replace(/#.*$/, "")).toBe(start);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(await page.evaluate(() => typeof window.assay)).toBe("object");
});
