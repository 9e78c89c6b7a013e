import { createSession } from "../../main/handlers/session";
import { newId } from "../../main/ids";
import { everything } from "../../shared/domain/share";
import { AnalystId } from "../../shared/ids";
import type { Result } from "../../shared/result";
import { guestInProcess } from "../guest-in-process";

/*
 * A project that passes the gate, since it is a sound one, and says in every place for words what would run if any of
 * them were taken for markup, for a link, for a style or for Markdown with HTML in it.
 */

/** What words would do: set this on the window. */
export const canary = "__assayCanary";

const set = `window.${canary}=1`;

/** One for each way into a page. `at` tells the place, so that a failure says where it stood. */
const words = (at: string): string =>
  [
    `${at}`,
    `<img src=x onerror="${set}">`,
    `"><script>${set}</script>`,
    `'onmouseover='${set}' x='`,
    `<svg/onload=${set}>`,
    `<style>*{color:red!important;background:url(http://canary.test/${at})}</style>`,
    `<iframe srcdoc="<script>parent.${canary}=1</script>"></iframe>`,
    `[a link](javascript:${set})`,
    `<a href="javascript:${set}">x</a>`,
    `{{constructor.constructor('${set}')()}}`,
    `\${${set}}`,
    `\u202eesrever\u202c`,
  ].join(" ");

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.kind}: ${result.error.message}`);
  return result.value;
};

/** Writes the project to `path`, and a shared copy of it, with words of that sort for a marking, to `copy`. */
export const writeHostileWords = async (path: string, copy: string): Promise<void> => {
  const session = createSession({
    analyst: {
      id: AnalystId.parse("ana-0190a000-0000-7000-8000-00000000000e"),
      name: words("analyst").slice(0, 120),
      initials: "<b>",
    },
    newId,
    now: () => new Date().toISOString(),
    guest: guestInProcess,
    publish: () => {},
  });
  must(await session.jobs.create({ path, name: words("project").slice(0, 200) }));
  await fill(session);
  const options = { ...everything, marking: words("TLP:RED").slice(0, 200) };
  must(await session.jobs.shareCopy({ path: copy, options }, async () => "go-on"));
  must(await session.jobs.close(undefined));
};

type Session = ReturnType<typeof createSession>;

const fill = async (session: Session): Promise<void> => {
  const sourceName = words("source").slice(0, 300);
  const { id: sourceId } = must(
    await session.call("sources", "create", {
      name: sourceName,
      kind: "agency",
      note: words("source note"),
      url: `javascript:${set}`,
    }),
  );
  must(
    await session.call("sources", "rate", {
      target: { sourceId },
      reliability: "C",
      reason: words("reason"),
    }),
  );
  const { articleId } = must(
    await session.call("articles", "createFromText", {
      text: `${words("text")}\n\nA second paragraph, with a passage to mark.`,
      title: words("title"),
    }),
  );
  if (articleId === null) throw new Error("no article");
  must(
    await session.call("articles", "update", {
      id: articleId,
      set: { byline: words("byline"), url: `javascript:${set}`, sourceId },
    }),
  );
  const { id: tagId } = must(
    await session.call("tags", "create", {
      name: words("tag").slice(0, 80),
      description: words("description"),
      colour: "rose",
    }),
  );
  const { id: highlightId } = must(
    await session.call("highlights", "create", {
      articleId,
      span: { start: 0, end: 60 },
      tagIds: [tagId],
      note: words("note"),
    }),
  );
  must(
    await session.call("claims", "create", {
      statement: words("claim"),
      kind: "fact",
      asserter: { description: words("asserter").slice(0, 200) },
      tagIds: [tagId],
      evidence: { passage: { highlightId }, stance: "supports", credibility: 3, note: words("evidence") },
    }),
  );
};
