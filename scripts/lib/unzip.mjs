import { closeSync, fstatSync, mkdirSync, openSync, readSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { inflateRawSync } from "node:zlib";

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const SYMLINK = 0o120000;
const FILE_TYPE = 0o170000;

/**
 * Unpacks a zip file. Ours, because a bare Debian has no `unzip` and setup may use only what Node ships.
 * `place` gives an entry's path below `target`, or nothing to leave it out.
 */
export function unzip(zipPath, target, place) {
  const file = openSync(zipPath, "r");
  try {
    for (const entry of readDirectory(file)) {
      const name = place(entry.name);
      if (!name || entry.name.endsWith("/")) continue;
      const path = join(target, name);
      if (!path.startsWith(join(target, "/")) || normalize(name).startsWith("..")) {
        throw new Error(`${zipPath} has an entry outside its folder: ${entry.name}`);
      }
      mkdirSync(dirname(path), { recursive: true });
      const bytes = readEntry(file, entry);
      if ((entry.mode & FILE_TYPE) === SYMLINK) symlinkSync(bytes.toString(), path);
      else writeFileSync(path, bytes, { mode: entry.mode & 0o777 || 0o644 });
    }
  } finally {
    closeSync(file);
  }
}

function readDirectory(file) {
  const size = fstatSync(file).size;
  const tail = read(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  if (end < 0) throw new Error("not a zip file, or one that is cut short");
  const directory = read(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries = [];
  for (let at = 0; at < directory.length && directory.readUInt32LE(at) === DIRECTORY_ENTRY; ) {
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString("utf8", at + 46, at + 46 + nameLength),
      isDeflated: directory.readUInt16LE(at + 10) === 8,
      packedSize: directory.readUInt32LE(at + 20),
      mode: directory.readUInt32LE(at + 38) >>> 16,
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

function readEntry(file, entry) {
  const header = read(file, entry.offset, 30);
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = read(file, start, entry.packedSize);
  return entry.isDeflated ? inflateRawSync(packed) : packed;
}

function read(file, position, length) {
  const bytes = Buffer.alloc(length);
  for (let done = 0; done < length; ) {
    const count = readSync(file, bytes, done, length - done, position + done);
    if (count === 0) throw new Error("a zip file that is cut short");
    done += count;
  }
  return bytes;
}
