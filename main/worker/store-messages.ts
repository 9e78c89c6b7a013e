import type { Analyst } from "../../shared/domain/analyst";
import type { Events, StoreCalls } from "../../shared/ipc/contract";
import type { Result } from "../../shared/result";
import type { Jobs } from "../handlers/context";
import type { GuestCommand } from "./guest-command";

/** What the main process and the store's thread say to each other. `id` names one request and its answers. */
export type ToStore =
  | {
      readonly kind: "call";
      readonly id: number;
      readonly noun: keyof StoreCalls;
      readonly verb: string;
      readonly input: unknown;
    }
  | { readonly kind: "job"; readonly id: number; readonly job: keyof Jobs; readonly input: unknown }
  | { readonly kind: "cancel"; readonly id: number };

export type FromStore =
  | { readonly kind: "answer"; readonly id: number; readonly result: Result<unknown> }
  /** A bug: what `describeError` says of it. */
  | { readonly kind: "threw"; readonly id: number; readonly description: string }
  | { readonly kind: "progress"; readonly id: number; readonly done: number; readonly total: number }
  | { readonly kind: "event"; readonly event: keyof Events; readonly payload: unknown };

export type StoreThreadData = {
  readonly analyst: Analyst;
  readonly guest: GuestCommand;
  /** Where backups go when no folder can be made beside a project. */
  readonly backupFolder: string;
  /** Where this profile remembers which project files were its own; see known-files.ts. */
  readonly profileFolder: string;
};
