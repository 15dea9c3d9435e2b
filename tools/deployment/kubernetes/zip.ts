import { inflateRawSync } from 'node:zlib';

/** Signatures and offsets of the ZIP format (APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16). */
const END = { signature: 0x06_05_4b_50, length: 22, entries: 10, directory: 16 } as const;
const ENTRY = {
  signature: 0x02_01_4b_50,
  length: 46,
  method: 10,
  packed: 20,
  name: 28,
  extra: 30,
  comment: 32,
  header: 42,
} as const;
const HEADER = { length: 30, name: 26, extra: 28 } as const;
const METHODS = { stored: 0, deflated: 8 } as const;

/**
 * Reads one file of a ZIP archive without a comment and without ZIP64.
 *
 * @throws if the archive lacks it, or has packed it in another way than most do
 */
export function readZipEntry(archive: Buffer, name: string): Buffer {
  const end = archive.length - END.length;
  if (end < 0 || archive.readUInt32LE(end) !== END.signature) throw new Error('This is no ZIP archive');
  let at = archive.readUInt32LE(end + END.directory);
  for (let left = archive.readUInt16LE(end + END.entries); left > 0; left -= 1) {
    if (archive.readUInt32LE(at) !== ENTRY.signature) throw new Error('The ZIP archive is damaged');
    const nameEnd = at + ENTRY.length + archive.readUInt16LE(at + ENTRY.name);
    if (archive.toString('utf8', at + ENTRY.length, nameEnd) === name) return unpack(archive, at);
    at = nameEnd + archive.readUInt16LE(at + ENTRY.extra) + archive.readUInt16LE(at + ENTRY.comment);
  }
  throw new Error(`The ZIP archive has no ${name}`);
}

/** Unpacks the file of an entry of the directory. */
function unpack(archive: Buffer, entry: number): Buffer {
  const header = archive.readUInt32LE(entry + ENTRY.header);
  const start =
    header +
    HEADER.length +
    archive.readUInt16LE(header + HEADER.name) +
    archive.readUInt16LE(header + HEADER.extra);
  const packed = archive.subarray(start, start + archive.readUInt32LE(entry + ENTRY.packed));
  const method = archive.readUInt16LE(entry + ENTRY.method);
  if (method === METHODS.stored) return packed;
  if (method === METHODS.deflated) return inflateRawSync(packed);
  throw new Error(`The ZIP archive has a file that is packed by method ${method}`);
}
