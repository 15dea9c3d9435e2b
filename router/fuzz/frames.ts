import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createRandom } from '../../platform/random.ts';
import { startFixtureGraph } from '../testing/fixture-graph.ts';
import { createMemoryEvents } from '../testing/memory-events.ts';
import { startTestRouter, type TestRouter } from '../testing/test-router.ts';
import { drawInput } from './random-input.ts';

export type FramesFuzz = {
  readonly seed: number;
  readonly rounds: number;
  readonly say: (line: string) => void;
};

/** Connections that stay open meanwhile; the oldest is closed for a new one. */
const MOST_OPEN = 30;
const SHOWN = 300;

/**
 * Sends random bytes, frames and bodies to a router in this process. What it answers to them does not matter:
 * the process lives, and another client is served after each part. Returns the number of parts after which it
 * was not; an error that nothing catches ends the process, after the round was named.
 */
export async function fuzzFrames({ seed, rounds, say }: FramesFuzz): Promise<number> {
  await using graph = await startFixtureGraph();
  await using router = await startTestRouter({ supergraph: graph.supergraph, events: createMemoryEvents() });
  const random = createRandom(seed, 'frames');
  const open: Socket[] = [];
  let faults = 0;
  let round = 0;
  const nameRound = () => say(`Round ${round} of seed ${seed} ends the process.`);
  process.on('uncaughtExceptionMonitor', nameRound);
  try {
    for (; round < rounds; round += 1) {
      const { kind, parts } = drawInput(random);
      const socket = await openSocket(router);
      open.push(socket);
      if (open.length > MOST_OPEN) open.shift()?.destroy();
      for (const part of parts) {
        if (!socket.destroyed) socket.write(part);
        const served = await isServed(router);
        if (served === undefined) continue;
        faults += 1;
        say(`Round ${round} of seed ${seed}, ${kind}: another client gets ${served.slice(0, SHOWN)}`);
      }
    }
  } finally {
    process.off('uncaughtExceptionMonitor', nameRound);
    for (const socket of open) socket.destroy();
  }
  say(`Seed ${seed}: ${rounds} rounds of frames and bodies, ${faults} faults.`);
  return faults;
}

async function openSocket({ router }: TestRouter): Promise<Socket> {
  const { hostname, port } = new URL(router.url);
  const socket = connect(Number(port), hostname).resume();
  // The router may close the connection at any time.
  socket.on('error', () => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** Asks what any other client may ask; undefined when the answer is right. */
async function isServed(router: TestRouter): Promise<string | undefined> {
  const { status, text } = await router.ask({ query: '{ stockTotal }' });
  return status === 200 && text === '{"data":{"stockTotal":12}}' ? undefined : `${status} ${text}`;
}
