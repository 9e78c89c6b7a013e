/** Keys of `meta`: what belongs to a file and not to its history. A received file with any other is not as we make them. */
const fixed = ["project", "manifest", "keptApart", "drafts"] as const;

/** `project`: its id; `manifest`: of a shared copy; `keptApart`: look-alikes that are two; `drafts`: claims being written; `columns:...`: how a make of table is read. */
export type MetaKey = (typeof fixed)[number] | `columns:${string}`;

export const isMetaKey = (key: string): key is MetaKey =>
  (fixed as readonly string[]).includes(key) || key.startsWith("columns:");
