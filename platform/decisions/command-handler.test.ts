import { expect, test, vi } from 'vitest';
import { type AggregateStore, createCommandHandler, type Loaded } from './command-handler.ts';
import { accept, type Decider, reject, transitionsOf } from './decider.ts';

type Added = { readonly add: number };
type Sum = number;
type Add = { readonly limit: number; readonly fill?: boolean };

const adder: Decider<Sum, Add, Added, 'full'> = {
  decide: ({ limit, fill = false }, sum) => {
    if (fill) return sum < limit ? accept({ add: limit - sum }) : accept();
    return sum < limit ? accept({ add: 1 }) : reject('full');
  },
  evolve: (sum, { add }) => sum + add,
  initialState: 0,
};
const cause = { correlationId: 'story', causationId: 'step' };

/** One aggregate, which other processes may have changed since it was recalled. */
function storeOf({ stored, recalled }: { stored: Loaded<Sum>; recalled?: Loaded<Sum> }) {
  let current = stored;
  const load = vi.fn(async () => current);
  const store: AggregateStore<Sum, Added> = {
    load,
    ...(recalled ? { recall: () => recalled } : {}),
    async append({ expectedVersion, transitions }) {
      if (expectedVersion !== current.version) return 'conflict';
      current = {
        state: transitions.at(-1)?.after ?? current.state,
        version: expectedVersion + transitions.length,
      };
      return 'appended';
    },
  };
  return { handle: createCommandHandler(store, adder), load, current: () => current };
}

test('a recalled aggregate that is up to date is changed without being read', async () => {
  const { handle, load, current } = storeOf({
    stored: { state: 2, version: 2 },
    recalled: { state: 2, version: 2 },
  });
  expect(await handle('one', () => ({ limit: 5 }), { cause })).toMatchObject({ accepted: true, state: 3 });
  expect(load).not.toHaveBeenCalled();
  expect(current()).toEqual({ state: 3, version: 3 });
});

test('a recalled aggregate that is out of date is read, and the command is decided again', async () => {
  const { handle, current } = storeOf({
    stored: { state: 3, version: 3 },
    recalled: { state: 1, version: 1 },
  });
  expect(await handle('one', () => ({ limit: 5 }), { cause })).toMatchObject({ accepted: true, state: 4 });
  expect(current()).toEqual({ state: 4, version: 4 });
});

test('a rejection on a recalled aggregate is checked on the stored one', async () => {
  const { handle } = storeOf({ stored: { state: 1, version: 3 }, recalled: { state: 5, version: 2 } });
  expect(await handle('one', () => ({ limit: 5 }), { cause })).toMatchObject({ accepted: true, state: 2 });
});

test('a decision without events on a recalled aggregate is checked on the stored one', async () => {
  const { handle } = storeOf({ stored: { state: 1, version: 3 }, recalled: { state: 5, version: 2 } });
  expect(await handle('one', () => ({ limit: 5, fill: true }), { cause })).toMatchObject({
    accepted: true,
    state: 5,
    events: [{ add: 4 }],
  });
});

test('an expected aggregate takes precedence over a recalled one', async () => {
  const { handle, load } = storeOf({ stored: { state: 7, version: 7 }, recalled: { state: 1, version: 1 } });
  const expected = { state: 7, version: 7 };
  expect(await handle('one', () => ({ limit: 9 }), { cause, expected })).toMatchObject({ state: 8 });
  expect(load).not.toHaveBeenCalled();
});

test('the command is created anew for each attempt', async () => {
  const { handle } = storeOf({ stored: { state: 3, version: 3 }, recalled: { state: 1, version: 1 } });
  const createCommand = vi.fn(() => ({ limit: 5 }));
  await handle('one', createCommand, { cause });
  expect(createCommand).toHaveBeenCalledTimes(2);
});

test('each transition holds the state after its event', () => {
  expect(transitionsOf(adder.evolve, 1, [{ add: 2 }, { add: 3 }])).toEqual([
    { event: { add: 2 }, after: 3 },
    { event: { add: 3 }, after: 6 },
  ]);
});
