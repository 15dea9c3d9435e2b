import type { Connection, mongo } from 'mongoose';
import { z } from 'zod';
import { isRecord } from '../type-guards.ts';
import { figuresOfEach, type Works } from './read-growth.ts';

/** What commands have read. */
export type MongoReads = {
  readonly commands: number;
  /** Entries of indexes, those included that a condition has removed. */
  readonly keys: number;
  readonly documents: number;
  /** Documents that came back. */
  readonly returned: number;
};

/** The URL of a server whose client tells its commands, as `readsOfMongo` needs it. */
export function monitoredUrl(url: string): string {
  const monitored = new URL(url);
  monitored.searchParams.set('monitorCommands', 'true');
  return monitored.href;
}

/** What each of several works reads, as `readsOfMongo` tells it. */
export function readsOfMongoEach(
  connection: Connection,
  works: Works,
): Promise<ReadonlyMap<string, MongoReads>> {
  return figuresOfEach(works, (work) => readsOfMongo(connection, work));
}

/**
 * What the commands read that a connection sends while work runs: each is executed once more under `explain`
 * with `executionStats`. The connection was opened by a `monitoredUrl`.
 */
export async function readsOfMongo(
  connection: Connection,
  work: () => Promise<unknown>,
): Promise<MongoReads> {
  const commands = await recordCommands(connection.getClient(), work);
  let reads: MongoReads = { commands: commands.length, keys: 0, documents: 0, returned: 0 };
  for (const command of commands)
    for (const stats of statsOf(await explain(connection, command)))
      reads = {
        ...reads,
        keys: reads.keys + stats.totalKeysExamined,
        documents: reads.documents + stats.totalDocsExamined,
        returned: reads.returned + stats.nReturned,
      };
  return reads;
}

const READING = new Set(['find', 'aggregate', 'count', 'distinct']);
/** Goes on with a command before it, whose plan tells all of it. */
const NEXT_BATCH = 'getMore';

/** The commands that read, as they were sent. @throws Error when there are none, or others beside them */
export async function recordCommands(
  client: mongo.MongoClient,
  work: () => Promise<unknown>,
): Promise<readonly mongo.Document[]> {
  const sent: mongo.CommandStartedEvent[] = [];
  const note = (event: mongo.CommandStartedEvent) => void sent.push(event);
  client.on('commandStarted', note);
  try {
    await work();
  } finally {
    client.off('commandStarted', note);
  }
  const commands = sent.filter(({ commandName }) => commandName !== NEXT_BATCH);
  const others = commands.filter(({ commandName }) => !READING.has(commandName));
  if (commands.length === 0 || others.length > 0)
    throw new Error(`Only reads are measured, not ${others.map(({ commandName }) => commandName)}`);
  return commands.map(({ command }) => command);
}

async function explain(connection: Connection, sent: mongo.Document): Promise<mongo.Document> {
  if (!connection.db) throw new Error('The connection to MongoDB is not open');
  // What belongs to the message, not to the command.
  const { $db: _db, lsid: _lsid, ...command } = sent;
  return connection.db.command({ explain: command, verbosity: 'executionStats' });
}

const executionStats = z.object({
  nReturned: z.number(),
  totalKeysExamined: z.number(),
  totalDocsExamined: z.number(),
});

/**
 * What all parts of a plan have read. Stages of a pipeline have numbers of their own, however deep they are.
 */
function statsOf(explained: unknown): readonly z.infer<typeof executionStats>[] {
  if (Array.isArray(explained)) return explained.flatMap(statsOf);
  if (!isRecord(explained)) return [];
  if (explained.executionStats !== undefined) return [executionStats.parse(explained.executionStats)];
  return Object.values(explained).flatMap(statsOf);
}
