import { describe, expect, test } from 'vitest';
import { affectedBy, createImportGraph, isSchema } from './import-graph.ts';

const files = new Map([
  ['subgraphs/room/main.ts', "import './domain/room.ts'; import '../../platform/mongo/connection.ts';"],
  ['subgraphs/room/domain/room.ts', "import '../../../schema/events/rooms.ts';"],
  [
    'subgraphs/booking/main.ts',
    "import '../../platform/postgres/pool.ts'; import '../../schema/events/rooms.ts';",
  ],
  ['platform/mongo/connection.ts', "import '../errors.ts';"],
  ['platform/postgres/pool.ts', "import '../errors.ts';"],
  ['platform/errors.ts', ''],
  ['schema/events/rooms.ts', ''],
  ['router/main.ts', "import '../platform/errors.ts';"],
]);
const programs = [
  { name: 'room', main: 'subgraphs/room/main.ts' },
  { name: 'booking', main: 'subgraphs/booking/main.ts' },
  { name: 'router', main: 'router/main.ts' },
];

function namesAffectedBy(path: string): readonly string[] {
  const graph = createImportGraph((file) => files.get(file));
  return affectedBy(path, programs, graph).map(({ name }) => name);
}

describe('affectedBy', () => {
  test.each([
    ['subgraphs/room/domain/room.ts', ['room']],
    ['platform/mongo/connection.ts', ['room']],
    ['schema/events/rooms.ts', ['room', 'booking']],
    ['platform/errors.ts', ['room', 'booking', 'router']],
    ['router/main.ts', ['router']],
  ])('a module affects the programs that load it: %s', (path, names) => {
    expect(namesAffectedBy(path)).toEqual(names);
  });

  test('a module that no program loads affects none, whatever its folder', () => {
    expect(namesAffectedBy('subgraphs/room/domain/room.test.ts')).toEqual([]);
  });

  test.each([
    ['subgraphs/room/schema.graphql', ['room']],
    ['subgraphs/booking/store/migrations/001.sql', ['booking']],
    ['platform/postgres/migrations/001.sql', ['booking']],
    ['schema/common.graphql', ['room', 'booking']],
    ['router/pages/welcome.graphql', ['router']],
  ])('another file affects the programs that load modules around it: %s', (path, names) => {
    expect(namesAffectedBy(path)).toEqual(names);
  });

  test.each(['package.json', 'examples/rooms.graphql', 'docs/a.json', 'schema/supergraph.graphql'])(
    'a file that no program reads affects none: %s',
    (path) => {
      expect(namesAffectedBy(path)).toEqual([]);
    },
  );
});

test('isSchema knows what something is generated from', () => {
  const paths = [
    'subgraphs/room/schema.graphql',
    'schema/common.graphql',
    'schema/supergraph.yaml',
    'examples/rooms.graphql',
    'codegen.yml',
    'schema/supergraph.graphql',
    'router/pages/welcome.graphql',
    'subgraphs/room/main.ts',
  ];
  expect(paths.filter(isSchema)).toEqual(paths.slice(0, 5));
});
