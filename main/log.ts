import { randomBytes } from "node:crypto";
import { join } from "node:path";
import electronLog from "electron-log/node";
import { describeError } from "./describe-error";

const MAX_LOG_BYTES = 1_000_000;
/** No 0/O and no 1/I: people read these out on the telephone. */
const INCIDENT_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

export type Log = {
  readonly info: (message: string) => void;
  readonly warn: (message: string) => void;
  /** Writes an unexpected error (or what `describeError` said of it elsewhere) down and returns the id under which it is found. */
  readonly incident: (where: string, error: unknown) => string;
};

/** The log in `folder`: one file of at most 1 MB and its predecessor. It holds no article text and stays on this machine. */
export function openLog(folder: string, hasConsole: boolean): Log {
  electronLog.transports.file.resolvePathFn = () => join(folder, "main.log");
  electronLog.transports.file.maxSize = MAX_LOG_BYTES;
  electronLog.transports.file.format = "[{y}-{m}-{d} {h}:{i}:{s}.{ms}] [{level}] {text}";
  electronLog.transports.console.level = hasConsole ? "warn" : false;
  return {
    info: (message) => electronLog.info(message),
    warn: (message) => electronLog.warn(message),
    incident: (where, error) => {
      const id = newIncident();
      electronLog.error(
        `incident ${id} in ${where}: ${typeof error === "string" ? error : describeError(error)}`,
      );
      return id;
    },
  };
}

function newIncident(): string {
  const letters = [...randomBytes(8)]
    .map((byte) => INCIDENT_LETTERS[byte % INCIDENT_LETTERS.length])
    .join("");
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}
