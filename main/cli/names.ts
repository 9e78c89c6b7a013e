/**
 * The words of the command line, in the order in which its help lists them. Apart from the commands themselves,
 * because the app looks at them before it knows whether it will need any of that.
 */
export const commandNames = [
  "new",
  "import",
  "revise",
  "articles",
  "article",
  "sources",
  "claims",
  "rate",
  "annotate",
  "export",
  "share",
  "exchange",
  "merge",
  "conflicts",
  "join",
  "agreement",
  "verify",
  "history",
  "undo",
  "trash",
  "backups",
] as const;
export type CommandName = (typeof commandNames)[number];
