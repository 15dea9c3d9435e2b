import { createClient as createEventsClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Client } from '../examples/client.ts';
import { CloseRoomDocument, ReopenRoomDocument } from '../examples/documents.generated.ts';
import { eventually } from '../platform/testing/eventually.ts';
import { givenRoom, openSharedInstance, type SharedInstance } from './support/instance.ts';
import { type Watch, watch } from './support/watch.ts';

type Change = {
  readonly roomStatusChanged: {
    readonly kind: string;
    readonly cursor: string;
    readonly status: string;
    readonly roomId: string;
    readonly room: { readonly id: string };
  };
};
type Following = Watch<Change>;
type Variables = { readonly roomIds: readonly string[]; readonly after?: string };

/** Fields that the event carries, so that no service has to be up. */
const QUERY = `subscription ($roomIds: [ID!], $after: ID) {
  roomStatusChanged(roomIds: $roomIds, after: $after) { kind cursor status roomId bookingId room { id name } }
}`;

let instance: SharedInstance;
let host: Client;
let lena: Client;
let token: string;

beforeAll(async () => {
  instance = await openSharedInstance();
  host = await instance.as('henry', 'host');
  lena = await instance.as('lena');
  token = await instance.token('lena', 'customer');
});
afterAll(() => instance[Symbol.asyncDispose]());

function overWebSocket(variables: Variables): Following {
  return watch(lena.subscribe<Change, Variables>(QUERY, variables));
}

/** The same as server-sent events. */
function overEventStream(variables: Variables): Following {
  const client = createEventsClient({
    url: `${instance.url}/graphql`,
    headers: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  const operation = { query: QUERY, variables };
  return watch(client.iterate(operation) as AsyncIterableIterator<Answer<Change>>);
}

const TRANSPORTS = [
  ['a WebSocket', overWebSocket],
  ['an event stream', overEventStream],
] as const;

/** Retries one command until it succeeds. */
async function close(roomId: string): Promise<void> {
  await eventually(async () => {
    const { data } = await host.run(CloseRoomDocument, {
      input: { id: roomId, idempotencyKey: `close-${roomId}` },
    });
    expect(data?.closeRoom?.__typename).toBe('CloseRoomSuccess');
  }, 30_000);
}

async function reopen(roomId: string): Promise<void> {
  await eventually(async () => {
    const { data } = await host.run(ReopenRoomDocument, {
      input: { id: roomId, idempotencyKey: `reopen-${roomId}` },
    });
    expect(data?.reopenRoom?.__typename).toBe('ReopenRoomSuccess');
  }, 30_000);
}

/** A summary of a room's changes. */
function storyOf({ seen }: Following, roomId: string): string[] {
  return seen.flatMap(({ data }) => {
    const change = data?.roomStatusChanged;
    return change?.roomId === roomId && change.room.id === roomId ? [`${change.kind} ${change.status}`] : [];
  });
}

describe.each(TRANSPORTS)('over %s', (_transport, follow) => {
  test('a room that was just registered begins with its state, followed by its changes', async () => {
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        const roomId = await givenRoom(host);
        await using door = follow({ roomIds: [roomId] });
        await door.until(() => true);
        await close(roomId);
        await reopen(roomId);
        await eventually(() =>
          expect(storyOf(door, roomId)).toEqual(['SNAPSHOT EMPTY', 'CHANGE CLOSED', 'CHANGE EMPTY']),
        );
      }),
    );
  });

  test('an invalid cursor is refused; a foreign one begins with the state and says so', async () => {
    const roomId = await givenRoom(host);
    await using refused = follow({ roomIds: [roomId], after: 'x' });
    await using elsewhere = follow({ roomIds: [roomId], after: '999999999' });
    await elsewhere.until(({ roomStatusChanged: { kind } }) => kind === 'SNAPSHOT');
    expect(elsewhere.seen[0]).toMatchObject({
      extensions: { live: { resumed: false, reason: 'CURSOR_UNKNOWN' } },
    });
    await eventually(async () => {
      const answers = JSON.stringify([refused.seen, await Promise.race([refused.ended, undefined])]);
      expect(answers).toContain('BAD_USER_INPUT');
    });
  });
});

describe('processes die', () => {
  test.each(['nats', 'room', 'supplies', 'mongodb'])(
    'and subscribers stay and miss nothing: kill -9 of %s',
    async (name) => {
      const rooms = await Promise.all([givenRoom(host), givenRoom(host)]);
      await using doors = await followOverBoth({ roomIds: rooms });
      await eventually(() => {
        for (const door of doors.all) expect(door.seen).toHaveLength(rooms.length);
      });
      instance.kill(name);
      for (const roomId of rooms) await close(roomId);
      for (const roomId of rooms) await reopen(roomId);
      await eventually(() => {
        for (const door of doors.all)
          for (const roomId of rooms)
            expect(storyOf(door, roomId)).toEqual(['SNAPSHOT EMPTY', 'CHANGE CLOSED', 'CHANGE EMPTY']);
      }, 30_000);
      expect(await Promise.race([...doors.all.map(({ ended }) => ended), 'goes on'])).toBe('goes on');
    },
  );

  test('and subscribers of a killed router continue after their last cursor', async () => {
    const roomId = await givenRoom(host);
    await using before = await followOverBoth({ roomIds: [roomId] });
    const cursors = await Promise.all(
      before.all.map(async (door) => (await door.until(() => true)).roomStatusChanged.cursor),
    );
    instance.kill('router');
    await close(roomId);
    await reopen(roomId);
    const [after = ''] = cursors;
    await using resumed = await followOverBoth({ roomIds: [roomId], after });
    await eventually(() => {
      for (const door of resumed.all)
        expect(storyOf(door, roomId)).toEqual(['CHANGE CLOSED', 'CHANGE EMPTY']);
    });
  });
});

/** The room, followed over each transport. */
async function followOverBoth(variables: Variables) {
  const all = TRANSPORTS.map(([, follow]) => follow(variables));
  return {
    all,
    async [Symbol.asyncDispose]() {
      await Promise.all(all.map((door) => door[Symbol.asyncDispose]()));
    },
  };
}
