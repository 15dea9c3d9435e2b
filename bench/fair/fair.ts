import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import { openIssuer } from '../../embedded/issuer.ts';
import { startInstance } from '../../embedded/testing.ts';
import { HOUR_MS } from '../../platform/config/duration.ts';
import { defineBench } from '../bench.ts';
import { askPrice, book, hourFrom, registerRooms } from '../load.ts';
import { createWorkplace, type Process } from '../processes.ts';
import { percentile, printHeading, printTable } from '../report.ts';
import type { CrowdKind, CrowdRequest, CrowdResult } from './crowd.ts';

const TOKEN_LIFETIME_S = 3_600;
/** Not counted: the time until the crowd's first requests have been answered. */
const SETTLE_MS = 2_000;
const WARM_UP_MS = 8_000;
/** Rooms in which the crowd books; the last one is that of the measured customer. */
const ROOMS = 21;

type Scenario = { readonly title: string; readonly kind: CrowdKind; readonly count: number };

const SCENARIOS: readonly Scenario[] = [
  { title: '200 `bookRoom` of another', kind: 'bookings', count: 200 },
  { title: '600 `bookRoom` of another', kind: 'bookings', count: 600 },
  { title: '200 of another for one taken slot', kind: 'slot', count: 200 },
  { title: '200 reads of another', kind: 'reads', count: 200 },
  { title: '600 reads of another', kind: 'reads', count: 600 },
  { title: '50 heavy queries of another', kind: 'heavy', count: 50 },
  { title: '50 unread sockets of another', kind: 'unread', count: 50 },
];

/** What one customer meets who books a room and asks for a price in turn. Times are in milliseconds. */
type Experience = Readonly<Record<'bookings' | 'reads', Answers>>;
type Answers = { readonly times: readonly number[]; readonly refused: number };

/** Measures one customer alone, and beside many requests of another. */
async function measureFairness({ seconds }: { readonly seconds: number }, signal: AbortSignal) {
  printHeading(`Fair: one customer alone, and beside many requests of another, ${seconds} s each`);
  await using workplace = await createWorkplace(signal);
  const crowd = workplace.start({ program: 'bench/fair/crowd.ts' });
  await using instance = await startInstance({ env: { NODE_ENV: 'production' } });
  const issuer = await openIssuer(instance.dataDir);
  const mint = (subject: string, role: 'host' | 'customer') =>
    issuer.mint({ subject, role, expiresIn: TOKEN_LIFETIME_S });
  const roomIds = await registerRooms(instance.url, await mint('host', 'host'), ROOMS);
  const [token, other] = await Promise.all([mint('one', 'customer'), mint('other', 'customer')]);
  const one = createCustomer(instance.url, token, roomIds.at(-1) ?? '');

  await one.watch(WARM_UP_MS);
  const alone = await one.watch(seconds * 1_000);
  const rows = [rowOf('alone', alone, alone)];
  for (const { title, kind, count } of SCENARIOS) {
    const request = { url: instance.url, token: other, kind, count, roomIds: roomIds.slice(0, -1) };
    const { experience, result } = await beside(crowd, request, () => one.watch(seconds * 1_000));
    rows.push([...rowOf(title, experience, alone), String(result.served), String(result.refused)]);
  }
  await one.close();
  const measured = ['p50 ms', 'of alone', 'p99 ms', 'of alone', 'refused'];
  printTable(
    [
      '',
      ...measured.map((each) => `bookRoom ${each}`),
      ...measured.map((each) => `read ${each}`),
      'other’s served',
      'refused',
    ],
    rows,
  );
}

export const fair = defineBench(
  {
    name: 'fair',
    about: 'What one customer waits beside hundreds of requests of another.',
    options: {
      seconds: { type: 'number', from: 1, to: 600, default: 10, about: 'how long each is measured' },
    },
    example: 'fair --seconds 20',
  },
  measureFairness,
);

async function beside(crowd: Process, request: CrowdRequest, watch: () => Promise<Experience>) {
  await crowd.ask('begin', request);
  await delay(SETTLE_MS);
  const experience = await watch();
  return { experience, result: await crowd.ask<CrowdResult>('end') };
}

function createCustomer(url: string, token: string, roomId: string) {
  const pool = new Pool(url, { connections: 2, headersTimeout: 60_000 });
  const first = Date.now() + HOUR_MS;
  let hour = 0;

  async function timed(times: number[], send: () => Promise<boolean>): Promise<number> {
    const sent = performance.now();
    const isServed = await send();
    times.push(performance.now() - sent);
    return isServed ? 0 : 1;
  }

  async function bookNext(): Promise<boolean> {
    hour += 1;
    return (await book(pool, token, { roomId, slot: hourFrom(first, hour) })) === 'BookRoomSuccess';
  }

  const read = () => askPrice(pool, token, { roomId, slot: hourFrom(first, hour) });

  return {
    async watch(durationMs: number): Promise<Experience> {
      const [bookings, reads]: [number[], number[]] = [[], []];
      let [refused, refusedReads] = [0, 0];
      const until = performance.now() + durationMs;
      while (performance.now() < until) {
        refused += await timed(bookings, bookNext);
        refusedReads += await timed(reads, read);
      }
      return {
        bookings: { times: bookings.toSorted((a, b) => a - b), refused },
        reads: { times: reads.toSorted((a, b) => a - b), refused: refusedReads },
      };
    },
    close: () => pool.close(),
  };
}

function rowOf(title: string, experience: Experience, alone: Experience): string[] {
  const cells = (['bookings', 'reads'] as const).flatMap((what) => {
    const { times, refused } = experience[what];
    const shares = [0.5, 0.99].flatMap((share) => {
      const ms = percentile(times, share);
      return [ms.toFixed(1), `${(ms / percentile(alone[what].times, share)).toFixed(1)} ×`];
    });
    return [...shares, `${refused} of ${times.length}`];
  });
  return [title, ...cells];
}
