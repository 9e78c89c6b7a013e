import { readSync, writeSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { createSession, type Session } from "../../../main/handlers/session";
import { everything } from "../../../shared/domain/share";
import type { AppError } from "../../../shared/errors";
import { AnalystId, type ArticleId, type HighlightId, type TagId } from "../../../shared/ids";
import type { StoreCalls } from "../../../shared/ipc/contract";
import type { InputOf } from "../../../shared/ipc/define";
import type { Result } from "../../../shared/result";
import { guestInProcess } from "../../guest-in-process";
import { randomOf } from "./random";

/*
 * A process that works on a project with the real session until it has done its order or is killed. It says each thing
 * on standard output, with a write that is not put off, as soon as the session has answered: that is an acknowledgement.
 */

/** What a worker is told to do, as one line of JSON. */
export type Order =
  /** Random edits; without `count` for ever. */
  | { readonly do: "edit"; readonly path: string; readonly seed: number; readonly count?: number }
  /** Copies to share, one after the other, to the same place. */
  | { readonly do: "share"; readonly path: string; readonly to: string; readonly count?: number }
  | { readonly do: "export"; readonly path: string; readonly to: string }
  | { readonly do: "import"; readonly path: string; readonly folder: string }
  /** Merges another's file. */
  | { readonly do: "merge"; readonly path: string; readonly from: string }
  /** Backups, one after the other. */
  | { readonly do: "backup"; readonly path: string; readonly count?: number }
  /** Goes back to the newest backup. */
  | { readonly do: "restore"; readonly path: string }
  | { readonly do: "create"; readonly path: string }
  /** Opens a project, which brings an old one up to date, and closes it. */
  | { readonly do: "open"; readonly path: string }
  /** Keeps a file locked as another program would. */
  | { readonly do: "lock"; readonly path: string };

/** What a worker says. */
export type Said =
  | { readonly is: "ready" | "begun" | "opened" | "done" | "locked" }
  /** An edit that was acknowledged, and how many the project has. */
  | { readonly is: "edit"; readonly id: string }
  | { readonly is: "made"; readonly number: number }
  | { readonly is: "outcome"; readonly outcome: string; readonly name: string }
  | { readonly is: "failed"; readonly error: AppError };

const say = (said: Said): void => {
  writeSync(1, `${JSON.stringify(said)}\n`);
};

const readOrder = (): Order => {
  let line = "";
  const byte = Buffer.alloc(4096);
  while (!line.includes("\n")) {
    const length = readSync(0, byte);
    if (length === 0) process.exit(0);
    line += byte.toString("utf8", 0, length);
  }
  return JSON.parse(line) as Order;
};

/** The value; a refusal is said and ends the process, because the work cannot go on without it. */
const must = <T>(result: Result<T>): T => {
  if (result.ok) return result.value;
  say({ is: "failed", error: result.error });
  process.exit(0);
};

const told = (result: Result<{ edit: string | null }>): void => {
  if (!result.ok) say({ is: "failed", error: result.error });
  else if (result.value.edit !== null) say({ is: "edit", id: result.value.edit });
};

/** What there is to work on, kept as the session answers: asking again would take longer than the work. */
type Desk = { readonly articles: ArticleId[]; readonly highlights: HighlightId[]; readonly tags: TagId[] };

const layOut = async ({ call }: Session): Promise<Desk> => {
  const desk: Desk = { articles: [], highlights: [], tags: [] };
  for (const { id } of must(await call("articles", "list", {}))) {
    desk.articles.push(id);
    for (const highlight of must(await call("highlights", "list", { articleId: id })))
      desk.highlights.push(highlight.id);
  }
  for (const { id } of must(await call("tags", "list", undefined))) desk.tags.push(id);
  return desk;
};

/** One thing that an analyst might do next. */
const editOnce = async (
  session: Session,
  desk: Desk,
  random: ReturnType<typeof randomOf>,
  seed: number,
): Promise<Result<{ edit: string | null }>> => {
  const { call } = session;
  const start = random.below(80);
  const span = { start, end: start + 1 + random.below(20) };
  const note = "n".repeat(random.below(9000));
  const articleId = random.oneOf(desk.articles);
  const id = random.oneOf(desk.highlights);
  const tagId = random.oneOf(desk.tags);
  if (articleId === undefined) throw new Error("there is no article");
  const chance = random.below(100);
  if (chance < 40 || id === undefined) {
    const made = await call("highlights", "create", { articleId, span, tagIds: [], note });
    if (made.ok) desk.highlights.push(made.value.id);
    return made;
  }
  if (chance < 55) return call("highlights", "update", { id, set: { note } });
  if (chance < 65) {
    const made = await call("tags", "create", { name: `Tag ${seed} ${random.below(1_000_000_000)}` });
    if (made.ok) desk.tags.push(made.value.id);
    return made;
  }
  if (chance < 75 && tagId !== undefined)
    return call("highlights", "setTag", { id, tagId, isOn: chance < 72 });
  if (chance < 90) {
    const passage = { articleId, span };
    const statement = `Claim ${random.below(1_000_000_000)}`;
    const evidence = { passage, stance: "supports", credibility: 2 } as const;
    const input: InputOf<StoreCalls["claims"]["create"]> = { statement, kind: "fact", evidence };
    return call("claims", "create", input);
  }
  if (chance < 95) {
    const undone = await call("history", "undo", {});
    desk.highlights.splice(0, Infinity, ...(await layOut(session)).highlights);
    return undone;
  }
  desk.highlights.splice(desk.highlights.indexOf(id), 1);
  return call("highlights", "remove", { id });
};

const edit = async (session: Session, { seed, count = Infinity }: Extract<Order, { do: "edit" }>) => {
  const random = randomOf(seed);
  const desk = await layOut(session);
  say({ is: "begun" });
  for (let n = 0; n < count; n += 1) told(await editOnce(session, desk, random, seed));
};

const share = async ({ jobs }: Session, { to, count = Infinity }: Extract<Order, { do: "share" }>) => {
  say({ is: "begun" });
  for (let number = 1; number <= count; number += 1) {
    const copied = await jobs.shareCopy({ path: to, options: everything }, goOn);
    if (copied.ok) say({ is: "made", number });
    else say({ is: "failed", error: copied.error });
  }
};

const exportTable = async ({ jobs }: Session, { to }: Extract<Order, { do: "export" }>) => {
  const written = await jobs.exportClaims({ path: to, query: {}, hasHighlights: true, format: "csv" }, goOn);
  if (written.ok) say({ is: "made", number: written.value.rows });
  else say({ is: "failed", error: written.error });
};

const goOn = () => Promise.resolve("go-on" as const);

const importFolder = async ({ jobs }: Session, { folder }: Extract<Order, { do: "import" }>) => {
  say({ is: "begun" });
  for (const { outcome, fileName } of must(await jobs.importFiles({ paths: [folder] }, goOn)))
    say({ is: "outcome", outcome, name: fileName });
};

const merge = async ({ jobs }: Session, { from }: Extract<Order, { do: "merge" }>) => {
  must(await jobs.stageMerge({ path: from }, goOn));
  say({ is: "begun" });
  must(await jobs.applyMerge({ take: "newest" }, goOn));
  say({ is: "made", number: 1 });
};

const backUp = async ({ jobs }: Session, { count = Infinity }: Extract<Order, { do: "backup" }>) => {
  say({ is: "begun" });
  for (let number = 1; number <= count; number += 1) {
    const made = await jobs.backUpNow(undefined);
    if (made.ok) say({ is: "made", number });
    else say({ is: "failed", error: made.error });
  }
};

const restore = async ({ jobs }: Session) => {
  const [newest] = must(await jobs.backups(undefined));
  if (newest === undefined) throw new Error("there is no backup");
  say({ is: "begun" });
  must(await jobs.restoreBackup({ key: newest.key }));
  say({ is: "made", number: 1 });
};

const lock = async (path: string): Promise<never> => {
  new Sqlite(path).exec("BEGIN EXCLUSIVE");
  say({ is: "locked" });
  // Until it is killed.
  return new Promise(() => setInterval(() => {}, 60_000));
};

const work = async (order: Order): Promise<void> => {
  if (order.do === "lock") return lock(order.path);
  const analyst = { id: AnalystId.parse(`ana-${"0".repeat(32)}`), name: "Child", initials: "C" };
  const session = createSession({ analyst, guest: guestInProcess, publish: () => {} });
  if (order.do === "open") say({ is: "begun" });
  if (order.do === "create") must(await session.jobs.create({ path: order.path, name: "New" }));
  else must(await session.jobs.open({ path: order.path }));
  say({ is: "opened" });
  if (order.do === "edit") await edit(session, order);
  if (order.do === "share") await share(session, order);
  if (order.do === "export") await exportTable(session, order);
  if (order.do === "merge") await merge(session, order);
  if (order.do === "backup") await backUp(session, order);
  if (order.do === "restore") await restore(session);
  if (order.do === "import") await importFolder(session, order);
  must(await session.jobs.close(undefined));
  say({ is: "done" });
};

say({ is: "ready" });
await work(readOrder());
process.exit(0);
