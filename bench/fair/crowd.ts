import { connect } from 'node:net';
import { Pool } from 'undici';
import { HOUR_MS } from '../../platform/config/duration.ts';
import { onQuestion } from '../child.ts';
import { askPrice, book, hourFrom, outcomeOf, sendOperation } from '../load.ts';

/** A process that sends many requests of one customer at a time, until it is told to stop. */
export type CrowdRequest = {
  readonly url: string;
  readonly token: string;
  readonly kind: CrowdKind;
  /** How many requests are under way at a time. */
  readonly count: number;
  readonly roomIds: readonly string[];
};

/** The number of requests that were served and of those that were refused. */
export type CrowdResult = { readonly served: number; readonly refused: number };

/**
 * - `bookings`: each books another slot
 * - `slot`: all want one slot that is taken
 * - `reads`: each asks for another price
 * - `heavy`: long lists with the lists of their items
 * - `unread`: heavy ones on sockets from which nothing is read
 */
export type CrowdKind = 'bookings' | 'slot' | 'reads' | 'heavy' | 'unread';

const HEAVY = /* GraphQL */ `
  query ($first: Int!) {
    me { __typename bookings(first: $first) { edges { node { id room { name supplies { name } } history { type at } } } } }
  }
`;
const LONGEST_LIST = 100;
/** Requests that are sent on each socket from which nothing is read. */
const PIPELINED = 50;

let isOver = false;
let crowd: Promise<CrowdResult> | undefined;

async function run({ url, token, kind, count, roomIds }: CrowdRequest): Promise<CrowdResult> {
  const pool = new Pool(url, { connections: count, headersTimeout: 60_000 });
  const first = Date.now() + HOUR_MS;
  let [sent, served, refused] = [0, 0, 0];

  async function sendOne(): Promise<boolean> {
    sent += 1;
    const roomId = roomIds[sent % roomIds.length] ?? '';
    switch (kind) {
      case 'bookings': {
        const slot = hourFrom(first, Math.floor(sent / roomIds.length));
        return (await book(pool, token, { roomId, slot })) === 'BookRoomSuccess';
      }
      case 'slot':
        return ['SlotTaken', 'BookRoomSuccess'].includes(
          await book(pool, token, { roomId: roomIds[0] ?? '', slot: hourFrom(first, -1 / 4) }),
        );
      case 'reads': {
        return askPrice(pool, token, { roomId, slot: hourFrom(first, sent % 9_000) });
      }
      case 'heavy':
      case 'unread': {
        const variables = { first: LONGEST_LIST - (sent % (LONGEST_LIST / 2)) };
        return outcomeOf((await sendOperation(pool, token, HEAVY, variables)).me) !== 'no result';
      }
    }
  }

  async function sendOverAndOver(): Promise<void> {
    while (!isOver) {
      if (await sendOne()) served += 1;
      else refused += 1;
    }
  }

  if (kind === 'unread') await leaveUnread(url, token, count);
  else await Promise.all(Array.from({ length: count }, sendOverAndOver));
  await pool.close();
  return { served, refused };
}

/** Sends requests on sockets and never reads, until the crowd is over. */
async function leaveUnread(url: string, token: string, count: number): Promise<void> {
  const { hostname, port } = new URL(url);
  const body = JSON.stringify({ query: HEAVY, variables: { first: LONGEST_LIST } });
  const request = [
    'POST /graphql HTTP/1.1',
    `host: ${hostname}:${port}`,
    'content-type: application/json',
    `authorization: Bearer ${token}`,
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
  const sockets = Array.from({ length: count }, () => {
    const socket = connect(Number(port), hostname).pause();
    // The router may cut it.
    socket.on('error', () => {});
    socket.write(request.repeat(PIPELINED));
    return socket;
  });
  while (!isOver) await new Promise((resolve) => setTimeout(resolve, 50));
  for (const socket of sockets) socket.destroy();
}

onQuestion('begin', (request: CrowdRequest) => {
  isOver = false;
  crowd = run(request);
});
onQuestion('end', () => {
  isOver = true;
  return crowd;
});
