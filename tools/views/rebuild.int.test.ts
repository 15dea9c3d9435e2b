import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../platform/identifiers.ts';
import { withConnection } from '../../platform/postgres/pool.ts';
import { eventually } from '../../platform/testing/index.ts';
import { paymentAuthorized } from '../../schema/events/payment.ts';
import { roomUpdated } from '../../schema/events/room.ts';
import {
  at,
  bookingOf,
  eventOf,
  paymentOf,
  registrationOf,
  roomOf,
  stockOf,
  storyOf,
} from '../../subgraphs/view/testing/events.ts';
import { ROOM_BOARD } from '../../subgraphs/view/testing/graph.ts';
import { createViewsFixture, type ViewsFixture } from './testing/fixture.ts';

let fixture: ViewsFixture;
beforeEach(async () => {
  fixture = await createViewsFixture();
});
afterEach(() => fixture[Symbol.asyncDispose]());

/** A room with supplies, a booking and its payment. */
async function givenFacts() {
  const room = roomOf();
  const booking = bookingOf({ room });
  const payment = paymentOf(booking.id);
  await fixture.publish(
    ...registrationOf(room),
    stockOf(room.id, { Chair: 8 }),
    ...storyOf(booking),
    eventOf(paymentAuthorized, payment.id, 1, { payment }),
  );
  return { room, booking };
}

/** Whether the tables of an unfinished rebuild exist. */
async function hasLeftovers(): Promise<boolean> {
  const { rows } = await fixture.pool.query("SELECT FROM pg_namespace WHERE nspname = 'view_rebuild'");
  return rows.length > 0;
}

async function board() {
  const { data, errors } = await fixture.service.ask('customer', ROOM_BOARD, {});
  expect(errors).toBeUndefined();
  return data.roomBoard;
}

