import { compareNames } from "../../parts/names";

const readEntries = (reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> =>
  new Promise((resolve, reject) => reader.readEntries(resolve, reject));

const filesOfEntry = async (entry: FileSystemEntry): Promise<readonly File[]> => {
  if (entry.isFile)
    return [
      await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)),
    ];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const children: FileSystemEntry[] = [];
  // A folder answers in portions of a hundred and says "no more" with an empty one.
  for (;;) {
    const portion = await readEntries(reader);
    if (portion.length === 0) break;
    children.push(...portion);
  }
  const files: File[] = [];
  for (const child of children.sort((a, b) => compareNames(a.name, b.name)))
    for (const file of await filesOfEntry(child)) files.push(file);
  return files;
};

/**
 * The files of a drop, those in dropped folders included; hidden ones and journals of projects are left out. Call it before the event
 * handler returns: afterwards the browser forgets what was dropped.
 */
export const readDroppedFiles = async (transfer: DataTransfer): Promise<readonly File[]> => {
  // What is no entry of a file system (an image out of another window) can still be a file.
  const found = [...transfer.items].map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const files = (
    await Promise.all(
      found.map((one) => (one === null ? [] : one instanceof File ? [one] : filesOfEntry(one))),
    )
  ).flat();
  // SQLite keeps its journal beside a project.
  return files.filter(({ name }) => !name.startsWith(".") && !name.endsWith(".assay-journal"));
};
