import { print } from 'graphql';
import { Pool } from 'undici';
import { openIssuer } from '../embedded/issuer.ts';
import type { TestInstance } from '../embedded/testing.ts';
import { createClient } from '../examples/client.ts';
import { BookRoomDocument, RegisterRoomDocument } from '../examples/documents.generated.ts';
import { HOUR_MS } from '../platform/config/duration.ts';
import { isRecord } from '../platform/type-guards.ts';

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
 * Books rooms for a while with a number of customers, each of whom sends one request at a time. Every one has
 * a room of their own and books one hour after another, so no slot is taken: the load consists of booking and
 * paying.
 */
export async function bookForAWhile({
  instance,
  clients,
  durationMs,
  onBegin,
}: LoadOptions): Promise<readonly Sample[]> {
  const issuer = await openIssuer(instance.dataDir);
  const mint = (subject: string, role: 'host' | 'customer') =>
    issuer.mint({ subject, role, expiresIn: TOKEN_LIFETIME_S });
  const rooms = await registerRooms(instance.url, await mint('load', 'host'), clients);
  const tokens = await Promise.all(rooms.map((_, index) => mint(`load-${index}`, 'customer')));
  const pool = new Pool(instance.url, { connections: clients, headersTimeout: 30_000 });
  const samples: Sample[] = [];
  const begun = performance.now();
  onBegin?.();

  async function client(roomId: string, index: number): Promise<void> {
    const token = tokens[index] ?? '';
    for (let hour = 1; performance.now() - begun < durationMs; hour += 1) {
      const slot = hourFrom(Date.now(), hour);
      const sent = performance.now();
      const outcome = await book(pool, token, { roomId, slot });
      samples.push({ at: sent - begun, ms: performance.now() - sent, outcome });
    }
  }

  await Promise.all(rooms.map(client));
  await pool.close();
  return samples;
}

/** Registers rooms and returns their ids. @param token of a host */
export async function registerRooms(url: string, token: string, count: number): Promise<readonly string[]> {
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

/** The slot of a number: one hour after another. @param first when the one of number 0 begins */
export function hourFrom(first: number, number: number): { readonly start: string; readonly end: string } {
  const start = first + number * HOUR_MS;
  return { start: new Date(start).toISOString(), end: new Date(start + HOUR_MS).toISOString() };
}

/** Books a room and returns the name of the outcome. */
export async function book(
  pool: Pool,
  token: string,
  { roomId, slot }: { readonly roomId: string; readonly slot: ReturnType<typeof hourFrom> },
): Promise<string> {
  const input = { roomId, slot, paymentMethod: 'pm_card_visa' };
  const { bookRoom } = await sendOperation(pool, token, BOOK_ROOM, { input });
  return outcomeOf(bookRoom);
}

const QUOTE = /* GraphQL */ `
  query ($roomId: ID!, $slot: SlotInput!) { quote(roomId: $roomId, slot: $slot) { __typename } }
`;

/** Asks for the price of a slot. Returns whether there is an answer. */
export async function askPrice(
  pool: Pool,
  token: string,
  asked: { readonly roomId: string; readonly slot: ReturnType<typeof hourFrom> },
): Promise<boolean> {
  const { quote } = await sendOperation(pool, token, QUOTE, asked);
  return outcomeOf(quote) !== 'no result';
}

/** Sends an operation, and returns its data; nothing without any. */
export async function sendOperation(
  pool: Pool,
  token: string,
  query: string,
  variables: object,
): Promise<Readonly<Record<string, unknown>>> {
  const { body } = await pool.request({
    path: '/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await body.json()) as { data?: Readonly<Record<string, unknown>> | null };
  return answer.data ?? {};
}

/** The name of a result's type; what is no result is named so. */
export function outcomeOf(result: unknown): string {
  return isRecord(result) && typeof result.__typename === 'string' ? result.__typename : 'no result';
}
