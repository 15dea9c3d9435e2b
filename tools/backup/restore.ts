import { existsSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findClientPrograms } from '../../embedded/postgres/client-programs.ts';
import type { NatsLink } from '../../platform/messaging/jetstream/connection.ts';
import { ensureStreams } from '../../platform/messaging/jetstream/create-streams.ts';
import { removeStreams } from '../../platform/messaging/jetstream/remove-streams.ts';
import { CONTEXTS } from '../../schema/events/contexts.ts';
import { STREAM_RETENTION } from '../../schema/events/retention.ts';
import { type Addresses, CannotDo, reachNats } from '../events/instance.ts';
import { refill } from '../events/refill.ts';
import { openStore } from '../events/stores.ts';
import { count } from '../progress.ts';
import { LEDGER } from './backup.ts';
import type { Manifest, Part } from './manifest.ts';
import { checkDocuments, clearDocuments, openMongo, restoreDocuments } from './mongo.ts';
import { checkDatabase, clearDatabase, findDatabase, majorVersion, restoreDatabase } from './postgres.ts';
import type { Stores } from './stores.ts';

export type RestoreOptions = {
  readonly stores: Stores;
  readonly from: string;
  readonly manifest: Manifest;
  /** Whether data that are there are replaced. */
  readonly force: boolean;
  readonly say: (line: string) => void;
};

/**
 * Restores a backup whose files have been verified. Services must not run. The streams are made anew from
 * the events in the stores, so that every consumer receives what its service lacks.
 *
 * @throws CannotDo if data are there, or a store does not respond. What is restored by then stays.
 */
export async function restore(options: RestoreOptions): Promise<void> {
  const { stores, from, manifest, say } = options;
  const nats = await reachNats(stores.addresses.nats);
  try {
    await prepare(options);
    for (const part of manifest.parts) {
      await restorePart(part, options);
      say(`${part.service.padEnd(12)}  restored`);
    }
    await removeStreams(await nats.client, CONTEXTS);
    await refillAll(nats, stores.addresses, say);
  } finally {
    await nats.close();
  }
  if (manifest.hasLedger && stores.stoppedDataDir !== undefined)
    await restoreLedger(from, stores.stoppedDataDir, say);
}

/** All stores are looked at before any is cleared. */
async function prepare({ stores: { addresses }, manifest, force }: RestoreOptions): Promise<void> {
  for (const step of ['check', 'clear'] as const) {
    for (const { service, kind } of manifest.parts) {
      const url = addresses.database(service, kind);
      if (kind === 'postgres') {
        const database = await findDatabase(service, url);
        await (step === 'check' ? checkDatabase(database, force) : clearDatabase(database));
      } else {
        await withMongo(service, url, (link) =>
          step === 'check' ? checkDocuments(service, link, force) : clearDocuments(link),
        );
      }
    }
  }
}

async function restorePart(
  { service, kind, file, counts }: Part,
  { stores: { addresses }, from, say }: RestoreOptions,
): Promise<void> {
  const path = join(from, file);
  const url = addresses.database(service, kind);
  if (kind === 'mongodb') {
    await withMongo(service, url, (link) => restoreDocuments(link, path, counts));
    return;
  }
  const database = await findDatabase(service, url);
  const programs = await findClientPrograms(await majorVersion(database), say);
  await restoreDatabase(programs, database, path, counts);
}

async function withMongo(
  service: string,
  url: string,
  work: (link: Awaited<ReturnType<typeof openMongo>>) => Promise<void>,
): Promise<void> {
  const link = await openMongo(service, url);
  try {
    await work(link);
  } finally {
    await link.close();
  }
}

async function refillAll(nats: NatsLink, addresses: Addresses, say: (line: string) => void): Promise<void> {
  for (const note of await ensureStreams(await nats.client, CONTEXTS, addresses.kept)) say(note);
  for (const context of CONTEXTS) {
    const store = await openStore(context, addresses);
    try {
      const { sent, isWhole } = await refill({
        nats,
        context,
        store,
        retention: STREAM_RETENTION[context],
        isAll: false,
        onStreamRead: () => {},
        onProgress: () => {},
      });
      if (!isWhole)
        throw new CannotDo(`The stream of ${context} is not whole: run \`npm run events -- refill\`.`);
      say(`${context.padEnd(12)}  ${count(sent)} events sent to its stream`);
    } finally {
      await store.close();
    }
  }
}

/** What the provider has done is never undone: a ledger that is there stays. */
async function restoreLedger(from: string, dataDir: string, say: (line: string) => void): Promise<void> {
  const ledger = join(dataDir, LEDGER.inDataDir);
  if (existsSync(ledger)) {
    say('The ledger of the payment simulator stays as it is.');
    return;
  }
  await mkdir(dirname(ledger), { recursive: true, mode: 0o700 });
  await copyFile(join(from, LEDGER.file), ledger);
}
