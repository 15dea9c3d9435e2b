import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { apiChanges } from './changes.ts';
import { openApiHistory } from './history.ts';
import { mayBreak } from './versions.ts';

const BEFORE = `
"""A room."""
type Room { id: ID! name: String! status: Status! }
enum Status { EMPTY FULL }
type Query { room(id: ID!): Room }
`;

const CHANGELOG = `# Changelog of the API

## Unreleased

Nothing has changed.

## 1.2.0 - 2026-01-31

Nothing has changed.
`;

test('a change of the API breaks clients, endangers them or is compatible', async () => {
  const after = BEFORE.replace('name: String!', 'capacity: Int').replace('FULL', 'FULL CLOSED');
  expect((await apiChanges(BEFORE, after)).map(({ impact, coordinate }) => [impact, coordinate])).toEqual([
    ['breaking', 'Room.name'],
    ['dangerous', 'Status.CLOSED'],
    ['safe', 'Room.capacity'],
  ]);
});

test('a description is no change of the API', async () => {
  expect(await apiChanges(BEFORE, BEFORE.replace('A room.', 'A room for rent.'))).toEqual([]);
});

test.for([
  ['1.2.0', '1.3.0', false],
  ['1.2.0', '2.0.0', true],
  ['2.0.0', '1.9.0', false],
  ['0.1.0', '0.2.0', true],
  ['0.1.0', '0.1.1', false],
  ['0.1.0', '1.0.0', true],
] as const)('between %s and %s clients may break: %s', ([from, to, expected]) => {
  expect(mayBreak(from, to)).toBe(expected);
});

/** A project whose API has changed since release 1.2.0. */
async function givenProject(version: string, after: string) {
  const folder = await mkdtemp(join(tmpdir(), 'meetingroom-api-'));
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  await mkdir(join(folder, 'schema'));
  await write('package.json', JSON.stringify({ version }));
  await write('schema/api.graphql', after);
  await write('schema/released.graphql', `# The API of version 1.2.0.\n${BEFORE}`);
  await write('schema/CHANGELOG.md', CHANGELOG);
  return {
    open: () => openApiHistory(folder),
    read: (name: string) => readFile(join(folder, name), 'utf8'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

test('a minor version takes what is added, and its release begins the next section', async () => {
  await using project = await givenProject('1.3.0', BEFORE.replace('EMPTY FULL', 'EMPTY FULL CLOSED'));
  const history = await project.open();
  expect(history).toMatchObject({ released: '1.2.0', version: '1.3.0', mayRelease: true });
  expect(history.changelog.current).toContain('## Unreleased\n\n### Dangerous');

  await history.release(new Date('2026-02-28T12:00:00Z'));
  const next = await project.open();
  expect(next).toMatchObject({ released: '1.3.0', changes: [] });
  expect(next.changelog.current).toBe(next.changelog.stored);
  const headings = (await project.read('schema/CHANGELOG.md')).match(/^## .*/gm);
  expect(headings).toEqual(['## Unreleased', '## 1.3.0 - 2026-02-28', '## 1.2.0 - 2026-01-31']);
});

test('what breaks clients needs a major version', async () => {
  const after = BEFORE.replace('name: String!', '');
  await using minor = await givenProject('1.3.0', after);
  await using major = await givenProject('2.0.0', after);
  expect((await minor.open()).mayRelease).toBe(false);
  expect((await major.open()).mayRelease).toBe(true);
});
