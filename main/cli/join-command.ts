import type { LikelySame } from "../../shared/domain/merge";
import { fail } from "../../shared/errors";
import { SourceId, TagId } from "../../shared/ids";
import { ok, type Result } from "../../shared/result";
import { normaliseName } from "../ids";
import { type Command, type Work, wordOf } from "./command";
import { suggestion } from "./nearest";
import { count, oneLine } from "./print";

type Kind = LikelySame["entity"];
type Named = { readonly id: string; readonly name: string };
type Pair = { readonly kind: Kind; readonly keep: Named; readonly other: Named };

const kinds: readonly Kind[] = ["tag", "source"];

/** What an id or a name means: the one of that id or of just that name, else all whose names are the same to a reader. */
const meant = (all: readonly Named[], words: string): Named[] => {
  const exact = all.filter(({ id, name }) => id === words || name === words);
  return exact.length > 0 ? exact : all.filter(({ name }) => normaliseName(name) === normaliseName(words));
};

const one = (kind: Kind, found: readonly Named[], words: string): Result<Named> => {
  const [only] = found;
  return only !== undefined && found.length === 1
    ? ok(only)
    : fail(
        "invalid-input",
        `${count(found.length, kind)} are called “${oneLine(words)}”.`,
        `Name them by their ids: ${found.map(({ id }) => id).join(", ")}`,
      );
};

/** Which two are meant, and whether they are tags or sources. */
const pairOf = (
  lists: ReadonlyMap<Kind, readonly Named[]>,
  [keep, other]: readonly [string, string],
): Result<Pair> => {
  const fitting = [...lists].flatMap(([kind, all]) => {
    const [keepers, others] = [meant(all, keep), meant(all, other)];
    return keepers.length > 0 && others.length > 0 ? [{ kind, keepers, others }] : [];
  });
  const [first] = fitting;
  if (fitting.length > 1)
    return fail(
      "invalid-input",
      "There are tags and sources of these names.",
      "Say which: --kind tag or --kind source",
    );
  if (first === undefined) {
    const every = [...lists.values()].flat();
    const missing = meant(every, keep).length === 0 ? keep : other;
    return meant(every, missing).length === 0
      ? fail(
          "not-found",
          `No tag and no source is called “${oneLine(missing)}”.`,
          suggestion(
            missing,
            every.map(({ name }) => name),
          ),
        )
      : fail("invalid-input", `“${oneLine(keep)}” and “${oneLine(other)}” are not two tags or two sources.`);
  }
  const { kind, keepers, others } = first;
  const [stays, goes] = [one(kind, keepers, keep), one(kind, others, other)];
  if (!stays.ok) return stays;
  if (!goes.ok) return goes;
  return stays.value.id === goes.value.id
    ? fail("invalid-input", `“${oneLine(keep)}” and “${oneLine(other)}” are the same ${kind} already.`)
    : ok({ kind, keep: stays.value, other: goes.value });
};

const list = async ({ calls }: Work): ReturnType<Command["run"]> => {
  const joins = await calls.merges.joins(undefined);
  if (!joins.ok) return joins;
  const side = ({ id, name, uses }: LikelySame["a"]) =>
    `  ${oneLine(name, 80)}  (${count(uses, "use")}, ${id})`;
  const lines = joins.value.flatMap(({ entity, a, b, why }) => [`Two ${entity}s ${why}:`, side(a), side(b)]);
  return ok({
    text: [...lines, count(joins.value.length, "pair looks like one", "pairs look like one")],
    json: { pairs: joins.value },
  });
};

const joinTwo = async (work: Work, names: readonly [string, string]): ReturnType<Command["run"]> => {
  const [tags, sources] = [await work.calls.tags.list(undefined), await work.calls.sources.list(undefined)];
  if (!tags.ok) return tags;
  if (!sources.ok) return sources;
  const wanted = wordOf(work.words, "kind");
  const lists = new Map<Kind, readonly Named[]>(
    (
      [
        ["tag", tags.value],
        ["source", sources.value],
      ] as const
    ).filter(([kind]) => wanted === undefined || wanted === kind),
  );
  const pair = pairOf(lists, names);
  if (!pair.ok) return pair;
  const { kind, keep, other } = pair.value;
  if (work.words["apart"] === true) {
    const done = await work.calls.merges.keepApart({ a: keep.id, b: other.id });
    return done.ok
      ? ok({
          text: [`“${oneLine(keep.name)}” and “${oneLine(other.name)}” stay two: they are not listed again`],
          json: { kind, apart: [keep.id, other.id] },
        })
      : done;
  }
  const joined =
    kind === "tag"
      ? await work.calls.tags.merge({ from: TagId.parse(other.id), into: TagId.parse(keep.id) })
      : await work.calls.sources.merge({ from: SourceId.parse(other.id), into: SourceId.parse(keep.id) });
  if (!joined.ok) return joined;
  return ok({
    text: [
      `Joined the ${kind} “${oneLine(other.name)}” into “${oneLine(keep.name)}”. Take it back with: assay undo FILE`,
    ],
    json: { kind, kept: keep.id, joined: other.id, edit: joined.value.edit },
  });
};

/** `assay join`: tags and sources that look like one under two names, and the join of two. */
export const joinCommand: Command = {
  name: "join",
  usage: "join FILE [KEEP OTHER] [--kind tag|source] [--apart]",
  summary: "list tags and sources that look like one under two names, or join two",
  details: [
    "KEEP OTHER   everything that is tagged OTHER, or of the source OTHER, becomes KEEP's, in one edit. Names or ids.",
    "--kind       tag or source, where there are both of these names",
    "--apart      says instead that the two are two: they are not listed again",
  ],
  options: { kind: { type: "string" }, apart: { type: "boolean" } },
  takes: [1, 3],
  check: (words) =>
    wordOf(words, "kind") === undefined || kinds.some((kind) => kind === wordOf(words, "kind"))
      ? null
      : "--kind is one of tag, source",
  opensProject: true,
  run: async (work) => {
    const [, keep, other] = work.names;
    if (keep === undefined) return list(work);
    return other === undefined
      ? { ok: false, error: { kind: "misuse", message: "join takes two names, or none" } }
      : joinTwo(work, [keep, other]);
  },
};
