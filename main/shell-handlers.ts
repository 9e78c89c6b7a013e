import { type BrowserWindow, dialog, shell } from "electron";
import { ok } from "../shared/result";
import { checkLink } from "./check-link";
import type { Publish } from "./handlers/context";
import type { Transfer } from "./handlers/transfer";
import type { ShellHandlers } from "./ipc";
import type { ProfileStore } from "./profile";
import { applyTheme } from "./window";
import type { StoreHost } from "./worker/store-host";

type Parts = {
  readonly profile: ProfileStore;
  readonly store: StoreHost;
  readonly transfer: Transfer;
  readonly publish: Publish;
  readonly window: () => BrowserWindow;
};

/** The calls that the main process answers itself. */
export function createShellHandlers({ profile, store, transfer, publish, window }: Parts): ShellHandlers {
  return {
    files: transfer,
    jobs: {
      cancel: (_context, { job }) => {
        store.cancel(job);
        return ok(undefined);
      },
    },
    profile: {
      get: () => ok(profile.get().analyst),
      update: async (_context, { name, initials }) => {
        const analyst = { ...profile.get().analyst, name, initials };
        const result = await store.job("setAnalyst", analyst);
        if (!result.ok) return result;
        profile.set({ analyst });
        publish("changed", { topics: ["profile", "project"] });
        return ok(undefined);
      },
    },
    settings: {
      get: () => ok(profile.get().settings),
      update: (_context, { theme }) => {
        if (theme !== undefined) {
          profile.set({ settings: { ...profile.get().settings, theme } });
          applyTheme(profile.get().settings);
          publish("changed", { topics: ["settings"] });
        }
        return ok(undefined);
      },
    },
    links: {
      open: async (_context, { url }) => {
        const link = checkLink(url);
        if (!link.ok) return link;
        const { response } = await dialog.showMessageBox(window(), {
          type: "question",
          message: "Open this address in your web browser?",
          detail: link.value,
          buttons: ["Open in browser", "Cancel"],
          defaultId: 1,
          cancelId: 1,
          noLink: true,
        });
        // The only way out of Assay: a person who has read the whole address.
        if (response === 0) await shell.openExternal(link.value);
        return ok({ isOpened: response === 0 });
      },
    },
  };
}
