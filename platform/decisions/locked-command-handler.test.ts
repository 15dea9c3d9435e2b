import { expect, test, vi } from 'vitest';
import { accept, type Decider, reject, type Transition } from './decider.ts';
import { createLockedCommandHandler, type LockingStore } from './locked-command-handler.ts';

type Added = { readonly add: number };

const adder: Decider<number, { readonly limit: number }, Added, 'full'> = {
  decide: ({ limit }, sum) => {
    if (limit < 0) return reject('full');
    return accept(...Array.from({ length: Math.max(0, limit - sum) }, () => ({ add: 1 })));
  },
  evolve: (sum, { add }) => sum + add,
  initialState: 0,
};
const options = { cause: { correlationId: 'story', causationId: 'step' }, handles: 'command' };

/** One aggregate; what is stored of each change. */
function storeOf(state: number) {
  const stored = vi.fn<(transitions: readonly Transition<number, Added>[]) => void>();
  const store: LockingStore<string, number, Added> = {
    async change(_key, _options, decide) {
      const { transitions, handled } = decide(state);
      stored(transitions);
      return handled;
    },
  };
  return { handle: createLockedCommandHandler(store, adder), stored };
}

test('the events of a command are stored with the states that they lead to', async () => {
  const { handle, stored } = storeOf(2);
  expect(await handle('sum', () => ({ limit: 4 }), options)).toEqual({
    accepted: true,
    state: 4,
    events: [{ add: 1 }, { add: 1 }],
  });
  expect(stored).toHaveBeenCalledExactlyOnceWith([
    { event: { add: 1 }, after: 3 },
    { event: { add: 1 }, after: 4 },
  ]);
});

test('a command that changes nothing is accepted with the state as it is', async () => {
  const { handle, stored } = storeOf(4);
  expect(await handle('sum', () => ({ limit: 4 }), options)).toEqual({
    accepted: true,
    state: 4,
    events: [],
  });
  expect(stored).toHaveBeenCalledExactlyOnceWith([]);
});

test('a refused command stores nothing', async () => {
  const { handle, stored } = storeOf(2);
  expect(await handle('sum', () => ({ limit: -1 }), options)).toEqual({ accepted: false, rejection: 'full' });
  expect(stored).toHaveBeenCalledExactlyOnceWith([]);
});
