import { useEffect, useState } from "react";
import type { Reliability } from "../../shared/domain/grade";
import type { Project } from "../../shared/domain/project";
import type { TagColour } from "../../shared/domain/tag";
import { searchLibrary } from "../features/library/use-library";
import { formatDate } from "../parts/dates";
import { foldName, indexTags, tagPath } from "../parts/tag-tree";
import { useCall } from "../query";
import { openArticle, openClaim, openSource, openTag } from "../ui-state";
import { commands } from "./commands";
import { situationOf } from "./use-commands";

/** One line of the palette. */
export type PaletteItem = {
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
  readonly keys?: string;
  /** A source's letter, null when not rated; absent where there is none to show. */
  readonly reliability?: Reliability | null;
  readonly colour?: TagColour;
  readonly run: () => void;
};
export type PaletteGroup = { readonly title: string; readonly items: readonly PaletteItem[] };

const perGroup = 6;

/** How well a label answers what was typed: 0 best, null not at all. */
const matchLabel = (label: string, typed: string): number | null => {
  const name = foldName(label);
  const wanted = foldName(typed);
  if (wanted === "" || name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  const tokens = wanted.split(" ");
  if (tokens.every((token) => name.startsWith(token) || name.includes(` ${token}`))) return 2;
  return tokens.every((token) => name.includes(token)) ? 3 : null;
};

const best = <T>(items: readonly T[], labelOf: (item: T) => string, typed: string, limit = perGroup) => {
  const found: { item: T; score: number }[] = [];
  for (const item of items) {
    const score = matchLabel(labelOf(item), typed);
    if (score !== null) found.push({ item, score });
  }
  found.sort((a, b) => a.score - b.score);
  return { score: found[0]?.score ?? 9, items: found.slice(0, limit).map(({ item }) => item) };
};

/** What the store is asked follows the typing after a moment. */
const useSettled = (text: string): string => {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 120);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
};

const none: readonly never[] = [];

/** What the palette offers for what was typed, the kind with the best answer first. */
export const usePaletteGroups = (typed: string, project: Project): readonly PaletteGroup[] => {
  const text = typed.trim();
  const settled = useSettled(text);
  const articles = useCall("articles", "list", { sort: "newest" }).data ?? none;
  const sources = useCall("sources", "list", undefined).data ?? none;
  const tags = useCall("tags", "list", undefined).data ?? none;
  const claims =
    useCall("claims", "list", { search: settled }, { isEnabled: settled.length > 1, keepPrevious: true }).data
      ?.claims ?? none;

  const situation = situationOf(project);
  const able = commands.filter((command) => command.id !== "palette" && command.isAvailable(situation));
  const asCommand = (command: (typeof commands)[number]): PaletteItem => ({
    id: command.id,
    label: command.label,
    ...(command.keys[0] === undefined ? {} : { keys: command.keys[0] }),
    run: command.run,
  });
  if (text === "")
    return ["Go to", "Articles", "Edit", "Project", "Window"].map((title) => ({
      title,
      items: able.filter((command) => command.group === title).map(asCommand),
    }));

  const foundCommands = best(able, (command) => command.label, text);
  const foundArticles = best(articles, (article) => article.title, text);
  const foundClaims = best(claims, (claim) => claim.statement, text);
  const foundSources = best(sources, (source) => source.name, text);
  const index = indexTags(tags);
  const foundTags = best(tags, (tag) => tagPath(tag, index), text);

  const groups = [
    {
      title: "Articles",
      score: foundArticles.score,
      items: foundArticles.items.map((article) => ({
        id: article.id,
        label: article.title,
        detail: `${article.sourceName ?? "no source"} · ${formatDate(article.publishedOn)}`,
        reliability: article.rating?.reliability ?? null,
        run: () => openArticle(article.id),
      })),
    },
    {
      title: "Claims",
      score: foundClaims.score,
      items: foundClaims.items.map((claim) => ({
        id: claim.id,
        label: claim.statement,
        detail: claim.asserterName,
        run: () => openClaim(claim.id),
      })),
    },
    { title: "Commands", score: foundCommands.score, items: foundCommands.items.map(asCommand) },
    {
      title: "Sources",
      score: foundSources.score,
      items: foundSources.items.map((source) => ({
        id: source.id,
        label: source.name,
        reliability: source.rating?.reliability ?? null,
        run: () => openSource(source.id),
      })),
    },
    {
      title: "Tags",
      score: foundTags.score,
      items: foundTags.items.map((tag) => ({
        id: tag.id,
        label: tagPath(tag, index),
        colour: tag.colour,
        run: () => openTag(tag.id),
      })),
    },
  ].sort((a, b) => a.score - b.score);
  return [
    ...groups.filter((group) => group.items.length > 0),
    {
      title: "Full text",
      items: [
        { id: "full-text", label: `Search all articles for “${text}”`, run: () => searchLibrary(text) },
      ],
    },
  ];
};
