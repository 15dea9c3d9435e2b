import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import { openIssuer } from '../embedded/issuer.ts';
import { startInstance, type TestInstance } from '../embedded/testing.ts';
import { HOUR_MS } from '../platform/config/duration.ts';
import { defineBench } from './bench.ts';
import { type ByHand, openByHand } from './board-by-hand.ts';
import { BOARD_ROOMS, BOARDS } from './boards.ts';
import { costOf, type Repetition, repeat } from './cpu-per-request.ts';
import { cpuTimes } from './instance-cpu.ts';
import { book, hourFrom, registerRooms, sendOperation } from './load.ts';
import { printHeading, printTable } from './report.ts';

/** Bookings ahead in each room; each step adds to the one before. */
const AHEAD = [8, 100, 200];
const LOAD: Repetition = { clients: 16, warmUpMs: 4_000, durationMs: 8_000 };
/** The first slot begins after the bookings are made, so that each room is FULL when it is measured. */
const FIRST_SLOT_MS = 3_000;
const SETTLE_MS = 5_000;

type Row = readonly [name: string, ahead: number, cpuMs: number, perSecond: number, most: string];

/** Measures the CPU time of a board of 20 rooms in all processes, with more and more bookings ahead. */
async function measureBoards(): Promise<void> {
  printHeading(
    `A board of ${BOARD_ROOMS} rooms: CPU of all processes, ${LOAD.clients} clients, ${LOAD.durationMs / 1_000} s`,
  );
  await using instance = await startInstance({ env: { NODE_ENV: 'production' } });
  const issuer = await openIssuer(instance.dataDir);
  const token = await issuer.mint({ subject: 'load', role: 'host', expiresIn: 3_600 });
  const rooms = await registerRooms(instance.url, token, BOARD_ROOMS);
  await using byHand = await openByHand(instance, rooms);
  const tokens = await Promise.all(
    Array.from({ length: LOAD.clients }, (_, client) =>
      issuer.mint({ subject: `admin-${client}`, role: 'admin', expiresIn: 3_600 }),
    ),
  );
  const pool = new Pool(instance.url, { connections: LOAD.clients });
  const customers = await Promise.all(
    rooms.map((_, index) => issuer.mint({ subject: `ahead-${index}`, role: 'customer', expiresIn: 3_600 })),
  );
  const first = Date.now() + FIRST_SLOT_MS;
  const rows: Row[] = [];
  let booked = 0;
  for (const ahead of AHEAD) {
    for (; booked < ahead; booked += 1)
      await Promise.all(
        rooms.map(async (roomId, index) => {
          const outcome = await book(pool, customers[index] ?? '', { roomId, slot: hourFrom(first, booked) });
          if (outcome !== 'BookRoomSuccess') throw new Error(`A booking ahead was answered by ${outcome}`);
        }),
      );
    await delay(SETTLE_MS);
    rows.push(await measureByHand(instance, byHand, ahead));
    for (const [name, query] of Object.entries(BOARDS))
      rows.push(await measureQuery(instance, pool, { name, query, tokens, ahead, first }));
  }
  await pool.close();
  printTable(
    ['', 'bookings ahead in each', 'CPU ms a board', 'boards/s', 'most of it'],
    rows.map(([name, ahead, cpuMs, perSecond, most]) => [
      name,
      ahead,
      cpuMs.toFixed(2),
      perSecond.toFixed(0),
      most,
    ]),
  );
}

export const board = defineBench(
  {
    name: 'board',
    about: 'CPU time of all processes for a board of 20 rooms, beside statements by hand.',
    options: {},
  },
  measureBoards,
);

type Query = {
  readonly name: string;
  readonly query: string;
  readonly tokens: readonly string[];
  readonly ahead: number;
  readonly first: number;
};

async function measureQuery(
  instance: TestInstance,
  pool: Pool,
  { name, query, tokens, ahead, first }: Query,
): Promise<Row> {
  const day = { from: new Date(first).toISOString(), to: new Date(first + 24 * HOUR_MS).toISOString() };
  const ask = async (client: number) => {
    const data = await sendOperation(pool, tokens[client] ?? '', query, { first: BOARD_ROOMS, ...day });
    if (Object.keys(data).length === 0) throw new Error(`${name} has no answer`);
  };
  const { cpuMs, perSecond, byProcess } = await costOf(instance, ask, LOAD);
  const most = byProcess.slice(0, 3).map((each) => `${each.name} ${each.ms.toFixed(2)}`);
  return [name, ahead, cpuMs, perSecond, most.join(', ')];
}

/** What the servers and this process take for the same board from one statement for each store. */
async function measureByHand(instance: TestInstance, byHand: ByHand, ahead: number): Promise<Row> {
  const serversMs = () => {
    const times = cpuTimes(instance);
    return (times.get('postgres') ?? 0) + (times.get('mongodb') ?? 0);
  };
  await repeat(byHand.read, LOAD.clients, LOAD.warmUpMs);
  const before = { servers: serversMs(), own: process.cpuUsage() };
  const count = await repeat(byHand.read, LOAD.clients, LOAD.durationMs);
  const own = process.cpuUsage(before.own);
  const ms = serversMs() - before.servers + (own.user + own.system) / 1_000;
  return ['by hand: a statement for each store', ahead, ms / count, (count * 1_000) / LOAD.durationMs, ''];
}
