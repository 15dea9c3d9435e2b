import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { TestInstance } from '../../embedded/testing.ts';
import { costOf, type Repetition } from '../cpu-per-request.ts';
import type { Costs } from './costs.ts';

/** Name and id come with the event; the capacity is fetched from the room service. */
const QUERY = 'subscription { roomStatusChanged { kind room { id name capacity } } }';
/** One subscriber, who starts again when all rooms have come. */
const SUBSCRIBER: Repetition = { clients: 1, warmUpMs: 2_000, durationMs: 4_000 };
/** The longest that a snapshot may take to come. */
const LIMIT_MS = 60_000;

type Sent = {
  readonly roomStatusChanged?: {
    readonly kind: string;
    readonly room: { readonly capacity: number | null } | null;
  } | null;
};

/**
 * Subscribes to the status of all rooms, over one connection, and measures the CPU time of all processes
 * until the last room of the snapshot has come, by the number of rooms.
 *
 * @param rooms how many there are
 */
export async function measureSnapshot(instance: TestInstance, token: string, rooms: number): Promise<Costs> {
  const socket = createClient({
    url: `${instance.url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    // Another connection for each subscription would be shared by the rooms, and cost less with more of them.
    lazy: false,
  });
  try {
    const { cpuMs } = await costOf(instance, () => receiveSnapshot(socket, rooms), SUBSCRIBER);
    return [['a live snapshot of all rooms with a fetched field, for each room', cpuMs / rooms]];
  } finally {
    await socket.dispose();
  }
}

async function receiveSnapshot(socket: ReturnType<typeof createClient>, rooms: number): Promise<void> {
  const sent = socket.iterate<Sent>({ query: QUERY });
  const late = setTimeout(() => void sent.return?.(), LIMIT_MS);
  let received = 0;
  try {
    for await (const { data } of sent) {
      const { kind, room } = data?.roomStatusChanged ?? {};
      if (kind !== 'SNAPSHOT' || typeof room?.capacity !== 'number')
        throw new Error('A snapshot lacks a room, or its capacity');
      received += 1;
      if (received === rooms) return;
    }
  } finally {
    clearTimeout(late);
  }
  throw new Error(`A snapshot had ${received} of ${rooms} rooms after ${LIMIT_MS} ms`);
}
