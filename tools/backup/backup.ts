import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { PROJECT_ROOT } from '../../embedded/paths.ts';
import { findClientPrograms } from '../../embedded/postgres/client-programs.ts';
import { CannotDo } from '../events/instance.ts';
import { fingerprint, type Part, writeManifest } from './manifest.ts';
import { type DocumentDump, dumpDocuments, openMongo } from './mongo.ts';
import {
  dumpDatabase,
  findDatabase,
  holdChanges,
  majorVersion,
  type Snapshot,
  takeSnapshot,
  withoutTables,
} from './postgres.ts';
import { type Stores, servicesOn } from './stores.ts';

/**
 * The order of the snapshots (docs/adr/0056-backups.md): who only follows comes first, a payment before its
 * booking, so that no payment is without one. What a follower then lacks is replayed.
 */
const FOLLOWERS = ['view', 'notification', 'community'];
const PAYMENT = 'payment';
const BOOKING = 'booking';
/** Collections that follow bookings, by service. */
const FOLLOWING: Readonly<Record<string, readonly string[]>> = { room: ['assignments'] };

/** The simulator's ledger, in the folder of an instance and in a backup. */
export const LEDGER = { inDataDir: join('psp', 'ledger.sqlite'), file: 'ledger.sqlite' } as const;

export type BackupOptions = {
  readonly stores: Stores;
  readonly to: string;
  readonly say: (line: string) => void;
};

/**
 * Writes a backup to a folder that does not exist. It has another name until it is complete.
 *
 * @returns the services' parts
 * @throws CannotDo if the folder exists, or a store does not respond
 */
export async function backup({ stores, to, say }: BackupOptions): Promise<readonly Part[]> {
  const folder = resolve(to);
  if (existsSync(folder)) throw new CannotDo(`${to} exists: name a new folder.`);
  const unfinished = join(dirname(folder), `.${basename(folder)}.unfinished-${process.pid}`);
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  const tidy = () => rm(unfinished, { recursive: true, force: true });
  try {
    const parts = await writeParts({ stores, to: unfinished, say });
    await syncFolder(unfinished);
    await rename(unfinished, folder);
    await syncFolder(dirname(folder));
    return parts;
  } catch (error) {
    await tidy();
    throw error;
  }
}

async function writeParts({ stores, to, say }: BackupOptions): Promise<readonly Part[]> {
  await using opened = new AsyncDisposableStack();
  const startedAt = new Date().toISOString();
  const { addresses } = stores;
  const databases = new Map(
    await Promise.all(
      servicesOn('postgres').map(
        async (service) =>
          [service, await findDatabase(service, addresses.database(service, 'postgres'))] as const,
      ),
    ),
  );
  const [first] = databases.values();
  if (first === undefined) throw new CannotDo('No service has a database.');
  const programs = await findClientPrograms(await majorVersion(first), say);

  const documents = new Map<string, { readonly dump: DocumentDump; readonly readAt: string }>();
  for (const service of servicesOn('mongodb')) {
    const link = await openMongo(service, addresses.database(service, 'mongodb'));
    const dump = dumpDocuments(link, join(to, fileOf(service, 'mongodb')));
    documents.set(service, {
      dump: opened.adopt(dump, (each) => each.close()),
      readAt: new Date().toISOString(),
    });
  }

  const snapshots: Snapshot[] = [];
  const take = async (services: readonly string[]): Promise<void> => {
    for (const service of services) {
      const database = databases.get(service);
      if (database === undefined) continue;
      snapshots.push(opened.adopt(await takeSnapshot(database), (each) => each.close()));
    }
  };
  /** Nothing is paid between the two: a booking that is PAID has its payment in the other snapshot. */
  const takeOrigins = async (): Promise<void> => {
    const payment = databases.get(PAYMENT);
    await using _held = payment && (await holdChanges(payment, 'payments'));
    await take([PAYMENT, BOOKING]);
  };
  const others = [...databases.keys()].filter((name) => ![...FOLLOWERS, PAYMENT, BOOKING].includes(name));
  await take([...FOLLOWERS, ...others]);
  for (const [service, { dump }] of documents) await dump.read(FOLLOWING[service] ?? []);
  await takeOrigins();

  const parts: Part[] = [];
  for (const [service, { dump, readAt }] of documents) {
    await dump.read();
    const counts = await dump.finish();
    parts.push(await describe(to, { service, kind: 'mongodb', readAt, counts }, say));
  }
  for (const snapshot of snapshots) {
    const { service, readAt } = snapshot;
    const counts = await snapshot.count();
    if (Object.keys(counts).length === 0) throw withoutTables(service);
    await dumpDatabase(programs, snapshot, join(to, fileOf(service, 'postgres')));
    parts.push(await describe(to, { service, kind: 'postgres', readAt, counts }, say));
  }
  const hasLedger = copyLedger(stores.stoppedDataDir, to);
  const finishedAt = new Date().toISOString();
  await writeManifest(to, { version: await productVersion(), startedAt, finishedAt, parts, hasLedger });
  return parts;
}

async function describe(
  folder: string,
  part: Omit<Part, 'file' | 'bytes' | 'sha256'>,
  say: (line: string) => void,
): Promise<Part> {
  const file = fileOf(part.service, part.kind);
  const written = await fingerprint(join(folder, file));
  const rows = Object.values(part.counts).reduce((sum, count) => sum + count, 0);
  const what = part.kind === 'postgres' ? 'rows' : 'documents';
  say(
    `${part.service.padEnd(12)}  ${rows.toLocaleString('en')} ${what}, ${written.bytes.toLocaleString('en')} bytes`,
  );
  return { ...part, file, ...written };
}

function fileOf(service: string, kind: Part['kind']): string {
  return kind === 'postgres' ? `${service}.dump` : `${service}.ndjson.gz`;
}

/** Copies the simulator's ledger of a stopped instance; while it runs, the simulator alone may read it. */
function copyLedger(dataDir: string | undefined, to: string): boolean {
  const ledger = dataDir === undefined ? undefined : join(dataDir, LEDGER.inDataDir);
  if (ledger === undefined || !existsSync(ledger)) return false;
  const sql = new DatabaseSync(ledger);
  try {
    sql.prepare('VACUUM INTO ?').run(join(to, LEDGER.file));
    return true;
  } finally {
    sql.close();
  }
}

async function productVersion(): Promise<string> {
  const file = await readFile(join(PROJECT_ROOT, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(file)).version;
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder);
  await handle.sync();
}
