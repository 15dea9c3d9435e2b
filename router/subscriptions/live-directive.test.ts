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
    type Subscription { changed(id: ID, kinds: [ID!]): Int @${directive}(${args}) }
  `);
  return readLiveFields(buildASTSchema(document, { assumeValidSDL: true })).get('changed');
}

test('what is left out is as the specification says', () => {
  expect(read('stream: "S", subjects: ["s.*.{args.id}"]')).toEqual({
    name: 'changed',
    stream: 'S',
    subjects: ['s.*.{args.id}'],
    ends: [],
    owner: undefined,
    scopes: [],
    snapshot: true,
    where: [],
    slow: 'DISCONNECT',
    shared: false,
    ids: undefined,
  });
});

test('the directive may have another name', () => {
  const args = 'stream: "S", subjects: ["s.x"]';
  expect(read(args, '{ name: "@live", as: "@fed" }', 'fed')).toMatchObject({ stream: 'S' });
  expect(read(args, '{ name: "@live", as: "@fed" }')).toBeUndefined();
});

test('one text stands for a list of it', () => {
  const args =
    'stream: "S", subjects: "s.{args.id}", ends: "e.{args.id}", scopes: "all", where: "kind = {args.kinds}"';
  expect(read(args)).toMatchObject({
    subjects: ['s.{args.id}'],
    ends: ['e.{args.id}'],
    scopes: ['all'],
    where: [{ path: ['kind'], operand: { kind: 'argument', name: 'kinds' } }],
  });
});

describe('nothing that is not understood is passed over:', () => {
  test.each([
    ['no stream', 'subjects: ["s"]'],
    ['no subject', 'stream: "S", subjects: []'],
    ['an argument that there is not', 'stream: "S", subjects: ["s"], owners: "owner.id"'],
    ['an owner that is a list', 'stream: "S", subjects: ["s"], owner: ["owner", "id"]'],
    ['scopes in lists', 'stream: "S", subjects: ["s"], scopes: [["all"]]'],
    ['a flag that is a text', 'stream: "S", subjects: ["s"], shared: "no"'],
    ['another policy', 'stream: "S", subjects: ["s"], slow: "DROP"'],
    ['ids that are no expression', 'stream: "S", subjects: ["s"], ids: "("'],
    ['an argument that the field has not', 'stream: "S", subjects: ["s.{args.ids}"]'],
    ['the same in ends', 'stream: "S", subjects: ["s"], ends: ["e.{args.ids}"]'],
    ['the same in a condition', 'stream: "S", subjects: ["s"], where: ["kind = {args.kind}"]'],
    ['a place other than the arguments', 'stream: "S", subjects: ["s.{arguments.id}"]'],
    ['a place in an argument', 'stream: "S", subjects: ["s.{args.id.x}"]'],
    ['another claim of the caller', 'stream: "S", subjects: ["s.{identity.role}"]'],
    ['a part of a token', 'stream: "S", subjects: ["s.x-{args.id}"]'],
  ])('%s', (_, args) => {
    expect(() => read(args)).toThrow(/^@live on Subscription\.changed: /);
  });
});
