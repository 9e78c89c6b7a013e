import { readFile } from "../main/import/read-file";
import { pageOf } from "../main/originals/page-of";
import { inspectFile } from "../main/share/inspect-file";
import { makePrivateFolder } from "../main/share/private-folder";
import { takeBatch } from "../main/share/take-batch";
import type { Guest } from "../main/worker/guest-host";
import { ok } from "../shared/result";

/** Reads files in this very process, with the readers that the guest has: for tests that are about something else. */
export const guestInProcess: Guest = {
  read: (bytes, known) => readFile(bytes, known, () => {}),
  page: async (bytes, type) => {
    const page = await pageOf(bytes, type, () => {});
    return page.ok ? ok(new TextEncoder().encode(page.value)) : page;
  },
  examine: async (path, { purpose, rows }) => {
    const folder = makePrivateFolder();
    try {
      return await inspectFile(path, {
        purpose,
        folder: folder.path,
        alive: () => {},
        rows: async (table, cells) => {
          // As they come out of the guest: clones, and checked once more.
          const batch = takeBatch(table, structuredClone(cells));
          if (batch === null) throw new Error(`a row of ${table} was found good and is not`);
          await rows?.(batch);
        },
      });
    } finally {
      await folder.remove();
    }
  },
  wake: () => {},
  drop: () => {},
  handed: () => Promise.resolve(),
  stop: () => {},
};
