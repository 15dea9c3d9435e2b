import { buildASTSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readLiveFields } from './live-directive.ts';

/** What is read of `@live` with these arguments, on a field with the arguments `id` and `kinds`. */
function read(args: string, imported = '"@live"', directive = 'live') {
  const document = parse(`
    schema @link(url: "https://meetingroom.dev/live/v1.0", import: [${imported}]) { query: Query subscription: Subscription }
    directive @link(url: String, import: [Import]) repeatable on SCHEMA
    scalar Import
    type Query { a: Int }
    type Subscription { changed(id: ID, kinds: [ID!]): Change @${directive}(${args}) }
    type Change { id: ID! box: Box boxes: [Box!] thing: Thing }
    type Box { id: ID! lid: Lid! }
    interface Lid { colour: String }
    union Thing = Box
  `);
  return readLiveFields(buildASTSchema(document, { assumeValidSDL: true })).get('changed');
}

test('omitted arguments have the defaults of the specification', () => {
  expect(read('stream: "S", subjects: ["s.*.{args.id}"]')).toEqual({
    name: 'changed',
    stream: 'S',
    subjects: ['s.*.{args.id}'],
    ends: [],
    aliases: [],
    owners: [],
    scopes: [],
    snapshot: true,
    lapses: [],
    where: [],
    slow: 'DISCONNECT',
    shared: false,
    ids: undefined,
    cursor: undefined,
  });
});

test('the directive may be imported under another name', () => {
  const args = 'stream: "S", subjects: ["s.x"]';
  expect(read(args, '{ name: "@live", as: "@fed" }', 'fed')).toMatchObject({ stream: 'S' });
  expect(read(args, '{ name: "@live", as: "@fed" }')).toBeUndefined();
});

test('a single string is accepted for a list', () => {
  const args =
    'stream: "S", subjects: "s.{args.id}", ends: "e.{args.id}", owners: "box.owner", scopes: "all", where: "kind = {args.kinds}"';
  expect(read(args)).toMatchObject({
    subjects: ['s.{args.id}'],
    ends: ['e.{args.id}'],
    owners: [{ path: ['box', 'owner'], scope: undefined }],
    scopes: ['all'],
    where: [{ path: ['kind'], operand: { kind: 'argument', name: 'kinds' } }],
  });
});

test('an owner may need a scope, and aliases are fields of the graph', () => {
  const args = `stream: "S", subjects: "s.x", owners: ["box.owner.id", " box.lender.id  (box:lend) "],
    aliases: ["id: box.id", "box.lid.colour: colours.lid"]`;
  expect(read(args)).toMatchObject({
    owners: [
      { path: ['box', 'owner', 'id'], scope: undefined },
      { path: ['box', 'lender', 'id'], scope: 'box:lend' },
    ],
    aliases: [
      { field: ['id'], source: ['box', 'id'] },
      { field: ['box', 'lid', 'colour'], source: ['colours', 'lid'] },
    ],
  });
});

test('the argument that owners replaces is refused with what to write instead', () => {
  expect(() => read('stream: "S", subjects: ["s"], owner: "box.owner.id"')).toThrow(
    '@live on Subscription.changed: unknown argument "owner": write owners: ["box.owner.id"]',
  );
});

describe('an invalid directive is rejected:', () => {
  test.each([
    ['no stream', 'subjects: ["s"]'],
    ['no subject', 'stream: "S", subjects: []'],
    ['an unknown argument', 'stream: "S", subjects: ["s"], holders: "owner.id"'],
    ['an owner that is no path', 'stream: "S", subjects: ["s"], owners: ["owner id"]'],
    ['an owner with an empty scope', 'stream: "S", subjects: ["s"], owners: ["owner.id ()"]'],
    ['an owner with two scopes', 'stream: "S", subjects: ["s"], owners: ["owner.id (a b)"]'],
    ['a scope that is not apart', 'stream: "S", subjects: ["s"], owners: ["owner.id(a)"]'],
    ['scopes that restrict nothing', 'stream: "S", subjects: ["s"], scopes: ["all"]'],
    ['nested scopes', 'stream: "S", subjects: ["s"], owners: "owner.id", scopes: [["all"]]'],
    ['an alias without a source', 'stream: "S", subjects: ["s"], aliases: ["id"]'],
    ['an alias of two sources', 'stream: "S", subjects: ["s"], aliases: ["id: box.id: box.lid"]'],
    ['an alias that is no field of the graph', 'stream: "S", subjects: ["s"], aliases: ["box.size: size"]'],
    ['an alias inside of a scalar', 'stream: "S", subjects: ["s"], aliases: ["id.part: box.id"]'],
    ['an alias inside of a union', 'stream: "S", subjects: ["s"], aliases: ["thing.id: box.id"]'],
    ['an alias inside of a list', 'stream: "S", subjects: ["s"], aliases: ["boxes.id: box.id"]'],
    ['a field that has two aliases', 'stream: "S", subjects: ["s"], aliases: ["id: a", "id: b"]'],
    ['an alias inside of another', 'stream: "S", subjects: ["s"], aliases: ["box: crate", "box.id: id"]'],
    ['a string for a boolean', 'stream: "S", subjects: ["s"], shared: "no"'],
    ['an unknown policy', 'stream: "S", subjects: ["s"], slow: "DROP"'],
    ['ids that are not a regular expression', 'stream: "S", subjects: ["s"], ids: "("'],
    ['an unknown field argument in subjects', 'stream: "S", subjects: ["s.{args.ids}"]'],
    ['an unknown field argument in ends', 'stream: "S", subjects: ["s"], ends: ["e.{args.ids}"]'],
    ['an unknown field argument in where', 'stream: "S", subjects: ["s"], where: ["kind = {args.kind}"]'],
    ['an unknown placeholder', 'stream: "S", subjects: ["s.{arguments.id}"]'],
    ['a path inside an argument', 'stream: "S", subjects: ["s.{args.id.x}"]'],
    ['an unsupported claim', 'stream: "S", subjects: ["s.{identity.role}"]'],
    ['a cursor that is no path', 'stream: "S", subjects: ["s"], cursor: "box id"'],
    ['a placeholder for a part of a token', 'stream: "S", subjects: ["s.x-{args.id}"]'],
  ])('%s', (_, args) => {
    expect(() => read(args)).toThrow(/^@live on Subscription\.changed: /);
  });
});