describe('a rebuild', () => {
  test('makes all views anew from the streams', async () => {
    await givenFacts();
    const before = await fixture.dump();
    expect(before.rooms).toHaveLength(1);
    await fixture.pool.query("UPDATE rooms SET name = 'damaged'; UPDATE bookings SET status = 'REQUESTED'");

    const { status, output } = await fixture.run('rebuild');
    expect({ status, output }).toEqual({
      status: 0,
      output: expect.stringMatching(
        /^roomBoard, supplyStock, courseBoard, myPage: made from 7 events in \d+\.\d s \([\d,]+\/s\)$/,
      ),
    });
    expect(await fixture.dump()).toEqual(before);
    expect(await hasLeftovers()).toBe(false);
  });

  test('of one view leaves the tables of the others', async () => {
    await givenFacts();
    await fixture.pool.query("UPDATE stocks SET names = '{damaged}'; UPDATE payments SET status = 'VOIDED'");
    expect(await fixture.run('rebuild supplyStock')).toMatchObject({ status: 0 });
    expect(await fixture.dump()).toMatchObject({
      stocks: [{ names: ['Chair'] }],
      payments: [{ status: 'VOIDED' }],
    });
  });

  test('keeps the indexes, and the service takes events into the new tables', async () => {
    const indexes = async () => {
      const { rows } = await fixture.pool.query<{ definition: string }>(
        "SELECT indexdef AS definition FROM pg_indexes WHERE schemaname = 'view' ORDER BY indexname",
      );
      return rows;
    };
    const { room } = await givenFacts();
    const before = await indexes();
    expect(await fixture.run('rebuild')).toMatchObject({ status: 0 });
    expect(await fixture.run('rebuild')).toMatchObject({ status: 0 });
    expect(await indexes()).toEqual(before);
    await fixture.publish(eventOf(roomUpdated, room.id, 3, { room: { ...room, name: 'Later' } }));
    expect((await board()).edges).toMatchObject([{ node: { roomName: 'Later' } }]);
  });

  test('misses no event that comes meanwhile, and the view answers all the time', async () => {
    const { room } = await givenFacts();
    await fixture.publish(
      ...Array.from({ length: 2_000 }, () => bookingOf({ room })).flatMap((booking) => storyOf(booking)),
    );
    let isDone = false;
    const rebuilding = fixture.run('rebuild').finally(() => {
      isDone = true;
    });
    let version = 2;
    while (!isDone) {
      version += 1;
      await fixture.publish(
        eventOf(roomUpdated, room.id, version, { room: { ...room, name: `Han ${version}` } }),
        ...storyOf(bookingOf({ room })),
      );
      expect((await board()).edges).toMatchObject([{ node: { roomName: `Han ${version}` } }]);
    }
    expect(await rebuilding).toMatchObject({ status: 0 });
    expect(version).toBeGreaterThan(3);
    const after = await fixture.dump();
    expect(await fixture.run('rebuild')).toMatchObject({ status: 0 });
    expect(await fixture.dump()).toEqual(after);
    expect(after.bookings).toHaveLength(2_001 + version - 2);
  });

  test('that is killed before the change-over changes nothing, and the next one cleans up', async () => {
    await givenFacts();
    const before = await fixture.dump();
    await withConnection(fixture.pool, async (client) => {
      // A change that is not committed keeps the rebuild from changing over.
      await client.query('BEGIN; UPDATE rooms SET version = version');
      const command = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), 'rebuild'], {
        env: { PATH: process.env.PATH, ...fixture.env },
        stdio: 'inherit',
      });
      await eventually(async () => {
        const { rows } = await fixture.pool.query(
          "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%LOCK TABLE%'",
        );
        expect(rows).toHaveLength(1);
      });
      const exit = once(command, 'exit');
      command.kill('SIGKILL');
      await exit;
      await client.query('ROLLBACK');
    });
    expect(await hasLeftovers()).toBe(true);
    expect(await fixture.dump()).toEqual(before);
    expect((await board()).edges).toHaveLength(1);

    // The server notices that the connection of the killed process is gone.
    await eventually(async () => expect(await fixture.run('rebuild')).toMatchObject({ status: 0 }));
    expect(await hasLeftovers()).toBe(false);
    expect(await fixture.dump()).toEqual(before);
  });

  test('does not run beside another one', async () => {
    await withConnection(fixture.pool, async (client) => {
      await client.query("SELECT pg_advisory_lock(hashtext('view_rebuild'))");
      expect(await fixture.run('rebuild')).toEqual({ status: 1, output: 'Another rebuild is running.' });
      await client.query("SELECT pg_advisory_unlock(hashtext('view_rebuild'))");
    });
    expect(await fixture.run('rebuild')).toMatchObject({ status: 0 });
  });

  test('refuses to replace a view by one that knows less, unless it is forced', async () => {
    await givenFacts();
    const before = await fixture.dump();
    await fixture.purge('booking');
    const { status, output } = await fixture.run('rebuild');
    expect({ status, output }).toEqual({
      status: 1,
      output: [
        'The stream of booking has lost 3 messages once: `npm run events -- refill` restores them.',
        'The streams lack what 1 rows of the current views are from, so the views are as they were. ' +
          'Run `npm run events -- refill` and then this again, or add --force.',
      ].join('\n'),
    });
    expect(await fixture.dump()).toEqual(before);
    expect(await hasLeftovers()).toBe(false);

    expect(await fixture.run('rebuild --force')).toMatchObject({ status: 0 });
    expect(await fixture.dump()).toEqual({ ...before, bookings: [] });
  });

  test('leaves out an event that cannot be read, and says so', async () => {
    const { room } = await givenFacts();
    const wrong = {
      ...eventOf(roomUpdated, room.id, 9, { room }),
      data: { room: 'none' },
      time: at('09:00'),
    };
    await fixture.publish({ ...wrong, id: newId() }).catch(() => undefined);
    const { status, output } = await fixture.run('rebuild roomBoard');
    expect({ status, output }).toMatchObject({
      status: 0,
      output: expect.stringMatching(
        /^1 events cannot be read and are left out\.\nroomBoard: made from 7 events/,
      ),
    });
  });
});
