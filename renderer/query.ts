import {
  keepPreviousData,
  notifyManager,
  QueryClient,
  type UseQueryResult,
  useQuery,
} from "@tanstack/react-query";
import type { AppError } from "../shared/errors";
import type { Contract, Topic } from "../shared/ipc/contract";
import type { BridgeOf } from "../shared/ipc/define";
import type { Result } from "../shared/result";
import { bridge } from "./bridge";
import { trackWrite } from "./ui/pending-writes";
import { forgetError, showError } from "./ui/toasts";

/*
 * TanStack Query over the contract. Write, publish, re-read: every noun's answers depend on topics, and the
 * store's `changed` event makes the answers that depend on what was written stale. A write may show its own answer before (`patchShown`).
 */

type Calls = BridgeOf<Contract>;
export type Noun = keyof Calls;
export type Verb<N extends Noun> = keyof Calls[N] & string;
type CallOf<N extends Noun, V extends Verb<N>> = Calls[N][V] extends (
  input: infer I,
) => Promise<Result<infer O>>
  ? { input: I; output: O }
  : never;
export type Input<N extends Noun, V extends Verb<N>> = CallOf<N, V>["input"];
export type Output<N extends Noun, V extends Verb<N>> = CallOf<N, V>["output"];

/** Which topics make a noun's answers stale: its own, and those whose data it shows. */
const dependencies: Readonly<Record<Noun, readonly Topic[]>> = {
  project: [
    "project",
    "articles",
    "highlights",
    "claims",
    "evidence",
    "sources",
    "tags",
    "integrity",
    "profile",
  ],
  articles: ["articles", "highlights", "claims", "evidence", "sources"],
  highlights: ["highlights", "claims", "evidence"],
  tags: ["tags", "highlights", "claims"],
  sources: ["sources", "articles", "claims", "evidence"],
  claims: ["claims", "evidence", "highlights", "sources", "tags", "articles"],
  evidence: ["evidence"],
  share: ["project", "articles", "highlights", "claims", "evidence", "sources", "tags"],
  agreement: ["highlights", "evidence", "claims", "sources", "tags", "articles"],
  history: ["history"],
  merges: ["merges"],
  files: ["recent", "team", "backups"],
  jobs: [],
  profile: ["profile"],
  settings: ["settings"],
  links: [],
};

// Answers are rendered at once, not after a timer: the next frame may be on its way.
notifyManager.setScheduler(queueMicrotask);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: Number.POSITIVE_INFINITY, gcTime: 5 * 60_000, retry: false, networkMode: "always" },
  },
});

/**
 * What is worked on in the text and in the table of claims, on screen again before anything else is re-read; and
 * what the undo keys go by.
 */
const urgent: ReadonlySet<Noun> = new Set(["highlights", "claims", "evidence", "history"]);

/** What was written since the other answers were last re-read. */
const waiting = new Set<Topic>();

const reRead = (topics: ReadonlySet<Topic>, isMeant: (noun: Noun) => boolean): Promise<void> =>
  queryClient.invalidateQueries({
    predicate: ({ queryKey }) => {
      const noun = queryKey[0] as Noun;
      return isMeant(noun) && dependencies[noun].some((topic) => topics.has(topic));
    },
  });

/** Settles when a patched answer is on screen; null when none is on its way there. */
let patching: Promise<void> | null = null;

/** In milliseconds; a window that is not on screen has no frames. */
const longestFrame = 100;

const nextFrame = (): Promise<void> =>
  new Promise((resume) => {
    requestAnimationFrame(() => requestIdleCallback(() => resume()));
    setTimeout(resume, longestFrame);
  });

