import { app, Menu, type MenuItemConstructorOptions } from "electron";
import type { z } from "zod";
import type { Events } from "../shared/ipc/contract";

export type Command = z.output<Events["commanded"]>["command"];

type Parts = {
  readonly send: (command: Command) => void;
  readonly newProject: () => void;
  readonly openProject: () => void;
  readonly closeProject: () => void;
};

/**
 * The application's menu. What the page does itself is shown here with its keys but not bound to them
 * (`registerAccelerator: false`): the page hears the keys first, and Ctrl+Z stays with a text field that has the focus.
 */
export function setMenu({ send, newProject, openProject, closeProject }: Parts) {
  const command = (label: string, name: Command, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => send(name),
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
  });
  const line: MenuItemConstructorOptions = { type: "separator" };
  const isMac = process.platform === "darwin";
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: "appMenu" } as const] : []),
    {
      label: "&File",
      submenu: [
        { label: "New project…", accelerator: "CmdOrCtrl+N", click: newProject },
        { label: "Open project…", accelerator: "CmdOrCtrl+O", click: openProject },
        { label: "Close project", click: closeProject },
        line,
        command("Import articles…", "import"),
        command("Import a folder…", "import-folder"),
        command("Review imports", "review"),
        command("Export claims…", "export"),
        command("Save a copy to share…", "share"),
        line,
        { role: isMac ? "close" : "quit" },
      ],
    },
    {
      label: "&Edit",
      submenu: [
        command("Undo", "undo", "CmdOrCtrl+Z"),
        command("Redo", "redo", "CmdOrCtrl+Shift+Z"),
        line,
        { role: "cut" },
        { role: "copy" },
        { role: "paste" },
        { role: "selectAll" },
        line,
        command("Find…", "find", "CmdOrCtrl+F"),
      ],
    },
    {
      label: "&View",
      submenu: [
        command("All commands…", "palette", "CmdOrCtrl+K"),
        line,
        { role: "resetZoom" },
        { role: "zoomIn" },
        { role: "zoomOut" },
        { role: "togglefullscreen" },
        ...(app.isPackaged ? [] : [line, { role: "reload" } as const, { role: "toggleDevTools" } as const]),
      ],
    },
    { label: "&Help", submenu: [command("Keyboard shortcuts", "keys"), { role: "about" }] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
