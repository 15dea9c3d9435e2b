/** `npm run events -- dead|replay|refill`: what could not be handled, giving it back, and what a stream has lost. */
import type { Env } from '../../embedded/launcher/settings.ts';
import { errorMessage } from '../../platform/errors.ts';
import type { NatsLink } from '../../platform/messaging/jetstream/index.ts';
import { type Addresses, CannotDo, findAddresses, reachNats } from './instance.ts';
import { findLetters, lettersTable, letterText, replayLetters } from './letters.ts';
import { createProgress } from './progress.ts';
import { refill } from './refill.ts';
import { CONTEXTS, openStore } from './stores.ts';
import { type Command, readCommand, USAGE } from './usage.ts';

/** Where the command writes and what surrounds it. */
export type Surroundings = {
  readonly env: Env;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
};

/** Runs the command and gives its exit status. */
export async function runEvents(args: readonly string[], around: Surroundings): Promise<number> {
  const command = readCommand(args, CONTEXTS);
  if (typeof command === 'string') {
    around.err(`${command}\n\n${USAGE}`);
    return 2;
  }
  if (command.name === 'help') {
    around.out(USAGE);
    return 0;
  }
  try {
    const addresses = findAddresses(around.env);
    const nats = await reachNats(addresses.nats);
    try {
      return await perform(command, { nats, addresses, ...around });
    } finally {
      await nats.close();
    }
  } catch (error) {
    // One line, whatever it is: a server that goes away in the middle is no fault of the command.
    around.err(error instanceof CannotDo ? error.message : `Not done: ${messageOf(error)}`);
    return 1;
  }
}

type Tools = Surroundings & { readonly nats: NatsLink; readonly addresses: Addresses };

function perform(command: Exclude<Command, { name: 'help' }>, tools: Tools): Promise<number> {
  switch (command.name) {
    case 'dead':
      return listDead(command, tools);
    case 'replay':
      return replayDead(command, tools);
    case 'refill':
      return refillStreams(command, tools);
    default:
      return unknownCommand(command);
  }
}

async function listDead(
  { service, show, json }: Extract<Command, { name: 'dead' }>,
  { nats, out }: Tools,
): Promise<number> {
  const letters = await findLetters(await nats.client, { service, id: show });
  if (json) out(JSON.stringify(letters, null, 2));
  else if (show !== undefined) out(letters.map(letterText).join('\n\n'));
  else out(letters.length === 0 ? 'No dead letters.' : lettersTable(letters));
  return 0;
}

async function replayDead(
  { id, service, waitMs }: Extract<Command, { name: 'replay' }>,
  { nats, out, err }: Tools,
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
    onProgress: (given) => progress.say(`${given} of ${letters.length} given back`),
    onWaiting: (left) => progress.say(`${left} of ${letters.length} still with the service`),
  });
  out(
    [
      `${letters.length} given back: ${handled} handled`,
      ...(deadAgain > 0 ? [`${deadAgain} dead again (see events -- dead)`] : []),
      ...(waiting > 0 ? [`${waiting} still with the service`] : []),
    ].join(', '),
  );
  return deadAgain > 0 ? 1 : 0;
}

async function refillStreams(
  { context }: Extract<Command, { name: 'refill' }>,
  { nats, addresses, out, err }: Tools,
): Promise<number> {
  let allWhole = true;
  for (const each of context === undefined ? CONTEXTS : [context]) {
    const store = await openStore(each, addresses);
    try {
      const progress = createProgress(err);
      const rate = (sent: number) => `${Math.round(sent / progress.seconds()).toLocaleString('en')}/s`;
      const { stored, sent, isWhole } = await refill({
        nats,
        context: each,
        store,
        onStreamRead: (read) => progress.say(`${each}: ${count(read)} of the stream read`),
        onProgress: (read, done) =>
          progress.say(`${each}: ${count(read)} of the store read, ${count(done)} sent (${rate(done)})`),
      });
      allWhole &&= isWhole;
      const how = sent > 0 ? ` in ${progress.seconds().toFixed(1)} s (${rate(sent)})` : '';
      const verdict = isWhole ? 'the stream is whole' : 'the stream is not whole yet: run it again';
      out(`${each.padEnd(10)}${count(stored)} events stored, ${count(sent)} sent${how}; ${verdict}`);
    } finally {
      await store.close();
    }
  }
  return allWhole ? 0 : 1;
}

function count(amount: number): string {
  return amount.toLocaleString('en');
}

function messageOf(error: unknown): string {
  return errorMessage(error).replaceAll(/\s+/g, ' ');
}

function unknownCommand(command: never): never {
  throw new Error(`There is no command ${JSON.stringify(command)}`);
}

if (import.meta.main) {
  process.exitCode = await runEvents(process.argv.slice(2), {
    env: process.env,
    out: (line) => console.log(line),
    err: (line) => console.error(line),
  });
}
