import { expect, test, vi } from 'vitest';
import { type AggregateStore, execute, type Loaded } from './execute.ts';
import { accept, type Decision, reject } from './index.ts';

type Added = { readonly add: number };
type Sum = number;
const cause = { correlationId: 'story', causationId: 'step' };
const evolve = (sum: Sum, { add }: Added): Sum => sum + add;

/** One aggregate, which others may have changed since it was recalled. */
function storeOf({ stored, recalled }: { stored: Loaded<Sum>; recalled?: Loaded<Sum> }) {
  let now = stored;
  const load = vi.fn(async () => now);
  const store: AggregateStore<Sum, Added> = {
    load,
    ...(recalled ? { recall: () => recalled } : {}),
    async append({ expectedVersion, events, after }) {
      if (expectedVersion !== now.version) return 'conflict';
      now = { state: after, version: expectedVersion + events.length };
      return 'appended';
    },
  };
  return { store, load, now: () => now };
}

const addTo =
  (limit: number) =>
  (sum: Sum): Decision<Added, 'full'> =>
    sum < limit ? accept({ add: 1 }) : reject('full');
const run = (store: AggregateStore<Sum, Added>, decide: (sum: Sum) => Decision<Added, 'full'>) =>
  execute({ store, id: 'one', decide, evolve, cause });

test('what is recalled and still so is changed without being read', async () => {
  const { store, load, now } = storeOf({
    stored: { state: 2, version: 2 },
    recalled: { state: 2, version: 2 },
  });
  expect(await run(store, addTo(5))).toMatchObject({ accepted: true, state: 3 });
  expect(load).not.toHaveBeenCalled();
  expect(now()).toEqual({ state: 3, version: 3 });
});

test('what others have changed since is read, and decided on anew', async () => {
  const { store, now } = storeOf({ stored: { state: 3, version: 3 }, recalled: { state: 1, version: 1 } });
  expect(await run(store, addTo(5))).toMatchObject({ accepted: true, state: 4 });
  expect(now()).toEqual({ state: 4, version: 4 });
});

test('a rejection is not taken from what is recalled', async () => {
  const { store } = storeOf({ stored: { state: 1, version: 3 }, recalled: { state: 5, version: 2 } });
  expect(await run(store, addTo(5))).toMatchObject({ accepted: true, state: 2 });
});

test('nor is it taken from there that there is nothing to do', async () => {
  const { store } = storeOf({ stored: { state: 1, version: 3 }, recalled: { state: 5, version: 2 } });
  const upToFive = (sum: Sum): Decision<Added, 'full'> => (sum < 5 ? accept({ add: 5 - sum }) : accept());
  expect(await run(store, upToFive)).toMatchObject({ accepted: true, state: 5, events: [{ add: 4 }] });
});

test('what the caller expects goes before what is recalled', async () => {
  const { store, load } = storeOf({ stored: { state: 7, version: 7 }, recalled: { state: 1, version: 1 } });
  const expected = { state: 7, version: 7 };
  expect(await execute({ store, id: 'one', decide: addTo(9), evolve, cause, expected })).toMatchObject({
    state: 8,
  });
  expect(load).not.toHaveBeenCalled();
});
