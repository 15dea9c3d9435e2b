import { describe, expect, test } from 'vitest';
import { makePlan } from './plan.ts';
import { TARGETS } from './plan-faults.ts';

const sizes = { bookings: 500, faults: 40 };
const plan = makePlan({ seed: 7, ...sizes });

describe('the plan of a seed', () => {
  test('is the same each time, to the last detail', () => {
    expect(makePlan({ seed: 7, ...sizes })).toEqual(plan);
  });

  test('differs for another seed', () => {
    expect(makePlan({ seed: 8, ...sizes }).operations).not.toEqual(plan.operations);
    expect(makePlan({ seed: 8, ...sizes }).faults).not.toEqual(plan.faults);
  });

  test('has the requested number of bookings, kills and hangs, and misbehaviours in addition', () => {
    expect(plan.operations.filter(({ type }) => type === 'book')).toHaveLength(500);
    expect(plan.faults.filter(({ type }) => type !== 'misbehave')).toHaveLength(40);
    expect(plan.faults.filter(({ type }) => type === 'misbehave')).toHaveLength(20);
  });

  test('can be without faults', () => {
    expect(makePlan({ seed: 7, bookings: 5, faults: 0 }).faults).toEqual([]);
  });
});

describe('operations', () => {
  test('are numbered by their index', () => {
    expect(plan.operations.map(({ index }) => index)).toEqual(plan.operations.map((_, index) => index));
  });

  test('cancel and refund earlier bookings', () => {
    for (const operation of plan.operations) {
      if (operation.type !== 'cancel' && operation.type !== 'refund') continue;
      expect(plan.operations[operation.booking]).toMatchObject({ type: 'book' });
      expect(operation.booking).toBeLessThan(operation.index);
    }
  });

  test('use rooms that exist at first or were registered before', () => {
    const rooms = new Set(Array.from({ length: plan.firstRooms }, (_, number) => number));
    for (const operation of plan.operations) {
      if (operation.type === 'cancel' || operation.type === 'refund') continue;
      if (operation.type === 'register') rooms.add(operation.room);
      const target = 'target' in operation ? operation.target : { type: 'ROOM', number: operation.room };
      if (target.type === 'ROOM') expect(rooms).toContain(target.number);
      else expect(target.number).toBeLessThan(plan.courses);
    }
  });

  test('race for the same slots, and include every type of operation', () => {
    const taken = plan.operations.flatMap((each) =>
      each.type === 'book' && each.slot ? [`${each.room}/${each.slot.from}`] : [],
    );
    expect(taken.length - new Set(taken).size).toBeGreaterThan(50);
    const longer = makePlan({ seed: 7, bookings: 4_000, faults: 0 });
    const kinds = new Set(longer.operations.map(({ type }) => type));
    const targets = longer.operations.flatMap((each) => ('target' in each ? [each.target.type] : []));
    expect(new Set(targets)).toEqual(new Set(['ROOM', 'COURSE']));
    expect([...kinds].toSorted()).toEqual([
      'book',
      'cancel',
      'close',
      'delete',
      'mark',
      'refund',
      'register',
      'reopen',
      'review',
    ]);
  });
});

describe('faults', () => {
  test('come in order, up to the last operation', () => {
    const times = plan.faults.map(({ after }) => after);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBe(plan.operations.length);
  });

  test('end with the death of all services at once', () => {
    const last = plan.faults.filter(({ after }) => after === plan.operations.length);
    expect(last.map((fault) => fault.type === 'kill' && fault.target)).toEqual([
      'booking',
      'payment',
      'room',
      'supplies',
      'community',
      'notification',
      'view',
    ]);
  });

  test('kill everything at once when asked to, spread over the operations', () => {
    const { faults, operations } = makePlan({ seed: 7, bookings: 500, faults: 50, whole: true });
    expect(faults.map(({ type }) => type)).toEqual(Array<string>(50).fill('kill-all'));
    const share = operations.length / 50;
    for (const [index, { after }] of faults.entries()) {
      expect(after).toBeGreaterThanOrEqual(Math.floor(index * share));
      expect(after).toBeLessThan((index + 1) * share);
    }
  });

  test('hit every process', () => {
    const hit = new Set(plan.faults.flatMap((fault) => ('target' in fault ? [fault.target] : [])));
    expect([...hit].toSorted()).toEqual(TARGETS.toSorted());
  });
});
