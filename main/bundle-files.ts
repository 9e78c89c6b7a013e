import { randomBytes } from "node:crypto";
import { readFile, realpath } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { contentSecurityPolicy } from "./content-security-policy";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  // What PDF.js fetches: code for kinds of pictures, encodings, fonts, colours.
  ".wasm": "application/wasm",
  ".bcmap": "application/octet-stream",
  ".pfb": "application/octet-stream",
  ".ttf": "font/ttf",
  ".icc": "application/octet-stream",
  ".txt": "text/plain; charset=utf-8",
};

/** The response to one request; every one carries the policy (the window's own, unless told), the refusals too. */
export async function answerFromBundle(
  folder: string,
  request: Pick<Request, "url" | "method">,
  policy?: string,
): Promise<Response> {
  const nonce = randomBytes(16).toString("base64");
  const headers = new Headers({
    "Content-Security-Policy": policy ?? contentSecurityPolicy({ styleNonce: nonce }),
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
  });
  const path = request.method === "GET" ? await findInBundle(folder, request.url) : null;
  const type = path === null ? undefined : TYPES[extname(path)];
  if (path === null || type === undefined) return new Response("Not found", { status: 404, headers });
  const bytes = await readFile(path);
  headers.set("Content-Type", type);
  return new Response(
    extname(path) === ".html" ? withStyleNonce(bytes.toString("utf8"), nonce) : new Uint8Array(bytes),
    {
      headers,
    },
  );
}

/** The file that an address names, when it lies in the bundle for real (links resolved), else null. */
export async function findInBundle(folder: string, address: string): Promise<string | null> {
  // Read as it stands: a URL parser would fold `..` away, and `%2e%2e%2f` has to be no way out either.
  const match = /^app:\/\/bundle\/([A-Za-z0-9._/-]+)(?:[?#].*)?$/.exec(address);
  const name = match?.[1];
  if (name === undefined || name.split("/").some((part) => part === "" || part.startsWith("."))) return null;
  try {
    const root = await realpath(folder);
    const real = await realpath(join(root, name));
    return real.startsWith(root + sep) ? real : null;
  } catch {
    return null;
  }
}

/** Components that add a `<style>` of their own (React Aria) look for the nonce in this element. */
const withStyleNonce = (html: string, nonce: string) =>
  html.replace("<head>", `<head><meta property="csp-nonce" content="${nonce}" />`);
