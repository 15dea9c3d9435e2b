/** `npm run views -- rebuild [NAME]`: makes views anew from all events, beside the current ones. */

import { CONSOLE, runCommand } from '../../platform/config/command-line.ts';
import { environment } from '../../platform/config/environment.ts';
import { errorMessage } from '../../platform/errors.ts';
import type { NatsClient } from '../../platform/messaging/jetstream/connection.ts';
import { readEvents } from '../../platform/messaging/jetstream/stream-reader.ts';
import type { Pool } from '../../platform/postgres/pool.ts';
import { type EventSource, type Rebuilt, rebuild } from '../../subgraphs/view/application/rebuild.ts';
import { contextsOf, VIEWS, type ViewName } from '../../subgraphs/view/application/views.ts';
import { withNewTables } from '../../subgraphs/view/store/postgres-new-tables.ts';
import { type Addresses, CannotDo, findAddresses, reachNats } from '../events/instance.ts';
import type { CliEnvironment } from '../events/main.ts';
import { type EventStore, openServicePool, openStore } from '../events/stores.ts';
import { bar, count, createProgress } from '../progress.ts';
import { VIEWS_COMMAND, type ViewsRequest } from './usage.ts';

/** The lock, the change-over, the work beside it, and one to spare. */
const CONNECTIONS = 4;

/** Runs the command and returns its exit status. */
export function runViews(args: readonly string[], surroundings: CliEnvironment): Promise<number> {
  return runCommand(VIEWS_COMMAND, args, (request) => run(request, surroundings), surroundings);
}

async function run(request: ViewsRequest, surroundings: CliEnvironment): Promise<number> {
  try {
    const addresses = findAddresses(surroundings.env);
    await using opened = new AsyncDisposableStack();
    const nats = opened.adopt(await reachNats(addresses.nats), (link) => link.close());
    const own = addresses.database('view', 'postgres');
    const pool = opened.adopt(await openServicePool('view', own, CONNECTIONS), (each) => each.end());
    const stores = new Map<string, EventStore>();
    for (const context of new Set(request.views.flatMap(contextsOf))) {
      const store = await openReadable(context, addresses, surroundings);
      if (store)
        stores.set(
          context,
          opened.adopt(store, (each) => each.close()),
        );
    }
    return await rebuildViews(request, { pool, client: await nats.client, stores, ...surroundings });
  } catch (error) {
    // Any error is printed as one line: a server that disappears meanwhile is not a defect of the command.
    const message = errorMessage(error).replaceAll(/\s+/g, ' ');
    surroundings.err(
      error instanceof CannotDo ? message : `Not done, the views are as they were: ${message}`,
    );
    return 1;
  }
}

/** The store of a context's events; undefined when it cannot be read, which is printed. */
async function openReadable(
  context: string,
  addresses: Addresses,
  { err }: CliEnvironment,
): Promise<EventStore | undefined> {
  try {
    return await openStore(context, addresses);
  } catch (error) {
    if (!(error instanceof CannotDo)) throw error;
    err(`The events of ${context} are read from its stream alone: ${error.message}`);
    return undefined;
  }
}

type RebuildDeps = CliEnvironment & {
  readonly pool: Pool;
  readonly client: NatsClient;
  /** The stores that can be read, by context. */
  readonly stores: ReadonlyMap<string, EventStore>;
};

async function rebuildViews(
  { views, isForced }: ViewsRequest,
  { pool, client, stores, out, err }: RebuildDeps,
): Promise<number> {
  const progress = createProgress(err);
  const tables = [...new Set(views.flatMap((name) => VIEWS[name]))];
  const rebuilt = await withNewTables(pool, tables, (newTables) =>
    rebuild({
      tables,
      newTables,
      isForced,
      source: {
        readStream: (request) => readEvents(client, request),
        readStore: (context) => readStore(stores.get(context)),
      },
      onProgress: ({ context, from, read, left }) =>
        progress.say(`${context.padEnd(12)} ${from} ${bar(read, read + left)}  ${count(read)} events`),
    }),
  );
  if (!rebuilt) throw new CannotDo('Another rebuild is running.');
  return report(rebuilt, { views, isForced, seconds: progress.seconds(), out, err });
}

/** The published events of a store, with the number that is left: more may have come since it was counted. */
async function* readStore(store: EventStore | undefined): ReturnType<EventSource['readStore']> {
  if (!store) return;
  let left = await store.count();
  for await (const events of store.read()) {
    left = Math.max(left - events.length, 0);
    yield { events, left };
  }
}

function report(
  { events, unreadable, restored, lacking }: Rebuilt,
  {
    views,
    isForced,
    seconds,
    out,
    err,
  }: Pick<CliEnvironment, 'out' | 'err'> & {
    readonly views: readonly ViewName[];
    readonly isForced: boolean;
    readonly seconds: number;
  },
): number {
  for (const [context, amount] of restored) {
    err(`${count(amount)} events of ${context} are from its event store.`);
  }
  if (unreadable > 0) err(`${count(unreadable)} events cannot be read and are left out.`);
  if (lacking > 0 && !isForced) {
    err(
      `Streams and event stores lack what ${count(lacking)} rows of the current views are from, so the views are as ` +
        'they were. Add --force to change over all the same.',
    );
    return 1;
  }
  const rate = `${count(Math.round(events / seconds))}/s`;
  out(`${views.join(', ')}: made from ${count(events)} events in ${seconds.toFixed(1)} s (${rate})`);
  return 0;
}

if (import.meta.main) {
  process.exitCode = await runViews(process.argv.slice(2), { env: environment, ...CONSOLE });
}
