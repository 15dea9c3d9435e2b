import { beforeAll, expect, test } from 'vitest';
import { compareReads, growing, printGrowth } from '../../../platform/testing/read-growth.ts';
import { type Reads, readsOfEach } from '../../../platform/testing/reads.ts';
import { createFixture } from '../testing/fixture.ts';
import { serveGraph } from '../testing/graph.ts';
import { LISTS, NOW, VARIABLES } from '../testing/lists.ts';
import { type ManyBookings, storeManyBookings } from '../testing/many-bookings.ts';

const SMALL: ManyBookings = { rooms: 100, bookingsOfRoom: 100 };
const LARGE = {
  'ten times the rooms': { ...SMALL, rooms: 10 * SMALL.rooms },
  'ten times the past and the future': { ...SMALL, bookingsOfRoom: 10 * SMALL.bookingsOfRoom },
} as const;

/** What each list reads from a store of a size: its first page, and the one after it. */
async function readsFrom(size: ManyBookings): Promise<ReadonlyMap<string, Reads>> {
  await using fixture = await createFixture();
  await using stack = new AsyncDisposableStack();
  fixture.setClock(NOW);
  await storeManyBookings(fixture.pool, size, NOW);
  const graph = await serveGraph(fixture);
  stack.defer(() => graph.close());
  const works = LISTS.flatMap(([what, [role, subject], query]) => {
    let after: string | null = null;
    const read = async () => {
      const { data, errors } = await graph.ask(role, query, { ...VARIABLES, after }, subject);
      expect(errors, what).toBeUndefined();
      after = (data.list ?? data.me?.list)?.pageInfo.endCursor ?? null;
    };
    const readNext = async () => {
      if (after !== null) await read();
    };
    return [[what, read] as const, [`${what}, next page`, readNext] as const];
  });
  return await readsOfEach(fixture.pool, Object.fromEntries(works));
}

let small: ReadonlyMap<string, Reads>;
beforeAll(async () => {
  small = await readsFrom(SMALL);
});

test.each(['ten times the rooms', 'ten times the past and the future'] as const)(
  'each list and filter reads as much from a store with %s',
  async (size) => {
    const growth = compareReads(small, await readsFrom(LARGE[size]));
    printGrowth(`booking, ${size}`, growth);
    expect(growing(growth)).toEqual([]);
  },
  120_000,
);
