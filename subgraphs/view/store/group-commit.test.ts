import { describe, expect, test } from 'vitest';
import { createGroupCommit } from './group-commit.ts';

/** A store whose commits a test watches. */
function createStore(fails: (items: readonly string[]) => boolean = () => false, isOutage = false) {
  const commits: (readonly string[])[] = [];
  const store = createGroupCommit<string>({
    async commit(items) {
      commits.push(items);
      if (fails(items)) throw new Error(`cannot store ${items.join()}`);
    },
    isOutage: async () => isOutage,
    waitMs: 1,
  });
  return { commits, store };
}

describe('group commit', () => {
  test('items of the same time share a commit', async () => {
    const { commits, store } = createStore();
    await Promise.all([store('a'), store('b'), store('c')]);
    await store('d');
    expect(commits).toEqual([['a', 'b', 'c'], ['d']]);
  });

  test('items that come during a commit share the next one', async () => {
    const first = Promise.withResolvers<void>();
    const began = Promise.withResolvers<void>();
    const commits: (readonly string[])[] = [];
    const store = createGroupCommit<string>({
      async commit(items) {
        commits.push(items);
        began.resolve();
        if (commits.length === 1) await first.promise;
      },
      isOutage: async () => false,
      waitMs: 1,
    });
    const a = store('a');
    await began.promise;
    const others = [store('b'), store('c')];
    first.resolve();
    await Promise.all([a, ...others]);
    expect(commits).toEqual([['a'], ['b', 'c']]);
  });

  test('an item that cannot be stored fails none of the others', async () => {
    const { commits, store } = createStore((items) => items.includes('bad'));
    const outcomes = await Promise.allSettled([store('a'), store('bad'), store('b')]);
    expect(outcomes).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: new Error('cannot store bad') },
      { status: 'fulfilled' },
    ]);
    expect(commits).toEqual([['a', 'bad', 'b'], ['a'], ['bad'], ['b']]);
    await expect(store('c')).resolves.toBeUndefined();
  });

  test('an outage fails the group at once', async () => {
    const { commits, store } = createStore(() => true, true);
    const outcomes = await Promise.allSettled([store('a'), store('b')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(commits).toEqual([['a', 'b']]);
  });
});
