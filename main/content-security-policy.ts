/**
 * The policy of every response. `styleNonce` admits the `<style>` elements that carry it; scripts come only from the
 * bundle. Trusted Types shut `innerHTML` and its kin for strings; ProseMirror's clipboard parser has a policy of its
 * own, on a document that is never shown.
 */
export function contentSecurityPolicy({ styleNonce }: { styleNonce: string }): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${styleNonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types ProseMirrorClipboard",
  ].join("; ");
}

/** What vite's server needs beyond it: its inline preamble, its inline styles, its socket. Development only. */
export function developmentPolicy(devUrl: URL): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'unsafe-inline'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ws://${devUrl.host}`,
    "worker-src 'self' blob:",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
