import { expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { createFixture } from '../testing/fixture.ts';
import { deleteReadMessages } from './delete-read-messages.ts';

const DAY_MS = 24 * 3_600_000;

test('messages go some time after they were read; unread ones, and those of others, stay', async () => {
  await using fixture = await createFixture();
  const [alice, bob] = [newId(), newId()];
  for (const customer of [alice, alice, bob]) await fixture.tell(customer);
  const [read, unread] = await fixture.messages(alice);
  await fixture.pool.query('UPDATE messages SET read_at = now() WHERE id = $1', [read?.id]);
  const after = (days: number) =>
    deleteReadMessages(fixture.pool, 30 * DAY_MS, new Date(Date.now() + days * DAY_MS));

  expect(await after(29)).toBe(0);
  expect(await after(31)).toBe(1);
  expect(await after(31)).toBe(0);
  expect((await fixture.messages(alice)).map(({ id }) => id)).toEqual([unread?.id]);
  expect(await fixture.messages(bob)).toHaveLength(1);
});
