import type { IpcMain, IpcMainInvokeEvent } from "electron";
import { fail } from "../shared/errors";
import { contract, type ShellCalls, type StoreCalls, storeCalls } from "../shared/ipc/contract";
import type { CallSpec, HandlersOf } from "../shared/ipc/define";
import type { Result } from "../shared/result";
import type { Log } from "./log";
import { checkPayload } from "./payload-size";

/** Who asks: what Electron says of the frame that sent a message. */
export type Asker = {
  readonly isOurWindow: boolean;
  readonly isTopFrame: boolean;
  readonly origin: string | null;
};

/** Calls the main process answers itself; they need no context beyond what they were made with. */
export type ShellHandlers = HandlersOf<ShellCalls, undefined>;

type Parts = {
  readonly trustedOrigin: string;
  readonly shell: ShellHandlers;
  /** Asks the store thread. */
  readonly store: (noun: keyof StoreCalls, verb: string, input: unknown) => Promise<Result<unknown>>;
  readonly log: Log;
};

/** Every call of the contract as `noun.verb`. */
export const channels: readonly string[] = Object.entries(contract).flatMap(([noun, verbs]) =>
  Object.keys(verbs).map((verb) => `${noun}.${verb}`),
);

/**
 * The one way from a window to the rest of the app: a trusted asker, an input that is small enough and of the right
 * shape, then the handler; whatever goes wrong becomes a failed Result without a stack or a path.
 */
export function createAnswerer({ trustedOrigin, shell, store, log }: Parts) {
  return async (channel: string, asker: Asker, input: unknown): Promise<Result<unknown>> => {
    if (!asker.isOurWindow || !asker.isTopFrame || asker.origin !== trustedOrigin) {
      log.warn(`Refused ${channel}: asked by ${describeAsker(asker)}`);
      return fail("invalid-input", "This page may not ask Assay for anything.");
    }
    try {
      const [noun = "", verb = ""] = channel.split(".");
      const spec = specOf(noun, verb);
      if (spec === null) return fail("invalid-input", "There is no such call.");
      const size = checkPayload(input, spec.maxBytes);
      if (size === "too-big") return fail("invalid-input", "That is more than Assay takes at once.");
      if (size === "not-plain") return fail("invalid-input", `${channel} takes plain data only.`);
      const parsed = spec.input.safeParse(input);
      if (!parsed.success) return fail("invalid-input", describeIssue(parsed.error.issues[0]));
      if (Object.hasOwn(storeCalls, noun)) return await store(noun as keyof StoreCalls, verb, parsed.data);
      return await shellHandler(shell, noun, verb)(undefined, parsed.data);
    } catch (error) {
      return unexpected(log.incident(channel, error));
    }
  };
}

/** What a window learns of a bug: that it happened, and where to look. */
const unexpected = (incident: string): Result<never> => ({
  ok: false,
  error: {
    kind: "unexpected",
    message: "Something went wrong inside Assay.",
    advice: `Your project is as it was before. The log has the details under ${incident}.`,
    incident,
  },
});

/** Listens on one channel for each call. `isOurWindow` knows the windows that we opened. */
export function listen(
  ipcMain: Pick<IpcMain, "handle">,
  isOurWindow: (contentsId: number) => boolean,
  answer: ReturnType<typeof createAnswerer>,
) {
  for (const channel of channels) {
    ipcMain.handle(channel, (event, input: unknown) => answer(channel, askerOf(event, isOurWindow), input));
  }
}

function askerOf(event: IpcMainInvokeEvent, isOurWindow: (contentsId: number) => boolean): Asker {
  // Null once the frame is gone.
  const frame = event.senderFrame;
  return {
    isOurWindow: isOurWindow(event.sender.id),
    isTopFrame: frame !== null && frame.parent === null,
    origin: frame?.origin ?? null,
  };
}

const describeAsker = ({ isOurWindow, isTopFrame, origin }: Asker) =>
  `${isOurWindow ? "our window" : "an unknown window"}, ${isTopFrame ? "top frame" : "subframe"}, ${origin ?? "no origin"}`;

function specOf(noun: string, verb: string): CallSpec | null {
  if (!Object.hasOwn(contract, noun)) return null;
  const verbs = contract[noun as keyof typeof contract] as Readonly<Record<string, CallSpec>>;
  return Object.hasOwn(verbs, verb) ? (verbs[verb] ?? null) : null;
}

/** The types of the table promise the handler; here it is looked up by names that only exist at run time. */
function shellHandler(shell: ShellHandlers, noun: string, verb: string) {
  const verbs = shell[noun as keyof ShellHandlers] as unknown as Readonly<
    Record<string, (context: undefined, input: unknown) => Result<unknown> | Promise<Result<unknown>>>
  >;
  const handler = verbs[verb];
  if (handler === undefined) throw new Error(`No handler for ${noun}.${verb}`);
  return handler;
}

function describeIssue(issue: { path: PropertyKey[]; message: string } | undefined): string {
  if (issue === undefined) return "That is not what this call takes.";
  return issue.path.length === 0 ? issue.message : `${issue.path.map(String).join(".")}: ${issue.message}`;
}
