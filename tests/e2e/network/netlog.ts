import { readFileSync } from "node:fs";

type NetLog = {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
  readonly events: readonly { readonly type: number; readonly params?: Readonly<Record<string, unknown>> }[];
};

/** What Chromium's own log (`--log-net-log`) says it tried: host names it wanted resolved, and addresses it wanted loaded. */
export function readNetLog(path: string): {
  readonly hosts: readonly string[];
  readonly urls: readonly string[];
} {
  const log = parseNetLog(readFileSync(path, "utf8"));
  const names = new Map(Object.entries(log.constants.logEventTypes).map(([name, id]) => [id, name]));
  const hosts = new Set<string>();
  const urls = new Set<string>();
  for (const { type, params } of log.events) {
    const name = names.get(type) ?? "";
    const { host, url } = params ?? {};
    if (/HOST_RESOLVER|DNS_TRANSACTION/.test(name) && typeof host === "string") hosts.add(host);
    if (typeof url === "string" && /^(https?|wss?|ftp):/.test(url)) urls.add(url);
  }
  return { hosts: [...hosts].sort(), urls: [...urls].sort() };
}

/** An app that was ended hard leaves the list of events open. */
function parseNetLog(text: string): NetLog {
  try {
    return JSON.parse(text) as NetLog;
  } catch {
    return JSON.parse(`${text.replace(/,?\s*$/, "")}]}`) as NetLog;
  }
}
