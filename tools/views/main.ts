/** `npm run views -- rebuild [NAME]`: makes views anew from the streams, beside the current ones. */
import { CONSOLE, runCommand } from '../../platform/config/command-line.ts';
import { errorMessage } from '../../platform/errors.ts';
import type { NatsClient } from '../../platform/messaging/jetstream/connection.ts';
import { lostMessages, readEvents } from '../../platform/messaging/jetstream/stream-reader.ts';
import type { Pool } from '../../platform/postgres/pool.ts';
import { type Rebuilt, rebuild } from '../../subgraphs/view/application/rebuild.ts';
import { contextsOf, VIEWS, type ViewName } from '../../subgraphs/view/application/views.ts';
import { withNewTables } from '../../subgraphs/view/store/postgres-new-tables.ts';
import { CannotDo, findAddresses, reachNats } from '../events/instance.ts';
import type { CliEnvironment } from '../events/main.ts';
import { known, openServicePool } from '../events/stores.ts';
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
    const nats = await reachNats(addresses.nats);
    try {
      const pool = await openServicePool('view', known(addresses.postgres, 'DATABASE_URL'), CONNECTIONS);
      try {
        return await rebuildViews(request, { pool, client: await nats.client, ...surroundings });
      } finally {
        await pool.end();
      }
    } finally {
      await nats.close();
    }
  } catch (error) {
    // Any error is printed as one line: a server that disappears meanwhile is not a defect of the command.
    const message = errorMessage(error).replaceAll(/\s+/g, ' ');
    surroundings.err(
      error instanceof CannotDo ? message : `Not done, the views are as they were: ${message}`,
    );
    return 1;
  }
}

async function rebuildViews(
  { views, isForced }: ViewsRequest,
  { pool, client, out, err }: CliEnvironment & { readonly pool: Pool; readonly client: NatsClient },
): Promise<number> {
  for (const context of new Set(views.flatMap(contextsOf))) {
    const lost = await lostMessages(client, context);
    if (lost > 0)
      err(
        `The stream of ${context} has lost ${count(lost)} messages once: \`npm run events -- refill\` restores them.`,
      );
  }
  const progress = createProgress(err);
  const tables = [...new Set(views.flatMap((name) => VIEWS[name]))];
  const rebuilt = await withNewTables(pool, tables, (newTables) =>
    rebuild({
      tables,
      newTables,
      isForced,
      source: { read: (request) => readEvents(client, request) },
      onProgress: ({ context, read, left }) =>
        progress.say(`${context.padEnd(12)} ${bar(read, read + left)}  ${count(read)} events`),
    }),
  );
  if (!rebuilt) throw new CannotDo('Another rebuild is running.');
  return report(rebuilt, { views, isForced, seconds: progress.seconds(), out, err });
}

function report(
  { events, unreadable, lacking }: Rebuilt,
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
  if (unreadable > 0) err(`${count(unreadable)} events cannot be read and are left out.`);
  if (lacking > 0 && !isForced) {
    err(
      `The streams lack what ${count(lacking)} rows of the current views are from, so the views are as they were. ` +
        'Run `npm run events -- refill` and then this again, or add --force.',
    );
    return 1;
  }
  const rate = `${count(Math.round(events / seconds))}/s`;
  out(`${views.join(', ')}: made from ${count(events)} events in ${seconds.toFixed(1)} s (${rate})`);
  return 0;
}

if (import.meta.main) {
  process.exitCode = await runViews(process.argv.slice(2), { env: process.env, ...CONSOLE });
}
