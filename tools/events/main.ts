/** `npm run events -- dead|replay|refill|streams`: dead letters, and the streams. */

import type { Env } from '../../embedded/launcher/settings.ts';
import { CONSOLE, type Output, runCommand } from '../../platform/config/command-line.ts';
import { environment } from '../../platform/config/environment.ts';
import { errorMessage } from '../../platform/errors.ts';
import type { NatsLink } from '../../platform/messaging/jetstream/connection.ts';
import { ensureStreams } from '../../platform/messaging/jetstream/create-streams.ts';
import { CONTEXTS } from '../../schema/events/contexts.ts';
import { STREAM_RETENTION } from '../../schema/events/retention.ts';
import { count, createProgress } from '../progress.ts';
import { type Addresses, CannotDo, findAddresses, reachNats } from './instance.ts';
import { findLetters, renderLetter, renderLetters, replayLetters } from './letters.ts';
import { refill } from './refill.ts';
import { openStore } from './stores.ts';
import { EVENTS, type EventsRequest } from './usage.ts';

/** The environment of the command, and where it prints lines. */
export type CliEnvironment = Output & { readonly env: Env };

/** Runs the command and returns its exit status. */
export function runEvents(args: readonly string[], surroundings: CliEnvironment): Promise<number> {
  return runCommand(EVENTS, args, (request) => run(request, surroundings), surroundings);
}

async function run(request: EventsRequest, surroundings: CliEnvironment): Promise<number> {
  try {
    const addresses = findAddresses(surroundings.env);
    const nats = await reachNats(addresses.nats);
    try {
      return await perform(request, { nats, addresses, ...surroundings });
    } finally {
      await nats.close();
    }
  } catch (error) {
    // Any error is printed as one line: a server that disappears meanwhile is not a defect of the command.
    surroundings.err(error instanceof CannotDo ? error.message : `Not done: ${messageOf(error)}`);
    return 1;
  }
}

type CommandDeps = CliEnvironment & { readonly nats: NatsLink; readonly addresses: Addresses };

function perform(request: EventsRequest, tools: CommandDeps): Promise<number> {
  switch (request.name) {
    case 'dead':
      return listDead(request, tools);
    case 'replay':
      return replayDead(request, tools);
    case 'refill':
      return refillStreams(request, tools);
    case 'streams':
      return createStreams(request, tools);
    default:
      return request satisfies never;
  }
}

async function listDead(
  { service, show, json }: Extract<EventsRequest, { name: 'dead' }>,
  { nats, out }: CommandDeps,
): Promise<number> {
  const letters = await findLetters(await nats.client, { service, id: show });
  if (json) out(JSON.stringify(letters, null, 2));
  else if (show !== undefined) out(letters.map(renderLetter).join('\n\n'));
  else out(letters.length === 0 ? 'No dead letters.' : renderLetters(letters));
  return 0;
}

async function replayDead(
  { id, service, waitMs }: Extract<EventsRequest, { name: 'replay' }>,
  { nats, out, err }: CommandDeps,
): Promise<number> {
  const client = await nats.client;
  const letters = await findLetters(client, { id, service });
  if (letters.length === 0) {
    out('No dead letters.');
    return 0;
  }
  const progress = createProgress(err);
  const { handled, deadAgain, waiting } = await replayLetters(client, letters, {
    waitMs,
    onProgress: (given) => progress.say(`${given} of ${letters.length} returned`),
    onWaiting: (left) => progress.say(`${left} of ${letters.length} still with the service`),
  });
  out(
    [
      `${letters.length} returned: ${handled} handled`,
      ...(deadAgain > 0 ? [`${deadAgain} dead again (see events -- dead)`] : []),
      ...(waiting > 0 ? [`${waiting} still with the service`] : []),
    ].join(', '),
  );
  return deadAgain > 0 ? 1 : 0;
}

async function createStreams(
  { replicas }: Extract<EventsRequest, { name: 'streams' }>,
  { nats, addresses, out, err }: CommandDeps,
): Promise<number> {
  const notes = await ensureStreams(await nats.client, CONTEXTS, { ...addresses.kept, replicas });
  for (const note of notes) err(note);
  out(`The streams are there: ${CONTEXTS.join(', ')}.`);
  return 0;
}

/** The width of the longest name of a context. */
const CONTEXT_WIDTH = Math.max(...CONTEXTS.map(({ length }) => length));

async function refillStreams(
  { context, isAll }: Extract<EventsRequest, { name: 'refill' }>,
  { nats, addresses, out, err }: CommandDeps,
): Promise<number> {
  for (const note of await ensureStreams(await nats.client, CONTEXTS, addresses.kept)) err(note);
  let allWhole = true;
  for (const each of context === undefined ? CONTEXTS : [context]) {
    const store = await openStore(each, addresses);
    try {
      const progress = createProgress(err);
      const rate = (sent: number) => `${Math.round(sent / progress.seconds()).toLocaleString('en')}/s`;
      const { stored, past, sent, isWhole } = await refill({
        nats,
        context: each,
        store,
        retention: STREAM_RETENTION[each],
        isAll,
        onStreamRead: (read) => progress.say(`${each}: ${count(read)} of the stream read`),
        onProgress: (read, done) =>
          progress.say(`${each}: ${count(read)} of the store read, ${count(done)} sent (${rate(done)})`),
      });
      allWhole &&= isWhole;
      const how = sent > 0 ? ` in ${progress.seconds().toFixed(1)} s (${rate(sent)})` : '';
      const old = past > 0 ? `, ${count(past)} of them past` : '';
      const verdict = isWhole ? 'the stream is whole' : 'the stream is not whole yet: run it again';
      out(
        `${each.padEnd(CONTEXT_WIDTH)}  ${count(stored)} events stored${old}, ${count(sent)} sent${how}; ${verdict}`,
      );
    } finally {
      await store.close();
    }
  }
  return allWhole ? 0 : 1;
}

function messageOf(error: unknown): string {
  return errorMessage(error).replaceAll(/\s+/g, ' ');
}

if (import.meta.main) {
  process.exitCode = await runEvents(process.argv.slice(2), { env: environment, ...CONSOLE });
}
