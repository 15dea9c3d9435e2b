import { beforeEach, describe, expect, test } from 'vitest';
import { repeatedly } from './audit.ts';
import { CannotRead, storeName } from './cannot-read.ts';
import { buildCaseHistory } from './case-history.ts';
import { spans } from './load/spans.ts';
import { AUDIT } from './options.ts';
import { printCaseHistory } from './print/case-history.ts';
import { printReport } from './print/report.ts';
import { readingOf } from './reading/reading.ts';
import type { Snapshot } from './snapshot.ts';
import {
  change,
  emptySnapshot,
  givenBooking,
  givenRoom,
  type MutableSnapshot,
  remove,
  viewOf,
  YESTERDAY,
} from './testing/snapshots.ts';

let snapshot: MutableSnapshot;
beforeEach(() => {
  snapshot = emptySnapshot();
  givenRoom(snapshot, 'room');
  givenBooking(snapshot, 'b1', 'CONFIRMED');
  snapshot.view = viewOf(snapshot);
});

/** Reads these snapshots one after the other, and the last one repeatedly. */
function audited(snapshots: readonly Snapshot[], waitMs = 0) {
  let next = 0;
  const read = async () => {
    const snapshot = snapshots[Math.min(next, snapshots.length - 1)];
    next += 1;
    if (!snapshot) throw new Error('There is nothing to read');
    return readingOf(snapshot);
  };
  return repeatedly({ read, settleMs: 30_000, waitMs, pauseMs: 1 });
}

/** A copy of the current snapshot, unaffected by later changes. */
function copy(): Snapshot {
  return structuredClone(snapshot);
}

function broken(): Snapshot {
  const other = structuredClone(snapshot);
  change(other.rooms, 'room', { assignments: [] });
  return other;
}

describe('readings', () => {
  test('given no finding, then one reading is enough', async () => {
    expect(await audited([copy()])).toMatchObject({ clean: true, readings: 1 });
  });

  test('what the second reading does not find again came from reading two stores at different times', async () => {
    expect(await audited([broken(), copy()])).toMatchObject({ clean: true, readings: 2, violations: [] });
  });

  test('what both readings find is a violation', async () => {
    const report = await audited([broken()]);
    expect(report).toMatchObject({ clean: false, readings: 2, violations: [{ code: 'NOT_ASSIGNED' }] });
  });

  test('what only the second reading finds may settle', async () => {
    const other = structuredClone(snapshot);
    change(other.replicas, 'room', { capacity: 9 });
    expect(await audited([broken(), other])).toMatchObject({
      clean: true,
      settling: [{ code: 'REPLICA_DIFFERS' }],
    });
  });

  test('with time to wait, it reads until everything has settled', async () => {
    const report = await audited([broken(), broken(), broken(), copy()], 60_000);
    expect(report).toMatchObject({ clean: true, readings: 4, settling: [] });
  });
});

describe('a store that cannot be read', () => {
  test.each([
    ['postgres://user:secret@db:5432/booking?sslmode=require', 'db:5432'],
    ['mongodb://user:sec@ret@a:1,b:2/?replicaSet=rs', 'a:1,b:2'],
    ['mongodb://%2Frun%2Fmongodb.sock/?directConnection=true', '/run/mongodb.sock'],
    ['nats://a:1,nats://b:2', 'a:1,b:2'],
    ['nats://user:secret@a:1,nats://user:secret@b:2', 'a:1,b:2'],
    ['https://api.stripe.com', 'api.stripe.com'],
  ])('is named with its address but without credentials: %s', (url, address) => {
    expect(storeName('The store', url)).toBe(`The store at ${address}`);
  });

  const options = { settleMs: 30_000, pauseMs: 1 };

  test('may recover as long as there is time to wait', async () => {
    let tries = 0;
    const read = async () => {
      tries += 1;
      if (tries < 3) throw new CannotRead('away');
      return readingOf(copy());
    };
    expect(await repeatedly({ ...options, read, waitMs: 60_000 })).toMatchObject({ clean: true });
  });

  test('is a failure if there is none', async () => {
    const read = () => Promise.reject(new CannotRead('away'));
    await expect(repeatedly({ ...options, read, waitMs: 0 })).rejects.toThrow('away');
  });
});

test('the report counts and names', async () => {
  const text = printReport(await audited([broken()]));
  expect(text).toMatch(/^bookings +1 +CONFIRMED 1$/m);
  expect(text).toMatch(/EUR +provider +0 +1000 +0 +1000/);
  expect(text).toContain('NOT_ASSIGNED (1): a booking is confirmed but its room is not assigned');
  expect(text).toContain('booking b1  room room  correlation case-b1');
  expect(text).toContain('Not clean: 1 found.');
});

describe('a case history', () => {
  test('of a booking lists its events and the provider’s part in order, with their causes', () => {
    change(snapshot.events, 'booking.paid.b1.2', {
      causationId: 'booking.requested.b1.1',
      at: '2030-05-01T09:00:01.000Z',
    });
    const history = buildCaseHistory(snapshot, { booking: 'b1' });
    const text = printCaseHistory(history);
    expect(history.correlationIds).toContain('case-b1');
    expect(history.entries.map(({ service }) => service)).toContain('provider');
    expect(history.entries.map(({ at }) => at)[0]).toBe(YESTERDAY);
    expect(text).toMatch(/booking\.paid +booking b1 +#\d/);
    expect(text).toContain('booking b1: CONFIRMED');
    expect(text).toContain('payment payment-b1: CAPTURED');
    expect(text).toContain('assigned to it now');
  });

  test('of a correlation id shows what is wrong with it', () => {
    remove(snapshot.intents, 'pi-b1');
    const { findings } = buildCaseHistory(snapshot, { correlation: 'case-b1' });
    expect(findings.map(({ code }) => code)).toContain('INTENT_MISSING');
  });

  test('of an unknown id is empty', () => {
    expect(buildCaseHistory(snapshot, { correlation: 'unknown' }).entries).toEqual([]);
  });
});

describe('arguments', () => {
  test('durations have units and defaults', () => {
    expect(AUDIT.read([])).toMatchObject({ settleMs: 30_000, waitMs: 0, streams: true, json: false });
    expect(AUDIT.read(['--settle', '500ms', '--wait', '2m', '--no-streams', '--json'])).toMatchObject({
      settleMs: 500,
      waitMs: 120_000,
      streams: false,
      json: true,
    });
    expect(AUDIT.read(['--settle', '0'])).toMatchObject({ settleMs: 0 });
  });

  test.each([
    [['--settle', 'soon'], '--settle takes'],
    [['--wait', '-1'], '--wait'],
    [['--nonsense'], '--nonsense'],
    [['--booking', 'a', '--correlation', 'b'], 'either --correlation or --booking'],
    [['--booking', ''], 'missing'],
  ])('%j is wrong usage', (args, message) => {
    expect(AUDIT.read(args)).toContain(message);
  });
});

describe('spans of time', () => {
  const day = (date: number) => `2030-05-0${date}T00:00:00.000Z`;
  const second = (date: number) => Date.parse(day(date)) / 1_000;

  test('cover all of time once, with similar shares', () => {
    expect(spans([day(4), day(2), day(3), day(1)], 2)).toEqual([{ lt: second(3) }, { gte: second(3) }]);
  });

  test('are one span if nothing is known', () => {
    expect(spans([], 8)).toEqual([{}]);
  });
});
