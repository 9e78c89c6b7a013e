/** One way in which a page can make the browser send something; `fire` runs in the page. */
export type Vector = {
  readonly name: string;
  /** What is listened on. For `dns` the name is looked for in the netlog. */
  readonly over: "tcp" | "udp" | "dns";
  readonly fire: (target: Target) => unknown;
};

export type Target = { readonly url: string; readonly host: string; readonly port: number };

/** Adds an element with these attributes to the page: enough for most of them. */
const element = (
  name: string,
  tag: string,
  attribute: string,
  others: Readonly<Record<string, string>> = {},
): Vector => ({
  name,
  over: "tcp",
  // Playwright sends the function's source, so what it closes over travels in it.
  fire: new Function(
    "target",
    `const made = document.createElement(${JSON.stringify(tag)});
     for (const [key, value] of Object.entries(${JSON.stringify(others)})) made.setAttribute(key, value);
     made.setAttribute(${JSON.stringify(attribute)}, target.url);
     document.body.append(made);`,
  ) as Vector["fire"],
});

const style = (name: string, css: string): Vector => ({
  name,
  over: "tcp",
  fire: new Function(
    "target",
    `const made = document.createElement("style");
     made.textContent = ${JSON.stringify(css)}.replaceAll("URL", target.url);
     document.head.append(made);
     const shown = document.createElement("p"); shown.className = ${JSON.stringify(name.replaceAll(" ", "-"))}; shown.textContent = "x";
     document.body.append(shown);`,
  ) as Vector["fire"],
});

