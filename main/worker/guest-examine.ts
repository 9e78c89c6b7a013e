import { fail } from "../../shared/errors";
import type { FromGuest, ToExamine } from "./guest-messages";

/*
 * The guest's other work: examining a project that somebody sent. Rows go to the host in batches, and a few are on
 * their way at most, so that neither side gathers a whole file in its memory.
 */

/** Batches that the host has not taken yet; one is being looked at there while the next one travels. */
const mostOnTheWay = 4;

type Parts = {
  readonly tell: (message: FromGuest) => void;
  /** Answers with what is to be called when the work on a file gets on. */
  readonly alive: (id: number) => () => void;
  readonly ended: () => void;
  /** Rejects when something throws beside the promise that it gave. */
  readonly surprised: () => Promise<never>;
};

const broken = fail(
  "damaged",
  "Examining it broke off: something in it is not as it should be",
  "Ask whoever sent it for a copy made with “Save a copy to share”.",
);

/** Examines received projects, one at a time. */
export const createExaminer = ({ tell, alive, ended, surprised }: Parts) => {
  let onTheWay = 0;
  let resume: () => void = () => {};
  return {
    /** The host has taken a batch of rows. */
    taken: (): void => {
      onTheWay -= 1;
      resume();
    },
    examine: async ({ id, examine: { path, folder, purpose } }: ToExamine): Promise<void> => {
      onTheWay = 0;
      tell({ kind: "alive", id });
      try {
        // Loaded here: reading articles needs no database.
        const { inspectFile } = await import("../share/inspect-file");
        const inspected = inspectFile(path, {
          purpose,
          folder,
          alive: alive(id),
          rows: async (table, rows) => {
            tell({ kind: "rows", id, table, rows });
            onTheWay += 1;
            while (onTheWay >= mostOnTheWay)
              await new Promise<void>((resolve) => {
                resume = resolve;
              });
          },
        });
        tell({ kind: "examined", id, result: await Promise.race([inspected, surprised()]) });
      } catch {
        tell({ kind: "examined", id, result: broken });
      }
      ended();
    },
  };
};
