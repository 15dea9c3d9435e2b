import { print } from 'graphql';
import { Pool } from 'undici';
import { openIssuer } from '../embedded/issuer.ts';
import type { TestInstance } from '../embedded/testing.ts';
import { createClient } from '../examples/client.ts';
import { BookRoomDocument, RegisterRoomDocument } from '../examples/documents.generated.ts';
import { HOUR_MS } from '../platform/config/duration.ts';

/** A request: when it began (ms since the load began), how long it took (ms), and its outcome. */
export type Sample = { readonly at: number; readonly ms: number; readonly outcome: string };

export type LoadOptions = {
  readonly instance: TestInstance;
  readonly clients: number;
  readonly durationMs: number;
  /** Called when the rooms exist and the load begins. */
  readonly onBegin?: () => void;
};

const BOOK_ROOM = print(BookRoomDocument);
const TOKEN_LIFETIME_S = 3_600;

/**
 * Books rooms for a while with a number of clients, each of which sends one request at a time. Every client
 * has its own room and books one hour after another, so no slot is taken: the load consists of booking and
 * paying.
 */
export async function bookForAWhile({
  instance,
  clients,
  durationMs,
  onBegin,
}: LoadOptions): Promise<readonly Sample[]> {
  const issuer = await openIssuer(instance.dataDir);
  const token = await issuer.mint({ subject: 'load', role: 'host', expiresIn: TOKEN_LIFETIME_S });
  const rooms = await registerRooms(instance.url, token, clients);
  const pool = new Pool(instance.url, { connections: clients, headersTimeout: 30_000 });
  const samples: Sample[] = [];
  const begun = performance.now();
  onBegin?.();

  async function client(roomId: string): Promise<void> {
    for (let hour = 1; performance.now() - begun < durationMs; hour += 1) {
      const start = Date.now() + hour * HOUR_MS;
      const slot = { start: new Date(start).toISOString(), end: new Date(start + HOUR_MS).toISOString() };
      const sent = performance.now();
      const outcome = await book(pool, token, { roomId, slot, paymentMethod: 'pm_card_visa' });
      samples.push({ at: sent - begun, ms: performance.now() - sent, outcome });
    }
  }

  await Promise.all(rooms.map(client));
  await pool.close();
  return samples;
}

async function registerRooms(url: string, token: string, count: number): Promise<readonly string[]> {
  const host = createClient({ url, token });
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { data } = await host.run(RegisterRoomDocument, {
      input: {
        name: `Room ${index}`,
        capacity: 4,
        hourlyRate: { amount: 1_000, currency: 'EUR' },
        timeZone: 'Europe/Berlin',
      },
    });
    if (data?.registerRoom?.__typename !== 'RegisterRoomSuccess')
      throw new Error('A room could not be registered');
    ids.push(data.registerRoom.room.id);
  }
  await host.close();
  return ids;
}

async function book(pool: Pool, token: string, input: object): Promise<string> {
  const { statusCode, body } = await pool.request({
    path: '/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: BOOK_ROOM, variables: { input } }),
  });
  const answer = (await body.json()) as { data?: { bookRoom?: { __typename: string } } };
  return answer.data?.bookRoom?.__typename ?? `HTTP ${statusCode} without data`;
}
