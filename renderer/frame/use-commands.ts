import { useEffect } from "react";
import type { Project } from "../../shared/domain/project";
import { bridge } from "../bridge";
import { isTyping } from "../ui/is-typing";
import { useUi } from "../ui-state";
import { type Command, commandOf, commands, type Situation } from "./commands";
import { isSingle, matches } from "./keys";

/** Edits in a field are the field's own: its undo, its paste. */
const fieldKeeps = new Set(["undo", "redo"]);
/** The browser's own event brings the clipboard's text; the key alone would not. */
const leftToTheBrowser = new Set(["new-article"]);

/** What commands look at, now. */
export const situationOf = (project: Project | null): Situation => {
  const { articleId, screen } = useUi.getState();
  return { project, hasArticleOpen: articleId !== null && screen === "library", screen };
};

/** A sheet, a menu or a popover has the keyboard. */
const isInLayer = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="dialog"], [role="menu"], [data-trigger]') !== null;

const mayFire = (command: Command, keys: string, event: KeyboardEvent): boolean => {
  if (leftToTheBrowser.has(command.id)) return false;
  if (isTyping(event.target) && (isSingle(keys) || fieldKeeps.has(command.id))) return false;
  // A sheet may hold what somebody has typed: nothing replaces it by key, except that what opened it closes it.
  return !isInLayer(event.target) || command.id === useUi.getState().overlay;
};

/** Runs the window's commands by key and from the application's menu. */
export const useCommands = (project: Project | null): void => {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // A place that has its own use for a key (the reader, a list) has taken it before it arrives here.
      if (event.defaultPrevented || event.isComposing) return;
      for (const command of commands) {
        const keys = command.keys.find((candidate) => matches(candidate, event));
        if (keys === undefined || !mayFire(command, keys, event)) continue;
        event.preventDefault();
        if (command.isAvailable(situationOf(project))) command.run();
        return;
      }
    };
    window.addEventListener("keydown", onKeyDown);
    const stop = bridge.on("commanded", ({ command: id }) => {
      const command = commandOf(id);
      if (command.isAvailable(situationOf(project))) command.run();
    });
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      stop();
    };
  }, [project]);
};