bridge.on("changed", async ({ topics }) => {
  // What was written is about to be seen: reading it again would only hold up that frame.
  await patching;
  void reRead(new Set(topics), (noun) => urgent.has(noun)).then(() => {
    // The counts beside it wait until that is on screen: store and window do one thing at a time.
    if (waiting.size === 0)
      requestIdleCallback(
        () => {
          const stale = new Set(waiting);
          waiting.clear();
          void reRead(stale, (noun) => !urgent.has(noun));
        },
        { timeout: 200 },
      );
    for (const topic of topics) waiting.add(topic);
  });
});

/**
 * Puts what a write has answered into the answer of a call that is on screen, so that it need not be read before
 * it is seen. The one place where a cache is patched: the `changed` event of the write has the whole answer read
 * again all the same. Answers that nothing shows are left alone: they are read anew when they are asked for.
 */
export const patchShown = <N extends Noun, V extends Verb<N>>(
  noun: N,
  verb: V,
  patch: (shown: Output<N, V>, input: Input<N, V>) => Output<N, V>,
): void => {
  patching ??= nextFrame().then(() => {
    patching = null;
  });
  for (const query of queryClient.getQueryCache().findAll({ queryKey: [noun, verb], type: "active" }))
    queryClient.setQueryData<Output<N, V>>(query.queryKey, (shown) =>
      shown === undefined ? undefined : patch(shown, query.queryKey[2] as Input<N, V>),
    );
};

/** A failed call, thrown so that TanStack Query sees it; `error.failure` is what to show. */
export class CallFailure extends Error {
  readonly failure: AppError;
  constructor(failure: AppError) {
    super(failure.message);
    this.failure = failure;
  }
}

const invoke = async <N extends Noun, V extends Verb<N>>(
  noun: N,
  verb: V,
  input: Input<N, V>,
): Promise<Result<Output<N, V>>> => {
  // The table is total by construction; only the correlation of noun, verb and input is beyond the checker.
  const calls = bridge[noun] as Record<string, (input: unknown) => Promise<Result<Output<N, V>>>>;
  const target = calls[verb];
  if (target === undefined) throw new Error(`no call ${noun}.${verb}`);
  return target(input);
};

/** Reads through the cache: `useCall("articles", "get", { id })`. Pass `isEnabled: false` to wait. */
export const useCall = <N extends Noun, V extends Verb<N>>(
  noun: N,
  verb: V,
  input: Input<N, V>,
  options: { readonly isEnabled?: boolean; readonly keepPrevious?: boolean } = {},
): UseQueryResult<Output<N, V>, CallFailure> =>
  useQuery<Output<N, V>, CallFailure>({
    queryKey: [noun, verb, input],
    enabled: options.isEnabled ?? true,
    ...(options.keepPrevious === true ? { placeholderData: keepPreviousData as never } : {}),
    queryFn: async () => {
      const result = await invoke(noun, verb, input);
      if (!result.ok) throw new CallFailure(result.error);
      // Query treats undefined as "no answer"; calls that answer nothing answer null here.
      return (result.value ?? null) as Output<N, V>;
    },
  });

/** What these do is no write to the project: "Saving…" would be untrue. */
const unwritten: ReadonlySet<Noun> = new Set(["files", "jobs", "links", "profile", "settings"]);

/** Does something and answers how it went, for a form that says itself what went wrong. Else use `act`. */
export const attempt = <N extends Noun, V extends Verb<N>>(
  noun: N,
  verb: V,
  input: Input<N, V>,
): Promise<Result<Output<N, V>>> => {
  const answer = invoke(noun, verb, input);
  return unwritten.has(noun) ? answer : trackWrite(answer);
};

/** Does something: answers the value, or null after showing what went wrong. Never throws for expected failures. */
export const act = async <N extends Noun, V extends Verb<N>>(
  noun: N,
  verb: V,
  input: Input<N, V>,
): Promise<{ readonly value: Output<N, V> } | null> => {
  const result = await attempt(noun, verb, input);
  const matter = `${noun} ${verb}`;
  if (result.ok) {
    forgetError(matter);
    return { value: result.value };
  }
  if (result.error.kind !== "cancelled") showError(result.error, matter);
  return null;
};
