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
  test('makes all views anew', async () => {
    await givenFacts();
    const before = await fixture.dump();
    expect(before.rooms).toHaveLength(1);
    await fixture.pool.query("UPDATE rooms SET name = 'damaged'; UPDATE bookings SET status = 'REQUESTED'");

    expect(await fixture.run('rebuild')).toMatchObject({
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

  test.each([
    ['from whole streams', 0],
    ['from a stream that has lost its first events', 4_000],
  ])('%s misses no event that comes meanwhile, and the view answers all the time', async (_, lost) => {
    const { room } = await givenFacts();
    await fixture.publish(
      ...Array.from({ length: 2_000 }, () => bookingOf({ room })).flatMap((booking) => storyOf(booking)),
    );
    await fixture.purge('booking', lost);
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

  // A change or lock that is not committed makes the rebuild wait.
  test.each([
    ['before the change-over', 'UPDATE rooms SET version = version', '%LOCK TABLE%'],
    ['while it reads an event store', 'LOCK TABLE booking.events', '%FROM events%'],
  ])('that is killed %s changes nothing, and the next one cleans up', async (_, hold, waiting) => {
    await givenFacts();
    const before = await fixture.dump();
    await withConnection(fixture.pool, async (client) => {
      await client.query(`BEGIN; ${hold}`);
      const command = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), 'rebuild'], {
        env: { PATH: process.env.PATH, ...fixture.env },
        stdio: 'inherit',
      });
      await eventually(async () => {
        const { rows } = await fixture.pool.query(
          "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE $1",
          [waiting],
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
      expect(await fixture.run('rebuild')).toMatchObject({
        status: 1,
        problems: 'Another rebuild is running.',
      });
      await client.query("SELECT pg_advisory_unlock(hashtext('view_rebuild'))");
    });
    expect(await fixture.run('rebuild')).toMatchObject({ status: 0 });
  });

  test('takes from the event stores what streams have lost', async () => {
    const { room } = await givenFacts();
    await fixture.publish(...storyOf(bookingOf({ room })));
    const inOrder = await fixture.dump();
    await fixture.purge('booking', 4);
    await fixture.purge('room');
    await fixture.pool.query("UPDATE bookings SET status = 'REQUESTED'; DELETE FROM rooms");
    const { status, output, problems } = await fixture.run('rebuild');
    expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining('made from 10 events') });
    expect(problems).toContain('4 events of booking are from its event store.');
    expect(problems).toContain('2 events of room are from its event store.');
    expect(await fixture.dump()).toEqual(inOrder);
  });

  test('gives the same rows when events have left the stream at the end of their retention', async () => {
    await fixture.keepFor('payment', 1_000);
    const { room } = await givenFacts();
    const before = await fixture.dump();
    await eventually(async () => expect(await fixture.messages('payment')).toBe(0));
    await fixture.pool.query("UPDATE payments SET status = 'VOIDED'");
    const { status, problems } = await fixture.run('rebuild');
    expect(status).toBe(0);
    expect(problems).toContain('1 events of payment are from its event store.');
    expect(await fixture.dump()).toEqual(before);
    await fixture.publish(eventOf(roomUpdated, room.id, 3, { room: { ...room, name: 'Later' } }));
    expect((await board()).edges).toMatchObject([{ node: { roomName: 'Later' } }]);
  });

  test('takes all from the event stores when streams were deleted, and what came into the new ones', async () => {
    const { room } = await givenFacts();
    await fixture.removeStream('booking');
    await fixture.removeStream('room');
    await fixture.publish(
      eventOf(roomUpdated, room.id, 3, { room: { ...room, name: 'Later' } }),
      ...storyOf(bookingOf({ room })),
    );
    const inOrder = await fixture.dump();
    expect(inOrder).toMatchObject({ rooms: [{ name: 'Later', version: 3 }], bookings: [{}, {}] });
    await fixture.pool.query('DELETE FROM bookings; DELETE FROM rooms; DELETE FROM room_statuses');
    expect(await fixture.run('rebuild')).toMatchObject({ status: 0 });
    expect(await fixture.dump()).toEqual(inOrder);
  });

  test('refuses to replace a view by one that knows less, unless it is forced', async () => {
    await givenFacts();
    const before = await fixture.dump();
    await fixture.purge('booking');
    const unreachable = { BOOKING_DATABASE_URL: 'postgres://127.0.0.1:1/none' };
    const { status, problems } = await fixture.run('rebuild', unreachable);
    expect(status).toBe(1);
    expect(problems).toContain(
      'The events of booking are read from its stream alone: PostgreSQL does not answer at 127.0.0.1:1.',
    );
    expect(problems).toContain(
      'Streams and event stores lack what 1 rows of the current views are from, so the views are as they were. ' +
        'Add --force to change over all the same.',
    );
    expect(await fixture.dump()).toEqual(before);
    expect(await hasLeftovers()).toBe(false);

    expect(await fixture.run('rebuild --force', unreachable)).toMatchObject({ status: 0 });
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
    expect(await fixture.run('rebuild roomBoard')).toMatchObject({
      status: 0,
      output: expect.stringMatching(/^roomBoard: made from 7 events/),
      problems: expect.stringContaining('1 events cannot be read and are left out.'),
    });
  });
});