export const vectors: readonly Vector[] = [
  { name: "fetch", over: "tcp", fire: ({ url }) => void fetch(url, { mode: "no-cors" }).catch(() => {}) },
  {
    name: "fetch keepalive",
    over: "tcp",
    fire: ({ url }) => void fetch(url, { mode: "no-cors", keepalive: true }).catch(() => {}),
  },
  {
    name: "XMLHttpRequest",
    over: "tcp",
    fire: ({ url }) => {
      const request = new XMLHttpRequest();
      request.open("GET", url);
      request.send();
    },
  },
  { name: "sendBeacon", over: "tcp", fire: ({ url }) => navigator.sendBeacon(url, "x") },
  { name: "WebSocket", over: "tcp", fire: ({ url }) => void new WebSocket(url.replace("http", "ws")) },
  { name: "EventSource", over: "tcp", fire: ({ url }) => void new EventSource(url) },
  element("img", "img", "src"),
  element("img srcset", "img", "srcset"),
  {
    name: "picture",
    over: "tcp",
    fire: ({ url }) => {
      const picture = document.createElement("picture");
      const source = document.createElement("source");
      source.srcset = url;
      picture.append(source, document.createElement("img"));
      document.body.append(picture);
    },
  },
  element("input image", "input", "src", { type: "image" }),
  element("script", "script", "src"),
  element("module script", "script", "src", { type: "module" }),
  { name: "import()", over: "tcp", fire: ({ url }) => void import(url).catch(() => {}) },
  element("stylesheet", "link", "href", { rel: "stylesheet" }),
  element("preload", "link", "href", { rel: "preload", as: "image" }),
  element("modulepreload", "link", "href", { rel: "modulepreload" }),
  element("prefetch", "link", "href", { rel: "prefetch" }),
  element("preconnect", "link", "href", { rel: "preconnect" }),
  element("icon", "link", "href", { rel: "icon" }),
  element("manifest", "link", "href", { rel: "manifest" }),
  element("iframe", "iframe", "src"),
  {
    name: "iframe srcdoc",
    over: "tcp",
    fire: ({ url }) => {
      const frame = document.createElement("iframe");
      frame.setAttribute("srcdoc", `<img src="${url}">`);
      document.body.append(frame);
    },
  },
  element("object", "object", "data", { type: "text/html" }),
  element("embed", "embed", "src", { type: "text/html" }),
  element("video", "video", "src"),
  element("video poster", "video", "poster"),
  element("audio", "audio", "src"),
  {
    name: "track",
    over: "tcp",
    fire: ({ url }) => {
      const video = document.createElement("video");
      const track = document.createElement("track");
      Object.assign(track, { src: url, kind: "subtitles", default: true });
      video.crossOrigin = "anonymous";
      video.append(track);
      video.src = "data:video/mp4;base64,AAAA";
      document.body.append(video);
      track.track.mode = "showing";
    },
  },
  {
    name: "svg image",
    over: "tcp",
    fire: ({ url }) => {
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      const image = document.createElementNS("http://www.w3.org/2000/svg", "image");
      image.setAttribute("href", url);
      svg.append(image);
      document.body.append(svg);
    },
  },
  {
    name: "svg feImage",
    over: "tcp",
    fire: ({ url }) => {
      const namespace = "http://www.w3.org/2000/svg";
      const svg = document.createElementNS(namespace, "svg");
      const filter = document.createElementNS(namespace, "filter");
      const image = document.createElementNS(namespace, "feImage");
      const rect = document.createElementNS(namespace, "rect");
      filter.id = "leak-filter";
      image.setAttribute("href", url);
      for (const side of ["width", "height"]) rect.setAttribute(side, "10");
      rect.setAttribute("filter", "url(#leak-filter)");
      filter.append(image);
      svg.append(filter, rect);
      document.body.append(svg);
    },
  },
  style("css background", ".css-background { background: url(URL) }"),
  style("css import", "@import url(URL);"),
  style("css font", "@font-face { font-family: leak; src: url(URL) } .css-font { font-family: leak }"),
  style("css cursor", ".css-cursor { cursor: url(URL), auto; list-style: url(URL); display: list-item }"),
  {
    name: "style attribute",
    over: "tcp",
    fire: ({ url }) => {
      const made = document.createElement("p");
      made.setAttribute("style", `background: url(${url})`);
      made.textContent = "x";
      document.body.append(made);
    },
  },
  element("background attribute", "table", "background"),
  { name: "Worker", over: "tcp", fire: ({ url }) => void new Worker(url) },
  {
    name: "importScripts",
    over: "tcp",
    fire: ({ url }) =>
      void new Worker(URL.createObjectURL(new Blob([`importScripts(${JSON.stringify(url)})`]))),
  },
  {
    name: "speculation rules",
    over: "tcp",
    fire: ({ url }) => {
      const rules = document.createElement("script");
      rules.type = "speculationrules";
      rules.textContent = JSON.stringify({ prefetch: [{ source: "list", urls: [url] }] });
      document.head.append(rules);
    },
  },
  {
    name: "WebRTC STUN",
    over: "udp",
    fire: async ({ host, port }) => {
      const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:${host}:${port}` }] });
      peer.createDataChannel("x");
      await peer.setLocalDescription(await peer.createOffer());
    },
  },
  {
    name: "WebRTC TURN over TCP",
    over: "tcp",
    fire: async ({ host, port }) => {
      const peer = new RTCPeerConnection({
        iceServers: [{ urls: `turn:${host}:${port}?transport=tcp`, username: "x", credential: "x" }],
      });
      peer.createDataChannel("x");
      await peer.setLocalDescription(await peer.createOffer());
    },
  },
  {
    name: "WebTransport",
    over: "udp",
    fire: ({ host, port }) => void new WebTransport(`https://${host}:${port}/`).ready.catch(() => {}),
  },
  {
    name: "dns-prefetch",
    over: "dns",
    fire: () => {
      const link = document.createElement("link");
      Object.assign(link, { rel: "dns-prefetch", href: "https://dns-prefetch.leak.example" });
      document.head.append(link);
    },
  },
  // These would leave the page; the listener answers 204, so that it stays.
  { name: "window.open", over: "tcp", fire: ({ url }) => void window.open(url) },
  {
    name: "a target=_blank",
    over: "tcp",
    fire: ({ url }) => {
      const link = document.createElement("a");
      Object.assign(link, { href: url, target: "_blank" });
      document.body.append(link);
      link.click();
    },
  },
  {
    name: "a ping",
    over: "tcp",
    fire: ({ url }) => {
      const link = document.createElement("a");
      Object.assign(link, { href: "#ping", ping: url });
      document.body.append(link);
      link.click();
    },
  },
  {
    name: "a download",
    over: "tcp",
    fire: ({ url }) => {
      const link = document.createElement("a");
      Object.assign(link, { href: url, download: "x" });
      document.body.append(link);
      link.click();
    },
  },
  {
    name: "form",
    over: "tcp",
    fire: ({ url }) => {
      const form = document.createElement("form");
      Object.assign(form, { action: url, method: "post" });
      document.body.append(form);
      form.submit();
    },
  },
  {
    name: "meta refresh",
    over: "tcp",
    fire: ({ url }) => {
      const meta = document.createElement("meta");
      meta.httpEquiv = "refresh";
      meta.content = `0; url=${url}`;
      document.head.append(meta);
    },
  },
  {
    name: "location=",
    over: "tcp",
    fire: ({ url }) => {
      location.href = url;
    },
  },
];
